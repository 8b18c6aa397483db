"""Mutants of valid files for every reader of data: what comes of them?

From the top folder:

    python -m tests.data.mutants csv --count 20000 --out csv.txt
    python -m tests.data.mutants csv --seed 1234 --keep /tmp/mutant   # this one, its files kept

A mutant is a file whose form is changed (separator, encoding, dates, numbers, order), which must
read as before, or one that is damaged, which must be read or refused in one clear sentence. Held of
each: no traceback, nothing infinite for a network, 2 s, 50 MB and 10 times its size, and values as
they were written wherever that is known.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from tests.data.mutants.harness import Tally, read, run, written
from tests.data.mutants.makers import MAKERS


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("reader", choices=[*MAKERS], nargs="+")
    ask.add_argument("--count", type=int, default=20_000)
    ask.add_argument("--first", type=int, default=0, help="the first seed")
    ask.add_argument("--seed", type=int, help="only this one")
    ask.add_argument("--keep", type=Path, help="a folder for the files of --seed")
    ask.add_argument("--out", type=Path, help="a file for faults; what is printed, too")
    told = ask.parse_args()
    if told.seed is not None:
        return _one(told.reader[0], told.seed, told.keep)
    faults = 0
    for reader in told.reader:
        tally = Tally()
        run(MAKERS[reader], range(1), Tally())  # what is loaded at first use is nobody's time
        for start in range(told.first, told.first + told.count, 100):
            seen = len(tally.faults)
            run(MAKERS[reader], range(start, min(start + 100, told.first + told.count)), tally)
            for fault in tally.faults[seen:]:
                _say(told.out, "{}: {}\n    {}".format(*fault))
            if tally.count % 5000 == 0 and tally.count < told.count:
                _say(told.out, summary(reader, tally))
        _say(told.out, summary(reader, tally))
        faults += len(tally.faults)
    return int(faults > 0)


def summary(reader: str, tally: Tally) -> str:
    """One line of figures."""
    counts = ", ".join(f"{kind} {n}" for kind, n in tally.outcomes.most_common())
    return (
        f"{reader}: {tally.count} mutants, {tally.harmless} of form alone; {counts}; "
        f"past the first refusals {tally.passed:.0%}; slowest {tally.slowest:.2f} s, "
        f"most memory {tally.largest / 1e6:.0f} MB"
    )


def _one(reader: str, seed: int, keep: Path | None) -> int:
    mutant = MAKERS[reader](np.random.default_rng(seed))
    folder = keep or Path("/tmp/recurra-mutant")
    path = written(mutant, folder)
    outcome, fault = read(mutant, path)
    print(path, mutant.asked, mutant.form, mutant.damage, outcome, fault, sep="\n")
    return int(bool(fault))


def _say(out: Path | None, text: str) -> None:
    print(text, flush=True)
    if out:
        with out.open("a", encoding="utf-8") as file:
            file.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
