"""The figures of a comparison's page: titles, how to read them, axes, and what is read aloud."""

from recurra.words.en.phrases import counted

TITLES = {
    "standings": "Test scores at a glance",
    "rates": "How much the learning rate matters",
    "learning": "How they learn",
    "gradients": "How far back learning reaches",
    "parameters": "Score against parameters",
    "latency": "Score against latency",
}
ALOUD = {
    "standings": "Test scores",
    "rates": "Learning-rate curves",
    "learning": "Learning curves",
    "gradients": "Gradient norm against distance from the end",
    "parameters": "Score against parameters",
    "latency": "Score against latency",
}
AXES = {
    "rate": "learning rate",
    "updates": "updates of the weights",
    "gradient": "gradient norm, relative to the end",
    "before_end": "steps before the end",
    "predicted": "predicted",
    "predicted_class": "predicted",
    "true": "true",
    "actual": "actual",
    "steps": "steps",
    "parameters": "parameters",
    "latency": "µs for one sequence (median)",
}
AGAINST = {"parameters": "parameters", "latency": "latency"}


def title(figure: str) -> str:
    return TITLES.get(figure, figure)


def aloud(figure: str) -> str:
    """The title of the drawing, which is read aloud."""
    return ALOUD.get(figure, figure)


def axis(name: str) -> str:
    return AXES.get(name, name)


def beyond() -> str:
    return "An arrow at the edge: the value lies further out than the axis reaches."


def test_axis(score: str) -> str:
    return f"test {score}"


def validation_axis(score: str) -> str:
    return f"validation {score}"


def score_axis(score: str, unit: str) -> str:
    return f"{score} ({unit})" if unit else score


def standings_reading(higher: bool) -> str:
    arrow = "right is better" if higher else "left is better"
    return (
        "Each dot is an architecture's score on data that it has never seen, and the bar is "
        f"where the score would lie with other seeds and other examples ({arrow}); "
        "the vertical line is the recommended model."
    )


def standings_told(score: str, level: str, scores: tuple[str, ...]) -> str:
    """`level`: "" where there are no intervals."""
    within = f" with {level} intervals" if level else ""
    return f"Test {score}{within}: {'; '.join(scores)}."


def standing_told(name: str, value: str, ends: str) -> str:
    return f"{name} {value} ({ends})" if ends else f"{name} {value}"


def rates_reading() -> str:
    return (
        "A wide flat stretch (the shaded band is the good range) is an easy model that works "
        "at many learning rates, a narrow one needs careful tuning, and a cross is a training "
        "that diverged."
    )


def rates_conditions(
    least: str, most: str, rung: int, rungs: int, optimizer: str, seed: int
) -> str:
    """`rung`: 0 where it is not known which of them it is."""
    updates = least if least == most else f"{least} to {most}"
    which = f"rung {rung} of {rungs}, " if rung else ""
    return (
        f"Score of the best look at the validation part within {updates} updates ({which}the same "
        "for all; it chooses the rate, and is no score of the final trainings), "
        f"{optimizer}, search seed {seed}, one training a point"
    )


def rate_curve(name: str) -> str:
    return f"Learning-rate curve of {name}"


def rates_caption(
    decades: str,
    low: str,
    high: str,
    best: str,
    value: str,
    diverged: int,
    edge: bool,
    chosen: str | None,
) -> str:
    """`decades`: "" where there is no good range; `chosen`: where it lies outside of that."""
    parts = [f"good range {decades} decades ({low} to {high})"] if decades else []
    parts.append(f"best at {best} (best look of the search: {value})")
    if chosen is not None:
        parts.append(f"chosen {chosen}, best only after the longer trainings")
    if diverged:
        parts.append(f"{diverged} diverged")
    if edge:
        parts.append("the best lies at the edge: the range may be too narrow")
    return ", ".join(parts)


def all_diverged() -> str:
    return "every training diverged"


def told(name: str, caption: str) -> str:
    """The caption of one of several curves, read aloud."""
    return f"{name}: {caption}."


def learning_reading() -> str:
    return (
        "A curve that is flat at its end has learned what it can, one that still moves would "
        "gain from longer training; the band is the range over the seeds, the dashed grey line "
        "the best simple baseline."
    )


def learning_conditions(trained: str) -> str:
    return (
        "A point is a look at the validation part while training, mean over seeds; what decides is "
        f"a score of its own, as the best of many looks is too good; final trainings, {trained}"
    )


def learning_curve(name: str) -> str:
    return f"Learning curve of {name}"


def learning_caption(value: str, updates: str, decides: str | None) -> str:
    """`value`: at the best look; `decides`: the validation score that the tables show."""
    look = f"best look {value} after {updates} updates"
    return f"{look}; what decides: {decides}" if decides is not None else look


def gradients_reading(share: str) -> str:
    return (
        "A curve that stays high means that an input far from the end can still be learned "
        f"from; below the dashed line (1 in {share}) it hardly counts."
    )


def gradients_conditions(trained: str) -> str:
    return (
        "Median over examples of the loss gradient's norm at an input, divided by that at the "
        f"last input; band: 10th to 90th percentile; {trained}"
    )


def gradient_of(name: str) -> str:
    return f"Gradient norm of {name}"


def reach(share: str, steps: str) -> str:
    return f"below {share} from {steps} steps before the end"


def reach_all(share: str, steps: str) -> str:
    return f"above {share} over all {steps} steps measured"


def front_reading(against: str, higher: bool) -> str:
    up, below, above = ("Up", "below", "above") if higher else ("Down", "above", "below")
    return (
        f"{up} and to the left is better: the line joins the models that no other beats in both "
        f"score and {AGAINST.get(against, against)}; any model {below} the line has a better "
        f"choice to its left or {above} it."
    )


def front_told(names: tuple[str, ...]) -> str:
    return f"On the front, cheapest first: {', '.join(names)}."


def forecast_title(name: str, target: str, ahead: int) -> str:
    return f"{name}: {target}, {counted(ahead, 'step')} ahead"


def forecast_of(name: str, target: str) -> str:
    return f"Forecast of {target} by {name}"


def forecast_reading() -> str:
    return (
        "The grey line is what happened, the coloured one what was predicted from the past "
        "alone: where they part, the forecast was wrong."
    )


def forecast_conditions(shown: int, total: int, tested: str) -> str:
    part = f"the last {shown:,} of {total:,}" if shown < total else f"{total:,}"
    return f"{part} steps of the test part; {tested}"


def forecast_told(target: str, steps: int, error: str) -> str:
    return (
        f"Actual and predicted {target} over {counted(steps, 'step')}; mean absolute error here "
        f"{error}."
    )


def confusion_title(name: str) -> str:
    return f"{name}: which classes it confuses"


def confusion_of(name: str) -> str:
    return f"Confusion matrix of {name}"


def confusion_reading(shown: int, total: int) -> str:
    part = f" The {shown} of {total} classes with most mistakes." if shown < total else ""
    return (
        "A row is the true class, a column what the model said, in per cent of the row: a "
        f"strong diagonal is good, any other strong cell is a typical mistake.{part}"
    )


def confusion_conditions(tested: str) -> str:
    return f"{tested}; mean over all fits"


def no_mistakes() -> str:
    return "Every test example was given its true class."


def mistakes(most: tuple[str, ...]) -> str:
    return f"The most frequent mistakes: {'; '.join(most)}."


def mistake(true: str, said: str, share: str) -> str:
    return f"{true} taken for {said} {share}"


def bars_told(values: tuple[str, ...]) -> str:
    return f"{', '.join(values)}."


def heat_told(rows: int, columns: int, reading: str) -> str:
    return f"{counted(rows, 'row')} over {counted(columns, 'step')}; {reading}"


def tree_told(values: tuple[str, ...], reading: str) -> str:
    return f"{', '.join(values)}. {reading}"


def valued(name: str, value: str) -> str:
    return f"{name} {value}"


def line_told(name: str, first: str, start: str, last: str, end: str, across: str) -> str:
    return f"{name}: from {first} at {start} to {last} at {end} ({across})."


def points_none(name: str) -> str:
    return f"{name}: nothing."


def points_told(name: str, across: str, of_across: str, up: str, of_up: str) -> str:
    return f"{name}: on average {across} ({of_across}) and {up} ({of_up})."
