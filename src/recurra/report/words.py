"""The verdict in plain English: a pure function of records, for the page and the command line.

The words follow the numbers: "better" and "worse" are said only where an interval excludes zero,
whatever the verdict's flags say.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from recurra.records import Cost, Interval, Plan, Results, Standing
from recurra.report import numbers
from recurra.report.case import Case, relation, side
from recurra.report.phrases import called, listed, machine, seeds, threads

ENOUGH = 5  # seeds from which on an interval over seeds is narrow enough to decide with


@dataclass(frozen=True)
class Statement:
    """An answer to one question about the run."""

    question: str
    tone: str  # yes | no | open | plain: the sign beside it
    text: str


def sentences(plan: Plan, results: Results, costs: Sequence[Cost]) -> list[str]:
    """The verdict as sentences: which model and why, its cost, how sure, worth it, what is cheaper.

    The first is the choice; warnings come last. Records that miss something (no costs, one seed,
    no baselines) make fewer or other sentences, never an error.
    """
    return [statement.text for statement in statements(plan, results, costs)]


def statements(plan: Plan, results: Results, costs: Sequence[Cost]) -> list[Statement]:
    """The same with the question that each answers."""
    case = Case(plan, results, costs)
    said: list[Statement | None] = [_choice(case)]
    if case.results.verdict.recommended:
        said += [_cost(case), _sure(case), _naive(case), _worth(case), _cheaper(case)]
    said += [Statement("Note", "open", w) for w in case.results.verdict.warnings]
    return [statement for statement in said if statement is not None]


def headline(plan: Plan, results: Results) -> str:
    """The choice in at most a few words."""
    name = results.verdict.recommended
    if not name:
        return "No model can be recommended"
    case = Case(plan, results, ())
    if name == results.verdict.naive and not results.verdict.beat_naive:
        return f"Nothing beats {called(name)}"
    return f"Take {name}, a simple baseline" if case.is_baseline(name) else f"Take {name}"


def lead(plan: Plan, results: Results) -> str:
    """Why that one, to stand below the headline."""
    text = _choice(Case(plan, results, ())).text.split(": ", 1)[-1]
    return text[:1].upper() + text[1:]


def _choice(case: Case) -> Statement:
    name, score = case.results.verdict.recommended, case.plan.score
    question = "Which model?"
    standing = case.standing(name)
    if not name or standing is None:
        text = "No model can be recommended: no training and no baseline gave a score."
        return Statement(question, "no", text)
    kind = ", a simple baseline and not a recurrent network" if case.is_baseline(name) else ""
    text = f"Take {name}{kind}: {_why(case, standing)} {_tested(case, standing, score.label)}"
    return Statement(question, "plain", text)


def _why(case: Case, standing: Standing) -> str:
    score = case.plan.score
    rivals = [s for s in case.results.standings if s.validation is not None]
    if standing.validation is None:
        return "it is the only one with a result."
    value = numbers.score(standing.validation, score)
    how = "" if case.is_baseline(standing.architecture) else f", {_mean(case.plan)}"
    if len(rivals) == 1:
        return (
            f"it is the only one that was scored ({score.label} {value} on the validation "
            f"part{how})."
        )
    pick = max if score.higher_is_better else min
    best = pick(rivals, key=lambda s: s.validation if s.validation is not None else 0.0)
    if best.validation == standing.validation:
        return (
            f"of {len(rivals)} architectures it has the best {score.label} on the validation part "
            f"({value}{how}), the part that chooses."
        )
    return (
        f"its {score.label} on the validation part ({value}{how}) lies within the margin of "
        f"{numbers.share(case.plan.margin)} of the best ({best.architecture}, "
        f"{numbers.score(best.validation or 0.0, score)}), which is not worth more."
    )


def _tested(case: Case, standing: Standing, label: str) -> str:
    score, test = case.plan.score, standing.test
    if test is None:
        return "It was not scored on the test part."
    if not numbers.finite(test):
        reason = "one seed gives no interval" if len(case.plan.seeds) == 1 else "no interval"
        return f"On the test part it reaches {numbers.score(test.value, score)} {label} ({reason})."
    value = numbers.score(test.value, score, numbers.half_width(test))
    return (
        f"On the test part, which was not used to choose, it reaches {value} {label} "
        f"({numbers.level(test)} interval {numbers.between(test, score)})."
    )


def _mean(plan: Plan) -> str:
    return "one seed" if len(plan.seeds) == 1 else f"mean of {len(plan.seeds)} seeds"


def _cost(case: Case) -> Statement:
    name = case.results.verdict.recommended
    cost, question = case.cost(name), "What does it cost?"
    parts = _cost_parts(cost)
    if not parts:
        return Statement(question, "open", f"What {name} costs was not measured.")
    conditions = [threads(case.results), machine(case.results)]
    if cost.repeats:
        conditions.append(f"{cost.repeats} repeats")
    return Statement(question, "plain", f"{name} {listed(parts)} ({', '.join(conditions)}).")


def _cost_parts(cost: Cost) -> list[str]:
    noise, parts = cost.noise, []
    if cost.train_seconds is not None:
        parts.append(f"trains in {numbers.seconds(cost.train_seconds, noise)}")
    if cost.step_p50 is not None:
        tail = _tail(cost.step_p99, noise, "steps")
        parts.append(f"answers a step in {numbers.seconds(cost.step_p50, noise)}{tail}")
    elif cost.sequence_p50 is not None:
        tail = _tail(cost.sequence_p99, noise, "sequences")
        parts.append(f"answers a sequence in {numbers.seconds(cost.sequence_p50, noise)}{tail}")
    training = f"{numbers.size(cost.memory_training)} to train"
    if cost.memory_inference is not None:
        more = f" ({training})" if cost.memory_training is not None else ""
        parts.append(f"needs {numbers.size(cost.memory_inference)} of memory to predict{more}")
    elif cost.memory_training is not None:
        parts.append(f"needs {training}")
    if cost.disk is not None:
        parts.append(f"takes {numbers.size(cost.disk)} on disk")
    return parts


def _tail(p99: float | None, noise: float | None, what: str) -> str:
    return "" if p99 is None else f" (99 of 100 {what} within {numbers.seconds(p99, noise)})"


def _sure(case: Case) -> Statement | None:
    name = case.results.verdict.recommended
    others = [s for s in case.results.standings if s.architecture != name and s.test is not None]
    if not others:
        return None
    groups = {
        key: [s.architecture for s in others if relation(s) == key]
        for key in ("worse", "better", "open", "unknown")
    }
    text = _sure_text(case, groups, len(others))
    tone = "yes" if len(groups["worse"]) == len(others) else "open"
    return Statement("How sure is that?", tone, text)


def _sure_text(case: Case, groups: dict[str, list[str]], total: int) -> str:
    compared = total - len(groups["unknown"])
    if compared == 0:
        return _unsure(case.plan)
    basis = (
        f"{_level(case)} intervals over {seeds(case.plan)} and the test examples, "
        f"corrected for {compared} comparison{'s' if compared != 1 else ''}"
    )
    if len(groups["worse"]) == total:
        who = "the other one scores" if total == 1 else f"each of the {total} others scores"
        return f"Clear: on the test part {who} worse ({basis})."
    clauses = []
    if groups["open"]:
        clauses.append(f"{listed(groups['open'])} cannot be told apart from it")
    if groups["worse"]:
        worse = groups["worse"]
        verb = "scores" if len(worse) == 1 else "score"
        clauses.append(f"{len(worse)} of the {total} others {verb} worse on the test part")
    if groups["unknown"]:
        clauses.append(f"for {listed(groups['unknown'])} there is no interval")
    text = f"{_lead(case, groups)}: {'; '.join(clauses)} ({basis})." if clauses else ""
    return " ".join(t for t in (text, _contradiction(groups["better"]), _few(case)) if t)


def _lead(case: Case, groups: dict[str, list[str]]) -> str:
    if case.results.verdict.sure == "tied" and groups["open"]:
        return "A tie"
    if case.results.verdict.sure == "undecided" or groups["unknown"]:
        return "Undecided"
    return "Not settled against all" if groups["open"] else "Not clear"


def _contradiction(better: list[str]) -> str:
    if not better:
        return ""
    return (
        f"On the test part {listed(better)} scored better; the choice stays with the validation "
        "part, since a test part that chooses is no test any more."
    )


def _few(case: Case) -> str:
    """Said once: the verdict's own warnings may speak of the seeds already."""
    if len(case.plan.seeds) >= ENOUGH or any("seed" in w for w in case.results.verdict.warnings):
        return ""
    return (
        f"With only {seeds(case.plan)} small differences cannot be decided; "
        f"--seeds {ENOUGH} gives narrower intervals."
    )


def _unsure(plan: Plan) -> str:
    if len(plan.seeds) == 1:
        return (
            "Unknown: one seed gives no interval, so nothing says whether the differences are "
            f"chance. Repeat with --seeds {ENOUGH}."
        )
    return "Unknown: there are no intervals of the differences to the other architectures."


def _level(case: Case) -> str:
    known = [s.difference for s in case.results.standings if numbers.finite(s.difference)]
    return numbers.level(known[0]) if known and known[0] is not None else numbers.share(0.95)


def _naive(case: Case) -> Statement | None:
    """Whether anything beats the naive baseline; left unsaid where what matters plainly does."""
    verdict = case.results.verdict
    name, beat = verdict.naive, verdict.beat_naive
    others = [
        s.architecture
        for s in case.results.standings
        if s.test is not None and s.architecture != name
    ]
    matter = {verdict.recommended, verdict.best_network} - {name, ""}
    if not name or not others or (matter <= set(beat) and verdict.recommended != name):
        return None
    question = f"Does anything beat {called(name)}?"
    if len(case.plan.seeds) == 1:
        return Statement(question, "open", _unsure(case.plan))
    basis = f"test part, {_level(case)} intervals corrected for {len(others)} comparisons"
    if not beat:
        text = f"Nothing is shown to beat {called(name)}: neither a network nor a baseline"
        return Statement(question, "no", f"{text} ({basis}).")
    text = f"{listed(list(beat))} {'is' if len(beat) == 1 else 'are'} better than {called(name)}"
    rest = len(others) - len(beat)
    more = f"; the other {rest} cannot be told apart from it or are worse" if rest else ""
    return Statement(question, "yes", f"{text}{more} ({basis}).")


def _worth(case: Case) -> Statement:
    verdict, question = case.results.verdict, "Is a recurrent network worth it?"
    network, baseline = verdict.best_network, verdict.best_baseline
    if not network:
        return Statement(
            question, "open", "No recurrent network was scored, so this run cannot say."
        )
    if not baseline:
        text = (
            "No simple baseline was scored, so this run cannot say whether a network is worth it."
        )
        return Statement(question, "open", text)
    gain = verdict.gain
    if gain is None or not numbers.finite(gain):
        return Statement(question, "open", _worth_unknown(case, gain))
    tone, text = _worth_known(case, gain)
    return Statement(question, tone, text)


def _worth_known(case: Case, gain: Interval) -> tuple[str, str]:
    verdict, where = case.results.verdict, side(gain)
    network, baseline = verdict.best_network, f"the best simple baseline, {verdict.best_baseline}"
    by = f"{_by(case, gain)} on the test part ({_interval(case, gain)})"
    if where == "better" and verdict.worth_it == "yes":
        text = f"Yes: {network}, the best network, is better than {baseline}, by {by}."
        if verdict.recommended != verdict.best_baseline:
            return "yes", text
        return "open", f"{text} The validation part, which chooses, preferred the baseline."
    if where == "worse":
        lead = "Undecided" if verdict.worth_it == "yes" else "No"
        tone = "no" if lead == "No" else "open"
        return tone, f"{lead}: {network}, the best network, is worse than {baseline}, by {by}."
    if where == "better":
        lead = "No" if verdict.worth_it == "no" else "Undecided"
        text = f"{lead}: by the validation part, which decides, a network does not pay, although "
        text += f"on the test part {network} scored better than {baseline}, by {by}."
        return ("no" if lead == "No" else "open"), text
    difference = f"{_signed(case, gain)} on the test part, {_interval(case, gain)}, contains zero"
    if verdict.worth_it == "no":
        return "no", (
            f"No: nothing shows that {network}, the best network, beats {baseline} "
            f"(difference {difference})."
        )
    more = "" if len(case.plan.seeds) >= ENOUGH else " More seeds may decide it."
    return "open", (
        f"Undecided: {network}, the best network, cannot be told apart from {baseline} "
        f"(difference {difference}).{more}"
    )


def _worth_unknown(case: Case, gain: Interval | None) -> str:
    verdict = case.results.verdict
    network, baseline = verdict.best_network, verdict.best_baseline
    pair = f"{network}, the best network, and {baseline}, the best simple baseline"
    differ = "" if gain is None else f" differ by {_signed(case, gain)} on the test part, but"
    why = "one seed gives no interval" if len(case.plan.seeds) == 1 else "there is no interval"
    joined = f"{pair}{differ}" if differ else f"for {pair},"
    return f"Undecided: {joined} {why}, so the difference may be chance."


def _cheaper(case: Case) -> Statement | None:
    verdict, plan = case.results.verdict, case.plan
    question = "Which cheaper cell loses nothing?"
    margin = numbers.share(plan.margin)
    equal = [n for n in verdict.cheaper_equal if _proved(case.standing(n), plan.margin)]
    if equal:
        return Statement(question, "yes", _cheaper_found(case, equal, margin))
    if case.is_baseline(verdict.recommended):
        return None
    if len(case.cells()) < 2:
        return Statement(
            question, "plain", "Only one recurrent cell was scored: there is no other to compare."
        )
    others = [s for n in case.cells() if n != verdict.recommended and (s := case.standing(n))]
    if not any(numbers.finite(s.loss) for s in others):
        text = f"To hold a loss against the margin of {margin} it needs an interval; here is none."
        return Statement(question, "open", text)
    text = (
        f"No cheaper cell is shown to lose nothing: none keeps its whole {_level(case)} interval "
        f"of the loss below the margin of {margin}."
    )
    return Statement(question, "plain", text)


def _proved(standing: Standing | None, margin: float) -> bool:
    if standing is None or not standing.loses_nothing or standing.loss is None:
        return False
    return numbers.finite(standing.loss) and standing.loss.high < margin


def _cheaper_found(case: Case, equal: list[str], margin: str) -> str:
    first = equal[0]
    standing = case.standing(first)
    loss = standing.loss if standing is not None else None
    saving = _saving(case, first)
    text = f"{first} costs less{saving} and loses nothing"
    if loss is not None:
        ends = numbers.span(loss.low * 100, loss.high * 100, apart=case.plan.margin * 100)
        text += (
            f": against {case.results.verdict.recommended} its {case.plan.score.label} loses "
            f"{ends}{numbers.SPACE}% ({numbers.level(loss)} interval, relative; below zero is a "
            f"gain), below the margin of {margin}"
        )
    rest = f" The same holds for {listed(equal[1:])}." if equal[1:] else ""
    return f"{text}.{rest}"


def _saving(case: Case, name: str) -> str:
    """What is less, of parameters and time of a step, as 'a instead of b'."""
    chosen = case.results.verdict.recommended
    mine, its = case.architecture(name), case.architecture(chosen)
    found = []
    if mine and its and mine.parameters < its.parameters:
        pair = f"{numbers.count(mine.parameters)} instead of {numbers.count(its.parameters)}"
        found.append(f"{pair} parameters")
    a, b = case.cost(name), case.cost(chosen)
    noise = max(a.noise or 0.0, b.noise or 0.0)
    if a.step_p50 is not None and b.step_p50 is not None and a.step_p50 < b.step_p50 * (1 - noise):
        times = (numbers.seconds(a.step_p50, a.noise), numbers.seconds(b.step_p50, b.noise))
        found.append(f"{times[0]} instead of {times[1]} a step")
    return f" ({', '.join(found)})" if found else ""


def _by(case: Case, gain: Interval) -> str:
    score = case.plan.score
    text = numbers.gap(abs(gain.value), score, numbers.half_width(gain))
    return f"{text} of {score.label}"


def _signed(case: Case, gain: Interval) -> str:
    text = numbers.gap(gain.value, case.plan.score, numbers.half_width(gain))
    return f"{'+' if gain.value > 0 else ''}{text} of {case.plan.score.label}"


def _interval(case: Case, gain: Interval) -> str:
    ends = numbers.between(gain, case.plan.score, unit=False)
    return f"{numbers.level(gain)} interval {ends}"
