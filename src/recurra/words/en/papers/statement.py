"""Why a claim is not judged."""


def missing(architecture: str, condition: str, more: int, left_out: bool) -> str:
    why = "this look leaves out" if left_out else "a run of this size does not train"
    rest = f" and {more} more" if more else ""
    return f"{why} {architecture} on {condition}{rest}"


def unlearned(architecture: str, condition: str, skill: float) -> str:
    return (
        f"this says nothing, as none of these networks has learned the task: the best, "
        f"{architecture} on {condition}, comes to a skill of {skill:.2f}"
    )
