"""Both languages say everything that is said, and nothing else; no sentence is made elsewhere."""

import ast
import importlib
import inspect
import itertools
import json
import re
import typing
from pathlib import Path

import pytest

import recurra
from recurra import words
from recurra.json_lines import from_json, to_json
from recurra.words.gathered import gathered

ROOT = Path(recurra.__file__).parent
FILES = sorted(p for p in ROOT.rglob("*.py") if "words" not in p.relative_to(ROOT).parts)
# files whose text is no message
NO_MESSAGES = {
    "bench/rivals/loop_jax.py",  # the text of a program
    "bench/rivals/loop_torch.py",  # the text of a program
    # text of kernels and of random cells
    "compiler/backends/numba/chain/step.py",
    "compiler/backends/numba/chain/text.py",
    "compiler/backends/numba/machine/library.py",
    "compiler/backends/numba/program/program.py",
    "compiler/backends/numba/text.py",
    "compiler/backends/numba/tree/text.py",
    "fuzz/text.py",
    "fuzz/trees.py",
    "ir/primitives.py",  # documentation of the functions of equations, for `help`
}
# names with a space in them: of what records hold, of files of the system, comments in programs
NAMES = {
    "hour of day", "day of week", "day of year", "time since last row", "time since last step",
    "day month year", "month day, year", "month year", "year month", "year quarter",
    "1 day, Monday to Friday", "steps ahead",
    "bag of words", "gradient boosting", "gradient boosting on lags", "last value",
    "logistic regression", "logistic regression on means", "ridge on lags", "ridge on means",
    "seasonal naive",
    *gathered("recurra.words.en.tasks", "NAMES"),
    "axes fraction", "offset points", "weights that are best on other examples",
    "ratio before", "ratio after", "keyword depth {}", "python loop", "recurra lstm",
    "node by node in torch", "model name", "lower left", "# for all steps at once", "# each step",
}  # fmt: skip
SAMPLES = {
    int: (0, 1, 2, 12345), float: (0.25, 0.0, float("inf")), str: ("x",), bool: (True, False),
    type(None): (None,), object: ("x",), typing.Any: ("x",),
    words.Words: (words.say("cli.interrupted"),),
}  # fmt: skip


def functions(language):
    """key -> function."""
    root, found = ROOT / "words" / language, {}
    for path in sorted(root.rglob("*.py")):
        name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        if name.split(".")[-1] in ("phrases", "__init__"):
            continue
        module = importlib.import_module(f"recurra.words.{language}.{name}")
        for one, function in inspect.getmembers(module, inspect.isfunction):
            if not one.startswith("_") and function.__module__ == module.__name__:
                found[f"{name}.{one}"] = function
    return found


def tables(language):
    """module.NAME -> keys of a dictionary of words."""
    root, found = ROOT / "words" / language, {}
    for path in sorted(root.rglob("*.py")):
        name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        if name == "__init__":
            continue
        module = importlib.import_module(f"recurra.words.{language}.{name}")
        for one, value in vars(module).items():
            if isinstance(value, dict) and one.isupper():
                found[f"{name}.{one}"] = set(value)
    return found


def said():
    """(file:line, key, names of facts) of every message that is made."""
    found = []
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        own = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "recurra.words"
            for alias in node.names
            if alias.name in ("say", "text")
        }
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
            f = call.func
            ours = (isinstance(f, ast.Name) and f.id in own) or (
                isinstance(f, ast.Attribute)
                and f.attr in ("say", "text")
                and isinstance(f.value, ast.Name)
                and f.value.id == "words"
            )
            if ours:
                where = f"{path.relative_to(ROOT)}:{call.lineno}"
                assert len(call.args) == 1 and isinstance(call.args[0], ast.Constant), (
                    f"{where}: a key is written where it is used, facts by name"
                )
                names = {k.arg for k in call.keywords}
                assert None not in names, f"{where}: facts are named one by one"
                found.append((where, call.args[0].value, names))
    return found


ENGLISH, JAPANESE = functions("en"), functions("ja")


def test_both_languages_have_the_same_messages():
    assert set(ENGLISH) == set(JAPANESE)
    differing = [
        key for key in ENGLISH
        if list(inspect.signature(ENGLISH[key]).parameters)
        != list(inspect.signature(JAPANESE[key]).parameters)
    ]  # fmt: skip
    assert not differing
    assert tables("en") == tables("ja")


def test_every_message_that_is_made_can_be_written():
    wrong = [
        f"{where}: {key} takes {sorted(inspect.signature(ENGLISH[key]).parameters)}"
        if key in ENGLISH
        else f"{where}: there is no {key}"
        for where, key, names in said()
        if key not in ENGLISH or names != set(inspect.signature(ENGLISH[key]).parameters)
    ]
    assert not wrong


def test_every_message_is_made_somewhere():
    made = {key for _, key, _ in said()}
    inside = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "words" / "en").rglob("*.py"))
    unused = [
        key for key in ENGLISH
        if key not in made and len(re.findall(rf"\b{key.rpartition('.')[2]}\(", inside)) < 2
    ]  # fmt: skip
    assert not unused


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_message_can_be_written_with_all_kinds_of_facts(language):
    of = {"en": ENGLISH, "ja": JAPANESE}[language]
    for key, function in of.items():
        with words.speaking(language):
            for facts in given(function):
                text = function(**facts)
                assert isinstance(text, str), key
                plain = text.replace("{label}", "").replace("{person}", "")  # fields of patterns
                assert not re.search(r"\{[\w.!:,]*\}|None|Words\(", plain) or "None" in str(
                    facts
                ), (
                    key,
                    text,
                )


def test_japanese_is_japanese():
    plain = [
        key for key, function in JAPANESE.items()
        if not any(re.search(r"[ぁ-んァ-ヶ一-龠]", function(**facts)) for facts in given(function))
        and any(re.search(r"[a-z]{3,} [a-z]{2,}", function(**facts)) for facts in given(function))
    ]  # fmt: skip
    assert not plain


def given(function):
    """Facts for a function by the types of its arguments: first all first choices, then each."""
    hints = typing.get_type_hints(function)
    names = list(inspect.signature(function).parameters)
    assert set(names) <= set(hints), f"{function.__module__}.{function.__name__}: no types"
    choices = {name: samples(hints[name]) for name in names}
    longest = max([len(c) for c in choices.values()], default=1)
    for turn in range(longest):
        yield {name: c[turn % len(c)] for name, c in choices.items()}
    for name, other in itertools.permutations(names, 2):
        for value in choices[name]:
            yield {n: c[0] for n, c in choices.items()} | {name: value, other: choices[other][-1]}


def samples(kind):
    """Values of a type."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return arguments
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            each = samples(arguments[0])
            return ((), each[:1], (each * 3)[:3])
        return (tuple(samples(a)[0] for a in arguments),)
    if origin in (dict, typing.Mapping) or str(origin).endswith("Mapping'>"):
        return ({samples(arguments[0])[0]: samples(arguments[1])[0]}, {})
    if arguments:  # a union
        return tuple(itertools.chain.from_iterable(samples(a) for a in arguments))
    return SAMPLES[kind]


def test_no_sentence_is_made_elsewhere():
    assert not list(sentences())


def sentences():
    """(file, line, text) of constants that read like prose and are no documentation."""
    for path in FILES:
        if path.relative_to(ROOT).as_posix() not in NO_MESSAGES:
            yield from _sentences(path)


def _sentences(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skip = _not_said(tree)
    for node in ast.walk(tree):
        if id(node) in skip:
            continue
        text = ""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        elif isinstance(node, ast.JoinedStr):
            text = "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)
        other = text.startswith(("<", "recurra ")) or text in NAMES  # markup, a command to be typed
        if re.search(r"[a-z]{2,} [a-z]{2,}", text) and not other:
            yield str(path.relative_to(ROOT)), node.lineno, text


def _not_said(tree):
    """Nodes that are documentation, parts of others, or said to programmers alone."""
    skip = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skip.add(id(node.value))  # documentation
        if isinstance(node, ast.JoinedStr):
            skip.update(id(v) for v in node.values)
        if isinstance(node, ast.Raise) and _is_ours(node.exc):
            skip.update(id(n) for n in ast.walk(node))
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
            skip.update(map(id, node.args))  # patterns
        if isinstance(node, ast.Call) and _describes_a_cell(node):
            skip.update(id(n) for n in ast.walk(node))
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "_CITE":
            skip.add(id(node.value))
        if isinstance(node, ast.Assert) and node.msg is not None:
            skip.update(id(n) for n in ast.walk(node.msg))
    return skip


def _describes_a_cell(call):
    """Whether it is `cell(..., cite=...)` or `lstm.named("np", "No peepholes ...")`: documentation
    of a cell, with the title of its paper; in Japanese `words.ja.described_cells` says it."""
    named = isinstance(call.func, ast.Attribute) and call.func.attr == "named"
    return named or any(keyword.arg == "cite" for keyword in call.keywords)


def _is_ours(raised):
    """Whether it is raised for programmers: these errors have the language's own classes."""
    name = getattr(getattr(raised, "func", raised), "id", "")
    return name in {"ValueError", "TypeError", "AttributeError", "KeyError", "AssertionError",
                    "NotImplementedError", "RuntimeError", "IndexError"}  # fmt: skip


def test_a_message_is_kept_as_key_and_facts():
    message = words.say("errors.not_both", one="a", other=words.say("nouns.language"))
    line = to_json({"a": message})
    assert "give" not in line and json.loads(line)["a"]["say"] == "errors.not_both"
    again = from_json(dict[str, words.Text], line)
    assert again == {"a": message}
    with words.speaking("ja"):
        assert "同時に" in str(again["a"])


def test_text_of_earlier_records_stays_text():
    line = '["as it was", {"say":"nouns.language","facts":{}}]'
    kept = from_json(tuple[words.Text, ...], line)
    assert kept == ("as it was", words.say("nouns.language"))


def test_a_message_of_a_later_version_is_shown_as_it_was_kept():
    assert str(words.say("errors.not_yet", a=1)) == "errors.not_yet (a: 1)"


def test_a_message_keeps_nothing_that_cannot_be_kept():
    with pytest.raises(TypeError, match="set"):
        words.say("errors.not_both", one={1}, other="b")


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LC_ALL": "C.UTF-8", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_MESSAGES": "ja_JP", "LANG": "en_US.UTF-8"}, "ja"),
    ],
)
def test_the_locale_says_which_language(monkeypatch, variables, language):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert words.of_locale() == language


# words after "1" that end in s and are no plural
SINGULAR = re.compile("bias|class|loss|less|its|is|this|as|was|has|guess|across|pass|series")
# numbers that cannot be one: lengths of probes, shuffles, leaves of trees, the others of several
LARGER = {
    "data.probes.adding", "data.probes.copying", "data.probes.delay", "data.probes.due",
    "data.probes.keyword", "data.probes.keyword_in_trees", "data.probes.parity",
    "data.probes.rare_depth", "data.probes.timing", "diagnose.dependency.conditions",
    "diagnose.subject.conditions", "papers.forgetting.ratio_after", "papers.le2016.networks",
    "report.bench.about", "runs.too_many_workers", "data.sequences.one_class",
    "tasks.inputs.unsaid", "cli.tables.too_many_rows",
    "estimators.no_word_for_each",  # "tree 1 needs"
}  # fmt: skip
NOUNS = {
    "seed", "update", "example", "network", "step", "row", "column", "window", "thread",
    "worker", "class", "rate", "parameter", "repeat", "comparison", "claim", "file", "cell", "look",
    "value", "epoch", "unit", "sequence", "word", "trial", "node", "group", "gate", "time", "draw",
    "case",
}  # fmt: skip


def test_english_counts_one_as_one():
    """1 seed, 0 seeds, 2 seeds: of every message that is given numbers."""
    wrong = {}
    for key, function in ENGLISH.items():
        hints = typing.get_type_hints(function)
        numbers = [n for n in inspect.signature(function).parameters if hints[n] is int]
        if not numbers or key in LARGER:
            continue
        for facts, count in itertools.product(given(function), (0, 1, 2)):
            text = function(**facts | dict.fromkeys(numbers, count))
            before = r"(?<![\w.,–-])(?<!of )(?<!most )(?<!all )(?<!the )"
            for noun in re.findall(rf"{before}{count} ([a-z]{{3,}})\b(?! of)", text):
                many = noun.endswith("s") and not SINGULAR.fullmatch(noun)
                if many if count == 1 else noun in NOUNS:
                    wrong[key] = text
    assert not wrong
