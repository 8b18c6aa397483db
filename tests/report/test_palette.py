"""Colours can be told from the background, and architectures from each other without colour."""

import pytest

from recurra.records import Architecture
from recurra.report import palette


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_contrast_on_the_card(scheme: int) -> None:
    card = palette.COLOURS["card"][scheme]
    for name in ("ink", "soft", "accent"):
        assert contrast(palette.COLOURS[name][scheme], card) >= 4.5, name
    for name in (*palette.SERIES, "base"):
        assert contrast(palette.COLOURS[name][scheme], card) >= 3, name


def test_every_light_colour_is_unique() -> None:
    assert len(set(palette.LIGHT.values())) == len(palette.LIGHT)


def test_seventeen_architectures_differ_without_colour() -> None:
    kinds = ["network"] * 10 + ["baseline"] * 7
    looks = palette.looks(Architecture(str(i), k, str(i)) for i, k in enumerate(kinds))
    assert len({(look.marker, look.hollow) for look in looks.values()}) == 17


def test_a_look_does_not_depend_on_the_result() -> None:
    architectures = [Architecture(n, "network", n) for n in ("gru", "lstm", "elman")]
    first = palette.looks(architectures)
    assert (
        palette.looks([*architectures, Architecture("mgu", "network", "mgu")]).items()
        >= first.items()
    )
