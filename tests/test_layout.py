"""The habits that keep the code light, as tests: sizes, public names, what an import loads."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import recurra

SOURCE = Path(recurra.__file__).parent
FILES = sorted(SOURCE.rglob("*.py"))
ROOT = SOURCE.parents[1]
FORBIDDEN_NAMES = {"utils", "common", "helpers", "config", "registry", "misc"}


def functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def body_lines(function):
    """Lines of a function without its docstring and its signature."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_no_file_over_400_lines_and_no_function_over_60():
    long_files = [p for p in FILES if len(p.read_text(encoding="utf-8").splitlines()) > 400]
    assert not long_files
    long = [(p.name, f.name) for p in FILES for f in functions(p) if body_lines(f) > 60]
    assert not long


def test_names_say_what_a_thing_is():
    assert not [p for p in FILES if FORBIDDEN_NAMES & {p.stem, *p.parent.parts[-2:]}]


def test_public_things_are_documented():
    missing = []
    for path in FILES:
        if "words" in path.relative_to(SOURCE).parts:
            continue  # a function there is what it says
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            named = isinstance(node, ast.FunctionDef | ast.ClassDef)
            if named and not node.name.startswith("_") and ast.get_docstring(node) is None:
                missing.append(f"{path.relative_to(SOURCE)}: {node.name}")
    assert not missing


def test_public_names():
    assert sorted(recurra.__all__) == sorted(set(recurra.__all__))
    for name in recurra.__all__:
        assert getattr(recurra, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        recurra.nothing  # noqa: B018


def python(code):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout


def test_networks_load_nothing_of_the_workbench():
    loaded = python("import sys, recurra.nn; print(*sys.modules)").split()
    heavy = {"optuna", "sklearn", "pandas", "matplotlib", "jinja2", "typer", "rich", "statsmodels"}
    assert heavy.isdisjoint(loaded)


def test_help_is_quick_and_loads_no_torch():
    code = (
        "import sys, time\nfrom typer.testing import CliRunner\nfrom recurra.cli import app\n"
        "print(CliRunner().invoke(app, ['--help']).output)\n"
        "assert not {'torch', 'numpy', 'numba', 'pandas'} & set(sys.modules), 'heavy import'\n"
        "print(time.process_time())"
    )
    said = [python(code) for _ in range(2)]
    assert "compare" in said[0]
    # of the processor, not of the clock: tests run two at a time here. CliRunner loads more than
    # the command itself, which answers in half a second
    assert min(float(text.split()[-1]) for text in said) < 1.0


def test_documents_name_what_exists():
    for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for path in re.findall(r"`((?:src|tests|docs)/[\w/.-]+)`", text):
            assert (ROOT / path).exists(), f"{name} names {path}"
    files = [
        f"/{p.relative_to(ROOT).as_posix()}" for p in (*FILES, *(ROOT / "tests").rglob("*.py"))
    ]
    named = re.findall(r"`([\w/]+\.py)`", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"))
    assert len(named) > 40
    for path in named:
        assert any(f.endswith(f"/{path}") for f in files), f"ARCHITECTURE.md names {path}"
