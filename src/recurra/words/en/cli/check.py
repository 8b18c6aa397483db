"""What `recurra cells check` prints."""

CHECKS = {
    "values": "values",
    "gradients": "gradients",
    "finite differences": "finite differences",
    "step by step": "step by step",
    "alone": "alone",
    "not a number": "not a number",
    "second derivative": "second derivative",
    "values, different lengths": "values, different lengths",
    "gradients, different lengths": "gradients, different lengths",
}
VARIANTS = {
    "recurrent dropout": "recurrent dropout",
    "untied recurrent dropout": "untied recurrent dropout",
    "recurrent dropout and zoneout": "recurrent dropout and zoneout",
    "zoneout": "zoneout",
    "zoneout of each state": "zoneout of each state",
    "expectation of zoneout": "expectation of zoneout",
    "total gradients": "total gradients",
    "limited gradients": "limited gradients",
}


def head() -> str:
    return "check"


def row(name: str, variant: str) -> str:
    check = CHECKS.get(name, name)
    return f"{check}, with {VARIANTS.get(variant, variant)}" if variant else check


def all_with(variant: str) -> str:
    return f"all of these, with {VARIANTS.get(variant, variant)}"


def holds(worst: float) -> str:
    return f"holds ({worst:.0e})" if worst else "holds"


def wrong() -> str:
    return "WRONG"


def not_run(column: str, reason: str) -> str:
    return f"not run on {column}: {reason}"


def message(row: str, column: str, what: str) -> str:
    return f"{row}, on {column}: {what}."


def not_all(wrong: int, count: int, cell: str) -> str:
    return f"{wrong} of {count} checks of {cell} do not hold"


def all_hold(count: int, cell: str) -> str:
    return f"all {count} checks of {cell} hold"
