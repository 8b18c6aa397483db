"""Why a rival's process does not time a job."""


def conformance(found: str) -> str:
    return f"conformance: {found}"


def other_work(found: str) -> str:
    return f"does other work: {found}"


def failed(kind: str, what: str) -> str:
    """What was raised, by the name of its class."""
    return f"{kind}: {what}"
