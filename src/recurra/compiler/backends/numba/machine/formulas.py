"""Elementary functions on vectors of floats: range reduction and a polynomial, a few ulp accurate.

Written as formulas on `Lanes`, which stand for LLVM vectors while code is built. NaN gives NaN and
infinities give limits: clamps are `a < limit ? limit : a`, which keeps a NaN, and no flag but
`contract` (fuse a product and a sum) is set. Coefficients are Chebyshev fits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from llvmlite import ir

BOOLEAN = ir.IntType(1)


@dataclass(frozen=True)
class Constants:
    """What depends on the floating-point format."""

    bits: int
    mantissa: int  # stored bits of the significand
    bias: int  # of the exponent
    shift: float  # adding it rounds to an integer, which then lies in the low bits
    ln2_high: float  # few bits, so that its product with an exponent is exact
    ln2_low: float
    normal: float  # the smallest normal number
    exp_range: tuple[float, float]  # beyond: 0 and infinity
    exp_scale: tuple[float, float]  # within: 2^n is a normal number
    tanh_end: float  # tanh is 1 from half of it on
    exp: tuple[float, ...]  # (e^r - 1 - r) / r² for |r| <= ln 2 / 2
    log: tuple[float, ...]  # (atanh(s)/s - 1) / s² for s² <= 0.0295
    log1p: tuple[float, ...]  # the same for s² <= 1/9


FORMATS = {
    "float32": Constants(
        32, 23, 127, 12582912.0, 0.693359375, -2.12194440e-4, 1.17549435e-38,
        (-104.0, 88.8), (-87.3, 88.3), 20.0,
        (0.5000000014, 0.1666666668, 0.0416664642, 0.008333310845, 0.001393373072,
         0.0001989108046),
        (0.3333334253, 0.1999438534, 0.1479019914),
        (0.3333333366, 0.1999985317, 0.14296179, 0.108532879, 0.1161216461),
    ),
    "float64": Constants(
        64, 52, 1023, 6755399441055744.0, 6.93147180369123816490e-01, 1.90821492927058770002e-10,
        2.2250738585072014e-308, (-746.0, 709.9), (-708.3, 709.4), 44.0,
        (0.5, 0.1666666666666667103, 0.041666666666666669783, 0.0083333333333260831202,
         0.0013888888888883711167, 0.00019841269875002278793, 0.0000248015873256774619,
         2.7557255170000887438e-6, 2.7557273478718580474e-7, 2.5105312729622101787e-8,
         2.09147553258932022e-9),
        (0.33333333333333348477, 0.19999999999949619489, 0.14285714313047945769,
         0.11111105557572080752, 0.090914452783478017639, 0.076658370150839309258,
         0.073085187743958250731),
        (0.3333333333333333333, 0.20000000000000007739, 0.14285714285710971648,
         0.11111111111665993422, 0.090909090430028277259, 0.076923101269020811996,
         0.066665884745690892251, 0.058839988836205180801, 0.052401996171826370258,
         0.049710124482773673141, 0.03167055425885122698, 0.076156313097144924193),
    ),
}  # fmt: skip


class Lanes:
    """A vector of floats under construction, with the operators of arithmetic."""

    def __init__(self, builder: ir.IRBuilder, value: ir.Value, dtype: str) -> None:
        self.builder, self.value, self.dtype = builder, value, dtype
        self.format = FORMATS[dtype]

    @property
    def count(self) -> int:
        """Number of lanes."""
        return int(self.value.type.count)

    def like(self, number: float) -> "Lanes":
        """The number in every lane."""
        lane = ir.Constant(self.value.type.element, number)
        return self._new(ir.Constant(self.value.type, [lane] * self.count))

    def __add__(self, other: "Lanes | float") -> "Lanes":
        return self._binary("fadd", other)

    def __sub__(self, other: "Lanes | float") -> "Lanes":
        return self._binary("fsub", other)

    def __mul__(self, other: "Lanes | float") -> "Lanes":
        return self._binary("fmul", other)

    def __truediv__(self, other: "Lanes | float") -> "Lanes":
        return self._binary("fdiv", other)

    def __neg__(self) -> "Lanes":
        return self._new(self.builder.fneg(self.value))

    def times_plus(self, factor: "Lanes | float", term: "Lanes | float") -> "Lanes":
        """self * factor + term, fused where the machine can."""
        name = f"llvm.fmuladd.v{self.count}f{self.format.bits}"
        return self._call(name, self._lift(factor), self._lift(term))

    def where(self, test: str, limit: "Lanes | float", new: "Lanes | float") -> "Lanes":
        """`new` in lanes where the ordered comparison with `limit` holds, else self."""
        return self.pick(self.compare(test, limit), new)

    def pick(self, chosen: ir.Value, new: "Lanes | float") -> "Lanes":
        """`new` in the chosen lanes, else self."""
        return self._new(self.builder.select(chosen, self._lift(new).value, self.value))

    def compare(self, test: str, other: "Lanes | float") -> ir.Value:
        """A mask; false where one of the two is NaN."""
        return self.builder.fcmp_ordered(test, self.value, self._lift(other).value)

    def clamped(self, low: float, high: float) -> "Lanes":
        """Within limits; NaN stays."""
        return self.where("<", low, low).where(">", high, high)

    def absolute(self) -> "Lanes":
        """|self|"""
        return self._call(f"llvm.fabs.v{self.count}f{self.format.bits}")

    def root(self) -> "Lanes":
        """The square root."""
        return self._call(f"llvm.sqrt.v{self.count}f{self.format.bits}")

    def cosine(self) -> "Lanes":
        """The cosine, by the system's library, lane by lane."""
        return self._call(f"llvm.cos.v{self.count}f{self.format.bits}")

    def down(self) -> "Lanes":
        """The largest whole number that is not above."""
        return self._call(f"llvm.floor.v{self.count}f{self.format.bits}")

    def sine(self) -> "Lanes":
        """The sine, by the system's library, lane by lane."""
        return self._call(f"llvm.sin.v{self.count}f{self.format.bits}")

    def with_sign_of(self, other: "Lanes") -> "Lanes":
        """|self| with the other's sign."""
        return self._call(f"llvm.copysign.v{self.count}f{self.format.bits}", other)

    def bits(self) -> ir.Value:
        """The same bits as integers."""
        return self.builder.bitcast(self.value, self._integers())

    def from_bits(self, integers: ir.Value) -> "Lanes":
        """Floats of these bits."""
        return self._new(self.builder.bitcast(integers, self.value.type))

    def integer(self, number: int) -> ir.Value:
        """An integer in every lane."""
        return ir.Constant(self._integers(), [number] * self.count)

    def _integers(self) -> ir.Type:
        return ir.VectorType(ir.IntType(self.format.bits), self.count)

    def _new(self, value: ir.Value) -> "Lanes":
        return Lanes(self.builder, value, self.dtype)

    def _lift(self, other: "Lanes | float") -> "Lanes":
        return other if isinstance(other, Lanes) else self.like(other)

    def _binary(self, operation: str, other: "Lanes | float") -> "Lanes":
        build = getattr(self.builder, operation)
        return self._new(build(self.value, self._lift(other).value, flags=("contract",)))

    def _call(self, name: str, *others: "Lanes") -> "Lanes":
        kind = self.value.type
        module = self.builder.module
        if name not in module.globals:
            ir.Function(module, ir.FunctionType(kind, [kind] * (1 + len(others))), name)
        values = [self.value, *(o.value for o in others)]
        return self._new(self.builder.call(module.globals[name], values))


def polynomial(x: Lanes, coefficients: tuple[float, ...]) -> Lanes:
    """c0 + c1 x + c2 x² ... by pairs, then pairs of pairs: few operations wait for another."""
    terms = [x.like(c) for c in coefficients]
    while len(terms) > 1:
        pairs = zip(terms[1::2], terms[::2], strict=False)
        terms = [high.times_plus(x, low) for high, low in pairs] + terms[len(terms) & ~1 :]
        if len(terms) > 1:
            x = x * x
    return terms[0]


def _reduced(x: Lanes) -> tuple[Lanes, Lanes]:
    """e^r - 1 and the shifted n of x = n ln 2 + r."""
    shifted = x.times_plus(1.4426950408889634, x.format.shift)
    # subtracting gives the rounded number back; contraction must not look through it
    n = x._new(x.builder.fsub(shifted.value, x.like(x.format.shift).value))
    r = (-n).times_plus(x.format.ln2_high, x)
    r = (-n).times_plus(x.format.ln2_low, r)
    return (r * r).times_plus(polynomial(r, x.format.exp), r), shifted


def _power_of_two(x: Lanes, n: ir.Value) -> Lanes:
    """2^n for integers n of the normal range (high bits are shifted out)."""
    biased = x.builder.add(n, x.integer(x.format.bias))
    return x.from_bits(x.builder.shl(biased, x.integer(x.format.mantissa)))


def exp(x: Lanes) -> Lanes:
    """2^n e^r; the power is applied in two halves, so that it ends in 0 and infinity."""
    part, shifted = _reduced(x.clamped(*x.format.exp_range))
    b = x.builder
    n = b.sub(shifted.bits(), x.like(x.format.shift).bits())
    half = b.ashr(n, x.integer(1))
    value = (part + 1.0) * _power_of_two(x, half)
    return value * _power_of_two(x, b.sub(n, half))


def sigmoid(x: Lanes) -> Lanes:
    """1 / (1 + e^-x); 0 where e^-x is beyond the format."""
    low, high = x.format.exp_scale
    part, shifted = _reduced((-x).clamped(low, high))
    power = (part + 1.0) * _power_of_two(x, shifted.bits())
    return (x.like(1.0) / (power + 1.0)).pick(x.compare("<", -high), 0.0)


def tanh(x: Lanes) -> Lanes:
    """-E / (2 + E) with E = e^(-2|x|) - 1: no cancellation at 0, exactly 1 at the end."""
    end = -x.format.tanh_end
    z = (x.absolute() * -2.0).where("<", end, end)
    part, shifted = _reduced(z)
    power = _power_of_two(x, shifted.bits())
    e = power.times_plus(part, power - 1.0)
    return (e / (e + 2.0)).with_sign_of(x)


def _atanh2(s: Lanes, series: tuple[float, ...], rest: Lanes | float = 0.0) -> Lanes:
    """2 atanh(s) + rest"""
    z = s * s
    return s * 2.0 + (s * 2.0 * z).times_plus(polynomial(z, series), rest)


def log(x: Lanes) -> Lanes:
    """n ln 2 + 2 atanh((m - 1) / (m + 1)) for x = 2^n m with m around 1."""
    form, b = x.format, x.builder
    tiny = x.compare("<", form.normal)
    scaled = x.pick(tiny, x * 2.0**form.mantissa)
    root_half = x.like(0.7071067811865476).bits()
    n = b.ashr(b.sub(scaled.bits(), root_half), x.integer(form.mantissa))
    m = x.from_bits(b.sub(scaled.bits(), b.shl(n, x.integer(form.mantissa))))
    counted = x.from_bits(b.add(n, x.like(form.shift).bits()))
    exponent = x._new(b.fsub(counted.value, x.like(form.shift).value))
    exponent = exponent.pick(tiny, exponent - float(form.mantissa))
    s = (m - 1.0) / (m + 1.0)
    value = exponent.times_plus(form.ln2_high, _atanh2(s, form.log, exponent * form.ln2_low))
    infinity = float("inf")
    value = value.pick(x.compare("==", infinity), infinity)
    value = value.pick(x.compare("==", 0.0), -infinity).pick(x.compare("<", 0.0), float("nan"))
    return value.pick(b.fcmp_unordered("uno", x.value, x.value), x)


def softplus(x: Lanes) -> Lanes:
    """max(x, 0) + log(1 + e^-|x|)"""
    t = exp(-x.absolute())
    return _atanh2(t / (t + 2.0), x.format.log1p, relu(x))


def relu(x: Lanes) -> Lanes:
    """max(x, 0); NaN stays."""
    return x.where("<", 0.0, 0.0)


def maximum(a: Lanes, b: Lanes) -> Lanes:
    """The larger; NaN where one is."""
    return _extreme(a, b, ">")


def minimum(a: Lanes, b: Lanes) -> Lanes:
    """The smaller; NaN where one is."""
    return _extreme(a, b, "<")


def _extreme(a: Lanes, b: Lanes, test: str) -> Lanes:
    missing = a.builder.fcmp_unordered("uno", a.value, a.value)
    return b.pick(a.builder.or_(a.compare(test, b), missing), a)


def above(a: Lanes, b: Lanes) -> Lanes:
    """1 where a > b, else 0: the derivative of relu at b = 0."""
    return a.like(0.0).pick(a.compare(">", b), 1.0)


def share(a: Lanes, b: Lanes) -> Lanes:
    """1 where a > b, a half where they are equal, else 0: the derivative of maximum by a."""
    return above(a, b).pick(a.compare("==", b), 0.5)


def sign(a: Lanes) -> Lanes:
    """-1, 0 or 1: the derivative of the absolute value."""
    return above(a, a.like(0.0)).pick(a.compare("<", 0.0), -1.0)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    f.__name__: f
    for f in (exp, sigmoid, tanh, log, softplus, relu, maximum, minimum, above, share, sign)
}
FUNCTIONS["abs"] = Lanes.absolute
FUNCTIONS["sqrt"] = Lanes.root
FUNCTIONS["floor"] = Lanes.down
FUNCTIONS["cos"], FUNCTIONS["sin"] = Lanes.cosine, Lanes.sine
