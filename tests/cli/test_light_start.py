"""What a user mistyped is said before anything heavy is loaded, and so is what the data are."""

import json
import subprocess
import sys

import pytest

HEAVY = {"torch", "numba", "pandas", "scipy", "matplotlib", "sklearn", "statsmodels", "joblib"}
HEAVY |= {"optuna", "jinja2", "sktime"}

RUN = """
import json, sys
from recurra import cli
sys.argv = ["recurra", *json.loads(sys.argv[1])]
code = 0
try:
    cli.main()
except SystemExit as stop:
    code = stop.code
print(json.dumps([code, *sys.modules]))
"""

MISTAKES = {
    "no such data": (["compare", "nosuch.csv"], "nosuch.csv"),
    "a folder in use": (["compare", "digits", "--out", "."], "not empty"),
    "resume nothing": (["compare", "--resume", "nosuch"], "nosuch"),
    "repeat nothing": (["compare", "--plan", "nosuch"], "nosuch"),
    "unknown task": (["compare", "digits", "--task", "foo"], "forecasting"),
    "unknown order": (["compare", "digits", "--order", "foo"], "column"),
    "unknown score": (["compare", "digits", "--score", "foo"], "accuracy"),
    "unknown cell": (["compare", "digits", "--cells", "nosuch"], "lstm"),
    "predict without a model": (["predict", "nosuch", "x.csv"], "nosuch"),
    "evaluate without a model": (["evaluate", "nosuch", "x.csv"], "nosuch"),
    "diagnose without a model": (["diagnose", "nosuch"], "nosuch"),
    "report without a run": (["report", "nosuch"], "nosuch"),
    "fit without data": (["fit", "nosuch.csv"], "nosuch.csv"),
    "fit of an unknown cell": (["fit", "digits", "--cell", "nosuch"], "lstm"),
    **{
        f"{command} with an unknown {option}": ([command, "digits", f"--{option}", "foo"], known)
        for command in ("compare", "fit")
        for option, known in (
            ("optimizer", "adagrad"),
            ("schedule", "plateau"),
            ("init", "orthogonal"),
            ("output", "logistic"),
            ("loss", "squared_error"),
            ("class-weights", "balanced"),
        )
    },
}


def run(folder, words):
    """What a command says, its exit code, and the modules that it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(words)],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    code, *modules = json.loads(done.stdout.splitlines()[-1])
    return code, done.stderr, {name.split(".")[0] for name in modules}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_said_before_anything_heavy_is_loaded(tmp_path, mistake):
    (tmp_path / "something").touch()
    words, expected = MISTAKES[mistake]
    code, said, loaded = run(tmp_path, words)
    assert code == 2 and expected in said
    assert not HEAVY & loaded


SUMMARY = """
import json, sys
from recurra.comparison import compare
class Enough(Exception): pass
def look(progress):
    if progress.data is None:  # "reading the data"
        return
    assert progress.data.counts["train"] > 0
    print(json.dumps([progress.folder.exists(), *sys.modules]))
    raise Enough
try:
    compare(sys.argv[1], progress=look)
except Enough:
    pass
"""


@pytest.mark.parametrize("data", ["digits", "probe:keyword"])
def test_the_summary_of_the_data_is_there_before_anything_heavy_is_loaded(tmp_path, data):
    done = subprocess.run(
        [sys.executable, "-c", SUMMARY, data],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    made, *modules = json.loads(done.stdout)
    assert not made and not HEAVY & {name.split(".")[0] for name in modules}
    assert not list(tmp_path.iterdir())


def test_the_process_that_hands_out_jobs_loads_nothing_heavy_for_it():
    """On two cores it would take from the workers what they need to load the same."""
    code = "import sys, recurra.comparison.stages; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & {name.split(".")[0] for name in done.stdout.split()}
