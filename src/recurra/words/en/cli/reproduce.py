"""What `recurra reproduce` prints."""


def paper(title: str, cite: str) -> str:
    return f"{title} ({cite})"


def rates_are_numbers(given: str) -> str:
    return f"--rates takes numbers with commas between, not {given!r}"


def progress(stage: str, done: int, total: int, left: str) -> str:
    rest = f", {left}" if left else ""
    return f"... {stage}: {done} of {total}{rest}"


def quick() -> str:
    return "A quick run: it tries the machinery, its numbers mean nothing."


def claim(
    says: str,
    key: str,
    expected: str,
    source: str,
    measured: str,
    conditions: str,
    verdict: str,
    why: str,
) -> str:
    return (
        f"{says} [{key}]\n"
        f"  expected  {expected}; {source}\n"
        f"  measured  {measured}; {conditions}\n"
        f"  verdict   {verdict}" + (f": {why}" if why else "")
    )


def earlier(verdict: str, measured: str) -> str:
    return f"  earlier   {verdict}: {measured}"


def unmeasured() -> str:
    return "Not measured:"


def reason(says: str, key: str, why: str) -> str:
    return f"  {says} [{key}]: {why}"


def guessed() -> str:
    return "Guessed:"


def report(file: str) -> str:
    return f"Report: {file}"
