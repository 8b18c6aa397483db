"""The loop in torch: `unbind` over time, one `addmm` for each operand and step."""

from recurra.bench.rivals.loop_text import Language, primitives

FRAME = """\
def run(inputs, states, weights):
    {inputs}, = inputs
    {states}, = states
    {once}
    {whole}
    outputs = []
    for {streams}, in zip({unbound}):
        {step}
        outputs.append({out})
    return torch.stack(outputs), ({states},)
"""


def _split(name: str, widths: list[int]) -> str:
    if len(set(widths)) == 1:
        return f"{name}.chunk({len(widths)}, -1)"
    return f"{name}.split({widths}, -1)"


TORCH = Language(
    name="torch",
    primitives={
        **primitives("torch"),
        "relu": "torch.relu({a})",
        "sigmoid": "torch.sigmoid({a})",
        "softplus": "functional.softplus({a})",
        "mean": "{a}.mean(-1, keepdim=True)",
        "sum": "{a}.sum(-1, keepdim=True)",
    },
    linear="functional.linear({x}, {w})",
    linear_bias="functional.linear({x}, {w}, {b})",
    add_product="torch.addmm({p}, {x}, {wt})",
    transpose="{w}.t()",
    split=_split,
    concatenate="torch.cat([{items}])",
    zeros="{like}.new_zeros({n})",
    constant="{like}.new_tensor({v})",
    expand="{a}.expand_as({like})",
    join="torch.cat([{items}], -1)",
    frame=FRAME,
)
