"""What the language can say, and what it refuses with line, equation and remedy."""

import textwrap

import pytest
from tests.japanese import english_in

from recurra import cells
from recurra.compiler.measure import formula, multiple, operations, parameters
from recurra.errors import CellError, SettingError
from recurra.ir import PRIMITIVES


@pytest.fixture
def user_cell(tmp_path):
    """A cell in a user's own file, from its body."""

    def make(body, declaration='states="h"', arguments="x, h, W, U, b"):
        text = (
            "import math\nimport numpy as np\nfrom recurra.ir import *\n\n"
            f"@cell({declaration})\ndef mine({arguments}):\n"
            + textwrap.indent(textwrap.dedent(body).strip(), "    ")
            + "\n"
        )
        path = tmp_path / "mine.py"
        path.write_text(text)
        return cells.find(f"{path}:mine")

    return make


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("return tanh(x @ W + U @ h)", 7, "matrix on the left"),
        ("if h > 0:\n    h = -h\nreturn h", 7, "cannot be compared"),
        ("if h:\n    h = -h\nreturn h", 7, "no truth value"),
        ("return np.tanh(W @ x + U @ h + b)", 7, "np.tanh.*none of the language.*numpy"),
        ("return math.tanh(h)", 7, "no number"),
        ("g = tanh(W @ x + U @ h + b)\nreturn W * g", 8, "used as a vector here but as a matrix"),
        ("return tanh(W @ x + U @ h + bb)", 7, "'bb' is not defined. Did you mean 'b'"),
        ("return tahn(W @ x + U @ h + b)", 7, "'tahn' is not defined. Did you mean 'tanh'"),
        ("return cosh(W @ x + U @ h + b)", 7, "functions of recurra.ir: absolute, block"),
        ("return math.relu(W @ x + U @ h + b)", 7, "from recurra.ir import relu"),
        ("return (W @ x + U @ h + b).tanh()", 7, r"method 'tanh'.*tanh\(value\)"),
        ("return W @ x + U @ h[0] + b", 7, "no parts"),
        ("return W @ x + U @ sum(v for v in h) + b", 7, "iterated over.*all units at once"),
        ("return maximum(W @ x + U @ h + b)", 7, r"takes 2 values, not 1"),
        ("tanh(W @ x + U @ h + b)", None, "returns nothing. End it with `return h`"),
        ("return tanh(W @ x + U @ h + b), h", None, "returns 2 value"),
        ("return mean(W @ x + U @ h + b)", 7, "one number"),
        ("o = W.o @ x\nreturn tanh(W.h @ x + U @ h + b)", 7, "'W.o' changes nothing"),
        ("return tanh(W @ x + U @ h)", None, "'b' stands in no equation"),
        ("return tanh(W @ (U @ h) + b * x)", 7, "how many rows 'U'"),
        ("return tanh(W @ U + b + h + x)", 7, "product of two parameters"),
        ("return tanh(W @ x + block(U, 0) @ h + b)", 7, "cannot have 0 blocks"),
        ("return tanh(W @ x + block(U, 2) * h + b)", 7, "stand in no product"),
        ("return tanh(W @ x + block(U, 2) @ h + U @ h + b)", 7, "1 block.* but 2"),
    ],
)
def test_refused(user_cell, body, line, message):
    with pytest.raises(CellError, match=message) as caught:
        user_cell(body).graph()
    assert not english_in(caught.value, caught.value.equation, str(caught.value.__cause__ or ""))
    assert caught.value.line == line
    assert "mine" in str(caught.value)


TREE = ('states="h", children=2', "left, right, W, U, b")
ANY = ('states="h", children="any"', "x, children, W, U, b")


@pytest.mark.parametrize(
    ("kind", "body", "line", "message"),
    [
        (
            ANY,
            "for k in children:\n    h = tanh(W @ x + U @ k.h + b)\nreturn h",
            8,
            "one value for",
        ),
        (ANY, "return tanh(W @ x + U @ children[0].h + b)", 7, "number of children is open"),
        (ANY, "return tanh(W @ x + total(U @ x for k in children) + b)", 7, "nothing of a child"),
        (ANY, "return tanh(W @ x + total(U @ k.rep for k in children) + b)", 7, "every node"),
        (TREE, "return tanh(W @ left.rep + U @ right.c + b)", 7, "no 'c'.*It has h, rep"),
        (TREE, "return tanh(W @ left + U @ right.h + b)", 7, "multiplied with Child"),
        (TREE, "return tanh(left + U @ right.h + W @ left.h + b)", 7, "no value of an equation"),
    ],
)
def test_refused_of_trees(user_cell, kind, body, line, message):
    with pytest.raises(CellError, match=message) as caught:
        user_cell(body, *kind).graph()
    assert not english_in(caught.value, caught.value.equation, str(caught.value.__cause__ or ""))
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("declaration", "arguments", "message"),
    [
        ('states="h", children=2', "x, h, W", "do not hold its children, left, right"),
        ('states="h", children="all"', "x, children, W", "children='all'"),
        ('states="h", children="any"', "x, y, children, W", "several inputs"),
        ('states="h", children=2, start={"h": 1.0}', "left, right, W", "counts as zero"),
        ('states="x", children=2', "left, right, W", "cannot be told"),
        ('states="h", children=2, output="c"', "left, right, W", "names 'c', which is no state"),
    ],
)
def test_declarations_of_trees(user_cell, declaration, arguments, message):
    with pytest.raises(CellError, match=message) as caught:
        user_cell("return W", declaration, arguments)
    assert not english_in(caught.value, caught.value.equation, str(caught.value.__cause__ or ""))


def test_a_matrix_has_a_version_for_each_kind_of_child(user_cell):
    body = "return tanh(W @ left.rep + W @ right.rep + U @ left.h + b)"
    graph = user_cell(body, *TREE).graph()
    assert [(g.name, g.params) for g in graph.groups] == [
        ("weight_ih", ("W.leaf",)),
        ("weight_hh", ("W", "U")),
        ("bias", ("b",)),
    ]
    assert graph.at_leaves and graph.children == ("left", "right")


def test_three_children_and_a_leaf_by_element(user_cell):
    body = "return tanh(total(W[n] @ k.h for n, k in enumerate(children)) + x * children[2].h + b)"
    graph = user_cell(body, 'states="h", children=3', "x, children, W, b").graph()
    assert graph.children == ("child1", "child2", "child3") and graph.projects == ("x",)
    assert graph.group["weight_hh"].params == ("W.0", "W.1", "W.2")


def test_declarations(user_cell):
    with pytest.raises(CellError, match="side by side"):
        user_cell("return h, c", 'states="h c"', "x, h, W, c")
    with pytest.raises(CellError, match="no input"):
        user_cell("return h", 'states="h"', "h, W")
    with pytest.raises(CellError, match="'k' is no argument of the function, which takes x, h, W"):
        user_cell("return h", 'states="k"', "x, h, W")


@pytest.mark.parametrize(
    ("declaration", "arguments", "message"),
    [
        ("", "x, h, W, U, b", "has no state"),
        ('states="h", output="y"', "x, h, W, U, b", "output names 'y', which is no state. .* h"),
        ('states="h", start={"c": 1}', "x, h, W, U, b", "start names 'c'"),
        ('states="h"', "x, h, W, U, b, a=0.5", r"'a' has a default, 0.5.*\*, a=0.5\)"),
        ('states="h"', "x, h, *p", r"'\*p' stands for several"),
    ],
)
def test_declarations_that_do_not_fit(user_cell, declaration, arguments, message):
    with pytest.raises(CellError, match=message) as caught:
        user_cell("return h", declaration, arguments)
    assert not english_in(caught.value, caught.value.equation, str(caught.value.__cause__ or ""))
    assert caught.value.line == 5


TWO = "c = sigmoid(W.i @ x + U.i @ h + b.i) * c\nreturn tanh(W.h @ x + U.h @ h + b.h) * c, c"


@pytest.mark.parametrize(
    ("declaration", "line", "message"),
    [
        (
            'sizes={"c": "0.5 * h"}',
            8,
            r"gives 'c' 0.5 \* h units, .* as long as 'h'",
        ),
        ('sizes={"k": "0.5 * h"}', None, "sizes names 'k'.*It has h, c, W.i"),
        ('sizes={"c": "half of h"}', None, "size of 'c': 'half of h' is not an arithmetic"),
        ('init={"b.f": "forget_bias"}', None, "init names 'b.f', but its equations have b.h, b.i"),
        ('init={"b": "1"}', None, "init names 'b', but its equations have b.h, b.i"),
        ('init={"d": "1"}', None, "init names 'd', which is no parameter"),
        ('init={"b.i": "1 +"}', None, "init of 'b.i': '1 \\+' is not an arithmetic"),
    ],
)
def test_sizes_and_starts_that_do_not_fit(user_cell, declaration, line, message):
    with pytest.raises(CellError, match=message) as caught:
        user_cell(TWO, f'states="h c", {declaration}', "x, h, c, W, U, b").graph()
    assert not english_in(caught.value, caught.value.equation, str(caught.value.__cause__ or ""))
    assert caught.value.line == line


def test_states_in_other_spellings(user_cell):
    for states in ('"h, c"', '["h", "c"]', '("h", "c")'):
        own = user_cell(
            f"return [{TWO.partition('return ')[2]}]", f"states={states}", "x,h,c,W,U,b"
        )
        assert own.states == ("h", "c") and len(own.graph().results) == 2


def test_a_decorator_without_brackets(user_cell, tmp_path):
    path = tmp_path / "bare.py"
    path.write_text("from recurra.ir import *\n\n@cell\ndef bare(x, h, W):\n    return W @ x\n")
    with pytest.raises(CellError, match=r"line 3\): has no state. Name its states: @cell\(states="):
        cells.find(f"{path}:bare")


def test_the_line_of_a_file_that_cannot_be_run(tmp_path, monkeypatch):
    (tmp_path / "broken.py").write_text("from recurra.ir import *\n\nhalf = 1 / 0\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CellError, match=r"line 3.*ZeroDivisionError"):
        cells.find("./broken.py:half")


def test_the_functions_that_messages_name_are_those_of_the_language():
    import recurra.ir as language
    from recurra.ir.explain import FUNCTIONS

    others = {"cell", "evaluate", "units"}
    names = {n for n in language.__all__ if n.islower() and callable(getattr(language, n))}
    assert set(FUNCTIONS) == names - others


def test_abs_is_the_language_s(user_cell):
    assert user_cell("return abs(W @ x + U @ h + b)").graph().results[0].op == "abs"


def test_bottleneck_of_declared_size(user_cell):
    graph = user_cell(
        "return tanh(W @ x + V @ (U @ h) + b)", 'states="h", sizes={"U": "h // 4"}', "x,h,W,U,V,b"
    ).graph()
    assert [s.name for s in graph.sizes] == ["h", "U"]
    assert graph.param["V"].columns == "U"


def test_a_start_is_a_number_or_learned(user_cell):
    with pytest.raises(CellError, match="no number"):
        user_cell("return tanh(W @ x + U @ h + b)", 'states="h", start={"h": "one"}').graph()


def test_blocks(user_cell):
    cell = user_cell(
        "U = block(U, heads)\nreturn tanh(W @ x + U.a @ h + b) * sigmoid(U.b @ h)",
        'states="h"',
        "x, h, W, U, b, *, heads=4",
    )
    assert cell.graph().group["weight_hh"].blocks == 4
    assert formula(cell) == "mn + n²/2 + n" and multiple(cell) == 4
    assert parameters(cell, 3, 8) == 3 * 8 + 2 * 4 * 2 * 2 + 8
    assert operations(cell, 3, 8).flops == 2 * 3 * 8 + 2 * 2 * 4 * 2 * 2 + 3 * 8
    with pytest.raises(CellError, match=r"10 rows and 10 columns .* 4 equal blocks") as caught:
        parameters(cell, 3, 10)
    assert caught.value.line == 8 and "multiples of 4" in str(caught.value)


def test_mean_of_one_number_is_the_number(user_cell):
    graph = user_cell("a = W @ x + U @ h + b\nreturn a - mean(mean(a))").graph()
    assert [n.op for n in graph.nodes].count("mean") == 1


def test_input_by_element_is_projected(user_cell):
    graph = user_cell("return tanh(x + U @ h + b)", arguments="x, h, U, b").graph()
    assert graph.projects == ("x",)


def test_starting_values_and_several_inputs(user_cell):
    cell = user_cell(
        "m = maximum(m, W @ x)\nreturn exp(V @ mask - m) * h, m",
        'states="h m", start={"m": "learned"}',
        "x, mask, h, m, W, V",
    )
    assert cell.inputs == ("x", "mask")
    assert cell.graph().start == {"m": "learned"}


def test_names_of_values():
    graph = cells.find("peephole").graph()
    assert graph.named("o").op == "sigmoid"
    assert graph.named("c") is graph.results[1]
    assert {n.name for n in cells.find("gru").graph().nodes} >= {"r", "z", "n", "x", "h"}


def test_scrn_forms():
    paper, code = cells.find("scrn").graph(), cells.find("scrn(form='code')").graph()
    seen = {g.cell: next(n for n in g.nodes if n.param == "P").args[0] for g in (paper,)}
    assert seen["scrn"] is paper.results[1]
    assert next(n for n in code.nodes if n.param == "P").args[0] is code.states[1]
    assert paper.fingerprint != code.fingerprint


def test_bias_can_be_left_out():
    graph = cells.find("lstm").graph(bias=False)
    assert "bias" not in graph.group
    with pytest.raises(CellError, match="bias=False"):
        cells.find("lstm3").graph(bias=False)


def test_finding(tmp_path):
    with pytest.raises(SettingError, match="did you mean 'lstm"):
        cells.find("lstn")
    with pytest.raises(SettingError, match="no such file"):
        cells.find("./nowhere.py:leaky")
    with pytest.raises(SettingError, match="alpha"):
        cells.find("scrn(alhpa=0.9)")
    with pytest.raises(SettingError, match="cannot read the options"):
        cells.find("scrn(alpha=)")
    with pytest.raises(SettingError, match="nonlinearity"):
        cells.find("elman(nonlinearity='tahn')").graph()
    broken = tmp_path / "broken.py"
    broken.write_text("def f(:\n")
    with pytest.raises(CellError, match="line 1"):
        cells.find(f"{broken}:f")


def test_every_primitive_is_reachable():
    import recurra.ir as language

    by_operator = {"add", "sub", "mul", "div", "neg", "slice"}
    names = {"abs": "absolute", "block_sum": "sum", "block_largest": "softmax"}
    for op in set(PRIMITIVES) - by_operator:
        assert hasattr(language, names.get(op, op))


def test_equations_as_written():
    assert cells.find("elman").equations.endswith("(W @ x + U @ h + b)")
    assert cells.find("lstm").equations.startswith("i = sigmoid(W.i @ x + U.i @ h + b.i)")
    assert '"""' not in cells.find("gru").equations
    assert cells.find("scrn").equations.startswith("a = sigmoid(vector(q)) if learned")


def test_functions_as_options(user_cell):
    own = user_cell("return squash(W @ x + U @ h + b)", arguments="x, h, W, U, b, *, squash=tanh")
    assert own.options == {"squash": "tanh"}
    assert own.equations == "return tanh(W @ x + U @ h + b)"
    relu = own.with_options(squash="relu")
    assert relu.graph().results[0].op == "relu" and "relu(W" in relu.equations
    with pytest.raises(SettingError, match=r"squash of cell 'mine': 'rleu'; did you mean 'relu'"):
        own.with_options(squash="rleu")


def test_a_cell_under_another_name(user_cell):
    own = user_cell("return squash(W @ x + U @ h + b)", arguments="x, h, W, U, b, *, squash=tanh")
    other = own.named("other", "What it is.", cite="Someone 2020", squash="linear")
    assert (other.name, other.doc, other.cite) == ("other", "What it is.", "Someone 2020")
    assert other.graph().cell == "other" and own.graph().cell == "mine"
    assert other.defaults == {"squash": "linear"}
    assert other.with_options(squash="tanh").fingerprint == own.fingerprint
