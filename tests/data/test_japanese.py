"""Errors of files and what is said of data, in Japanese: no English is left in them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.data import test_damage
from tests.words.left import english

from recurra.data import gather
from recurra.errors import RecurraError
from recurra.records import Source
from recurra.tasks import pose
from recurra.words import speaking

HEAD = "@problemName n\n@timeStamps false\n@univariate true\n@classLabel true a b\n@data\n"
WRONG = {
    "t.csv": [
        "", " \n", "{}", "time,y\n", "time,y\n2020-01-01,\n", "a,a\n1,2\n", "time,y\n1,2,3\n",
        "time,y\n2020-01-01,1\n2020-01-02,x\n" + "2020-01-03,2\n" * 20, "y\n" + "3\n" * 90,
        "time,y\n2020-01-01,inf\n2020-01-02,1\n", "time,z\n2020-01-01,1\n", "y\n1\n2\n3\n",
        "time,y\n" + "2020-01-01,1\n2020-01-01,2\n" * 40, "time,y\nsoon,1\nlater,2\n",
        "time,y\n13/01/2020,1\n01/13/2020,2\n" * 20,
    ],
    "t.ts": [
        HEAD, "1,2:a\n", HEAD + ":a\n", HEAD + "1,2:c\n", HEAD + "1,2:3:a\n", HEAD + "1,x:a\n",
        HEAD + "1,inf:a\n", HEAD.replace("true a b", "maybe") + "1:a\n", HEAD + "1:a\n2:a\n",
        HEAD.replace("true a b", "true a a") + "1:a\n", HEAD.replace("true a b", "false") + "1\n",
        HEAD.replace("@univariate true", "@univariate yes") + "1:a\n", HEAD + "1:a\n2:b\n",
        HEAD.replace("@univariate true", "@dimensions x") + "1:a\n", HEAD.replace("@data\n", ""),
    ],
    "t.trees": [
        "(", "(1 a))", "(1)", "()", "((1 a)(1 b) c)", "(1 (x))", "(1 a)\n(2 b)\n(x c)\n(1 d)",
        "(1 a) b", "(1 (2 a)\n(1 b)", "(1 a)\n(2 b)",
    ],
    "t.conllu": [
        "", "# a\n\n", "1\ta\n", "1\ta" + "\t_" * 8, "2\ta\t_\t_\t_\t_\t0\troot\t_\t_",
        "1\ta\t_\t_\t_\t_\t1\troot\t_\t_", "1\ta\t_\t_\t_\t_\t7\troot\t_\t_",
        "1\t\t_\t_\t_\t_\t0\troot\t_\t_", "1\ta\t_\t_\t_\t_\tx\troot\t_\t_",
        "1\ta\t_\t_\t_\t_\t2\tx\t_\t_\n2\tb\t_\t_\t_\t_\t1\tx\t_\t_",
    ],
    "t-images-idx3-ubyte": [
        "x", "\0\0\x08\x03\0", "\0\0\x08\x01\0\0\0\0", "\0\0\x08\x01\0\0\0\x02a",
        "\0\0\x08\x01\0\0\0\x01a", "\0\0\x08\x02\0\0\0\x02\0\0\0\x01ab",
    ],
}  # fmt: skip
OPTIONS = [
    {"data": "nothing-here.csv"}, {"data": "probe:nothing"}, {"data": "digits", "limit": 0},
    {"data": "digits", "horizon": 3}, {"data": "digits", "task": "forecasting"},
    {"data": "digits", "missing": "all"}, {"data": "digits", "order": "left"},
    {"data": "probe:adding", "examples": 3}, {"data": "probe:adding", "depth": "3"},
    {"data": "probe:timing", "length": "3-9"}, {"data": "probe:adding", "length": "x"},
    {"data": "probe:adding", "length": "9-3"}, {"data": "probe:keyword", "depth": "40-50"},
    {"data": "probe:keyword", "trees": "oak"},
    {"data": "probe:keyword", "trees": "split", "depth": "29", "examples": 40},
    {"data": "digits", "merge": "a=1 b=2"},
]  # fmt: skip


def said(path: Path | str, **options: object) -> list[str]:
    """All that is said of a data set, in the summary or as an error."""
    try:
        source = Source.of(str(path), **options)  # type: ignore[arg-type]
        summary = pose(gather(source), source).summary
    except RecurraError as error:
        return [str(error)]
    found = (*summary.inferred, *summary.cleaned, *summary.split, *summary.leaks, summary.step)
    return [str(one) for one in found if one]


@pytest.mark.parametrize("name", WRONG)
def test_errors_of_files(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    (tmp_path / "t-labels-idx1-ubyte").write_bytes(b"\0\0\x08\x01\0\0\0\x01a")
    for content in WRONG[name]:
        path.write_bytes(content.encode("latin-1"))
        options = {"target": ("y",)} if name == "t.csv" else {}
        with speaking("ja"):
            (text,) = said(path, **options)
        with speaking("en"):
            assert said(path, **options) != [text]
        assert not english(text), content


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_errors_of_options(options: dict[str, object]) -> None:
    given = {"path": options["data"], **{k: v for k, v in options.items() if k != "data"}}
    with speaking("ja"):
        (text,) = said(**given)  # type: ignore[arg-type]
        assert not english(text)


def test_errors_of_damaged_files(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    with speaking("ja"):
        for number in range(120):
            content = test_damage.damaged(test_damage.table(), rng)
            path = tmp_path / f"{number}.csv"
            path.write_bytes(content)
            for text in said(path, target=("y",)):
                assert not english(text), content


@pytest.mark.parametrize(
    "options",
    [
        {"path": "digits"},
        {"path": "digits", "limit": 300, "order": "permuted"},
        *({"path": f"probe:{n}", "examples": 60} for n in ("adding", "copy", "delay", "due")),
        *({"path": f"probe:{n}", "examples": 60} for n in ("parity", "timing", "keyword")),
        {"path": "probe:keyword", "examples": 200, "trees": "split", "depth": "3-9"},
    ],
    ids=str,
)
def test_summaries(options: dict[str, object]) -> None:
    with speaking("ja"):
        for text in said(**options):  # type: ignore[arg-type]
            assert not english(text)


@pytest.mark.parametrize("transform", ["none", "diff", "logreturn"])
def test_a_summary_of_a_table(tmp_path: Path, hours: pd.DataFrame, transform: str) -> None:
    hours = pd.concat([hours[:200], hours[205:], hours[7:8]])
    hours.loc[30:60, ["y", "x"]] = np.nan
    hours["constant"], hours["sky"] = 1.0, ["a", "b", "c", None] * 99
    hours["id"], hours["empty"] = range(len(hours)), None
    hours["free"] = [f"a{k} b" for k in range(len(hours))]
    hours["twin"], hours["money"] = hours["x"], "1,234"
    hours["ahead"] = np.arange(len(hours)) % 7
    path = tmp_path / "t.csv"
    hours.to_csv(path, index=False)
    options = {"target": ("y",), "transform": transform, "missing": "mask+gap", "limit": 350}
    with speaking("ja"):
        found = said(path, known=("ahead",), **options)
        assert len(found) > 12
        for text in found:
            assert not english(text)
