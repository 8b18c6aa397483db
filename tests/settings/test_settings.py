"""Every setting once: what follows from the records follows for all of them."""

import dataclasses
import importlib
import inspect
import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import is_dataclass
from pathlib import Path
from typing import get_type_hints

import pytest
from tests.report import samples

import recurra.comparison
from recurra import cells, cli, tasks
from recurra.comparison import compare, keys, repeat
from recurra.data.read import kept, moved, settled
from recurra.errors import SettingError
from recurra.json_lines import from_json, to_json
from recurra.nn.initialise import METHODS
from recurra.records import Source
from recurra.report import facts
from recurra.report.facts import _shown
from recurra.report.folder import read
from recurra.settings import (
    Comparison,
    Decision,
    Effort,
    Networks,
    Reading,
    Training,
    departures,
    made,
    placed,
    settings,
    values,
)
from recurra.settings.arguments import sentence
from recurra.settings.readers import KINDS, ImageSettings, Readers, TableSettings, takers
from recurra.settings.regularisation import Regularisation
from recurra.settings.training import INITS, OPTIMIZERS, SCHEDULES
from recurra.train import optimisers, regularisers, schedules
from recurra.words import speaking

ALL = [*settings(Reading), *settings(Comparison)]
NAMES = [name for name, _ in ALL]
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
IN_A_LINE_TOGETHER = {"optimizer", "momentum", "batch_size", "evaluations", "patience", "inputs"}


def other(one):
    """A legal value that is not the default."""
    if one.option.choices:
        return next(c for c in one.option.choices if c != one.default)
    if one.type is bool:
        return not one.default
    texts = {"budget": "90s", "inputs": "x=1", "truncate": "9:2"}
    if one.type is bool:
        return not one.default
    if "str" in str(one.type):
        return ("a", "b") if "tuple" in str(one.type) else texts.get(one.name, "some")
    if "float" in str(one.type):
        return 0.25
    return 7


OTHER = {name: other(one) for name, one in ALL}


def test_no_name_twice():
    """Readers share a name where it is the same setting, said in one place; nothing else does."""
    assert not set(dict(settings(Reading))) & set(dict(settings(Comparison)))
    assert len(NAMES) > 40
    for name in dict(settings(Readers)):
        said = [dict(settings(KINDS[reader]))[name] for reader in takers(name)]
        assert said and all((one.option, one.default) == (said[0].option, said[0].default)
                            for one in said)  # fmt: skip


def test_one_name_is_one_field_of_a_comparison():
    def fields(kind):
        hints = get_type_hints(kind)
        for one in dataclasses.fields(kind):
            yield from fields(hints[one.name]) if is_dataclass(hints[one.name]) else [one.name]

    assert Counter(fields(Comparison)).most_common(1)[0][1] == 1


def test_each_reader_is_recorded_with_its_own_settings_alone(tmp_path):
    """A source that was read says nothing of other readers, and is read again as it was."""
    (tmp_path / "a.csv").write_text("t,y\n1,2\n")
    table = kept(Source.of(tmp_path / "a.csv", horizon=3, missing="mask"))
    assert table.reader == "tables" and table.settings == TableSettings(horizon=3, missing="mask")
    assert kept(Source.of("digits", order="pixel")).settings == ImageSettings(order="pixel")
    for source in (table, kept(Source.of("probe:adding", seed=3, length="9")), Source.of("x.ts")):
        assert from_json(Source, to_json(source)) == source
    assert set(json.loads(to_json(table))["settings"]) == {n for n, _ in settings(TableSettings)}
    assert moved(table, "digits").settings == ImageSettings()
    assert moved(table.with_settings(limit=4), table.data).settings == table.settings


@pytest.mark.parametrize("reader", KINDS)
def test_a_setting_of_another_reader_is_refused_in_one_sentence(tmp_path, reader, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data = {"images": "digits", "labelled": "a.ts", "tables": "a.csv", "treebanks": "a.conllu"}
    data |= {"arrays": "a.npz", "recordings": "a.wav"}
    for name in data.values():
        (tmp_path / name).touch()
    source = data.get(reader, "probe:adding")
    for name, _ in settings(Readers):
        asked = Source.of(source, **{name: OTHER[name]})
        if reader in takers(name):
            assert settled(asked).asked() == {name: OTHER[name]}
            continue
        for language, words in (("en", "it is an option of"), ("ja", "用のオプションです")):
            with speaking(language), pytest.raises(SettingError) as raised:
                settled(asked)
            with speaking(language):
                said = str(raised.value)
            assert f"--{name}" in said and words in said and "\n" not in said


def test_a_source_of_before_reads_as_it_was():
    """Until each reader had settings of its own, those of all lay side by side."""
    old = {**keys.FIRST_READING, "data": "sales.csv", "target": ["a"], "horizon": 3, "limit": 9}
    source = from_json(Source, json.dumps(old))
    assert source == Source.of("sales.csv", target=("a",), horizon=3, limit=9)
    assert keys._reading(source) == to_json({**old, "data": ""})
    with pytest.raises(TypeError, match="targets"):
        Source.of("sales.csv", targets=("a",))


@pytest.mark.parametrize(
    "package, chosen", [(optimisers, OPTIMIZERS), (schedules, SCHEDULES)], ids=["opt", "sched"]
)
def test_a_choice_is_a_file(package, chosen):
    files = {p.stem for p in Path(package.__file__).parent.glob("*.py")} - {"__init__"}
    assert files == set(chosen)
    for name in chosen:
        package.find(name)


def test_a_regulariser_is_a_file():
    files = {p.stem for p in Path(regularisers.__file__).parent.glob("*.py")} - {"__init__"}
    assert files == {one.name for one in dataclasses.fields(Regularisation)}
    assert all(regularisers.find(name) for name in files)


def test_ways_to_start_are_those_that_are_there():
    assert set(INITS) == set(METHODS)


def test_default_cells_and_scores_are_named():
    said = dict(ALL)
    assert all(name in str(said["cells"].option.usual) for name in cells.DEFAULT)
    named = {score.info.name for kind in tasks.KINDS for score in kind.scores}
    assert all(name in str(said["score"].option.help) for name in named)


def test_the_python_function_takes_and_describes_every_setting():
    taken = inspect.signature(compare).parameters
    for name, one in ALL:
        assert taken[name].default == one.default
        assert f"        {name}: {sentence(one.option)[:20]}" in compare.__doc__
    with pytest.raises(TypeError, match="optimzer"):
        compare("digits", optimzer="sgd")


def test_python_reads_texts_and_lists_alike():
    readers = made(Readers, {"target": ["a"], "length": 5})
    assert (readers.tables.target, readers.probes.length) == (("a",), "5")
    assert made(Readers, {"target": "a, b"}).tables.target == ("a", "b")
    assert made(Comparison, {"cells": None}) == Comparison()
    with pytest.raises(SettingError, match="no share"):
        made(Comparison, {"margin": "much"})


@pytest.fixture
def asked(monkeypatch):
    """What the command line hands to `compare`."""

    def run(*words):
        seen = {}
        monkeypatch.setattr("sys.argv", list(words))
        monkeypatch.setattr(recurra.comparison, "compare", lambda data, **given: seen.update(given))
        monkeypatch.setattr(
            importlib.import_module("recurra.cli.compare"), "conclude", lambda *_: None
        )
        with pytest.raises(SystemExit):
            cli.main()
        return made(Reading, seen), made(Comparison, seen)

    return run


@pytest.mark.parametrize("name", [name for name, one in ALL if one.option.repeated])
def test_the_command_that_repeats_a_run_asks_for_the_same(name, asked):
    reading = made(Reading, {name: OTHER[name]})
    wish = made(Comparison, {name: OTHER[name]})
    assert [*departures(reading), *departures(wish)] == [name]
    assert asked(*repeat.command(placed(reading, "digits"), wish)) == (reading, wish)


def test_every_setting_has_its_line_in_the_help(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("sys.argv", ["recurra", "compare", "--help"])
    with pytest.raises(SystemExit):
        cli.main()
    lines = capsys.readouterr().out.splitlines()
    for name, one in ALL:
        start = f"  --{name.replace('_', '-')} "
        place = next(n for n, line in enumerate(lines) if line.startswith(start))
        heading = next(line for line in reversed(lines[:place]) if line and line[0] != " ")
        assert heading == f"{one.option.group or one.record.heading}:"


@pytest.mark.parametrize("name", [name for name, _ in settings(Training)])
def test_the_report_says_every_setting_of_training(name):
    one = dict(settings(Training))[name]
    if one.path in (("objective",), ("recurrence",)) or name in IN_A_LINE_TOGETHER:
        return
    usual, away = Training(), made(Training, {name: OTHER[name]})
    assert str(one.option.words) in dict(_shown(away))
    assert dict(_shown(away)) != dict(_shown(usual))


def test_a_value_out_of_range_is_named():
    for name, value in (("momentum", 1.0), ("seeds", 0), ("margin", 0.0), ("batch_size", 0)):
        with pytest.raises(SettingError, match=f"{name} must be"):
            made(Comparison, {name: value})
    assert values(Comparison())["momentum"] is None


def test_a_recorded_path_is_found_from_anywhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a.ts", "digits"):
        (tmp_path / name).touch()
    assert kept(Source.of("a.ts", limit=3)).data == str(tmp_path / "a.ts")
    for data in ("digits", "probe:copy", "missing.ts"):
        assert kept(Source(data)).data == data


def test_everything_that_is_said_of_a_setting_is_said_in_japanese():
    with speaking("ja"):
        for name, one in ALL:
            said = [sentence(one.option), str(one.option.words), str(one.record.heading)]
            assert JAPANESE.search(said[0]) and JAPANESE.search(said[2]), name
            assert not re.search(r"[a-z]{3,} [a-z]{3,}", " ".join(said[:2])) or name == "momentum"
            assert bool(said[1]) == bool(JAPANESE.search(said[1])) or name.startswith("plateau")


def test_the_report_calls_settings_in_japanese():
    with speaking("ja"):
        shown = dict(_shown(made(Training, {"clip_norm": 0.0, "schedule": "cosine"})))
    assert shown["勾配ノルムの上限"] == "制限なし"
    assert shown["学習率スケジュール"].startswith("cosine")


def test_documentation_does_not_depend_on_the_locale():
    code = "from recurra import compare; print(compare.__doc__)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "ja_JP.UTF-8"},
    )  # fmt: skip
    assert "optimizer: How gradients move the weights: adam (Adam)" in done.stdout
    assert not JAPANESE.search(done.stdout.replace("日本語", ""))


def test_a_value_out_of_range_is_named_in_japanese():
    with pytest.raises(SettingError) as raised, speaking("ja"):
        made(Comparison, {"seeds": 0})
    with speaking("ja"):
        assert str(raised.value) == "seeds は1以上で指定してください（現在の値: 0）"


@pytest.mark.parametrize(
    "language, because", [("en", "; by default, because "), ("ja", "。既定値（")]
)
def test_the_report_gives_the_reasons_of_defaults_and_of_nothing_else(tmp_path, language, because):
    material = read(samples.classification(tmp_path))
    plan = dataclasses.replace(
        material.plan,
        networks=Networks(hidden_size=32),
        effort=Effort(trials=4),
        decision=Decision(margin=0.02),
        training=made(Training, {"clip_norm": 2.0, "patience": 9, "schedule": "cosine"}),
        seeds=(1, 2),
    )
    with speaking(language):
        usual = dict(facts.settings(material))
        away = dict(facts.settings(dataclasses.replace(material, plan=plan)))
    before, after = ({n for n, v in one.items() if because in v} for one in (usual, away))
    assert after < before and len(before - after) == 7 and len(after) >= 3


def test_a_reason_for_a_default_is_said_with_that_default():
    for name, one in ALL:
        if one.option.why and one.default is not None:
            number = isinstance(one.default, float)
            default = one.option.shown or (f"{one.default:g}" if number else str(one.default))
            assert str(one.option.usual).startswith(default), name
            assert str(one.option.why) in sentence(one.option)
