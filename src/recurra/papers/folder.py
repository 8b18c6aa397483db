"""The folder of a reproduction: begun, gone on with, set beside an earlier one."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from recurra import json_lines
from recurra.claims import Beside, Look, Reproduction
from recurra.comparison import keys
from recurra.errors import RunError, reason
from recurra.papers.paper import Paper, Setup
from recurra.papers.setup import searched, set_up
from recurra.report import paper_page
from recurra.words import say


def begin(paper: Paper, setup: Setup, folder: Path, command: Sequence[str]) -> Reproduction:
    """The record of a run that starts or goes on; raises RunError where the folder holds others."""
    begun = Reproduction(
        paper=paper.name,
        title=paper.title,
        cite=paper.cite,
        size=setup.size,
        command=tuple(command) or _command(paper, setup, folder),
        status="running",
        protocol=paper.protocol(setup),
        guessed=paper.guessed(setup),
        about=paper.about,
        look=setup.look,
        conditions=searched(setup),
        versions=keys.versions(),
    )
    before = _before(folder)
    if before is not None:
        if (before.paper, before.size) != (paper.name, setup.size):
            raise RunError(
                say(
                    "papers.folder.other_paper",
                    folder=folder,
                    paper=before.paper,
                    size=before.size,
                )
            )
        if before.look != setup.look:
            theirs = _options(before.look)
            raise RunError(say("papers.folder.other_look", folder=folder, options=theirs))
        if before.versions != begun.versions:
            raise RunError(say("papers.folder.other_versions", folder=folder))
        begun = dataclasses.replace(begun, seconds=before.seconds)
    write(folder, begun)
    return begun


def beside(paper: Paper, setup: Setup, folder: Path, earlier: Path) -> Beside:
    """The claims of an earlier look; raises RunError where the folder holds no finished one."""
    before = paper_page.reproduction(earlier)
    if earlier.resolve() == folder.resolve():
        raise RunError(say("papers.folder.beside_itself", folder=earlier))
    if before.paper != paper.name:
        raise RunError(
            say(
                "papers.folder.beside_another_paper",
                folder=earlier,
                held=before.paper,
                wanted=paper.name,
            )
        )
    if before.status != "finished":
        raise RunError(say("papers.folder.not_finished", folder=earlier))
    theirs = set_up(paper, before.size, before.look)
    return Beside(
        earlier=searched(theirs),
        now=searched(setup),
        independent=theirs.look.seed != setup.look.seed,
        claims=paper_page.claims(earlier),
    )


def write(folder: Path, record: Reproduction) -> None:
    """Write paper.json."""
    json_lines.write_whole(folder / "paper.json", json_lines.to_json(record) + "\n")


def _before(folder: Path) -> Reproduction | None:
    """What was begun in a folder; None where it is new or empty."""
    try:
        if folder.exists() and not folder.is_dir():
            raise RunError(say("papers.folder.is_a_file", folder=folder))
        if (folder / "paper.json").is_file():
            return paper_page.reproduction(folder)
        if folder.is_dir() and any(folder.iterdir()):
            raise RunError(say("papers.folder.not_empty", folder=folder))
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = reason(error)
        raise RunError(say("papers.folder.cannot_write", folder=folder, why=why)) from None
    return None


def _command(paper: Paper, setup: Setup, folder: Path) -> tuple[str, ...]:
    size = () if setup.size == "default" else (f"--{setup.size}",)
    return ("recurra", "reproduce", paper.name, *size, *_options(setup.look), "--out", str(folder))


def _options(look: Look) -> tuple[str, ...]:
    """What the command line says for a look.

    >>> _options(Look(seed=5, rates=(0.002, 0.008), only=("rnn",)))
    ('--seed', '5', '--rates', '0.002,0.008', '--only', 'rnn')
    """
    found: list[str] = []
    if look.seed:
        found += ["--seed", str(look.seed)]
    if look.rates:
        found += ["--rates", ",".join(f"{rate:g}" for rate in look.rates)]
    if look.optimizer:
        found += ["--optimizer", look.optimizer]
    if look.updates:
        found += ["--updates", str(look.updates)]
    for text in look.only:
        found += ["--only", text]
    return tuple(found)
