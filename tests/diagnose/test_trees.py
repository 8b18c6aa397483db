"""The questions asked of networks on trees: closed forms, and trees that have little to ask."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from tests.diagnose.known_trees import (
    DOUBLE,
    batched,
    built,
    chain,
    examined,
    full,
    gated,
    leaky,
    modelled,
    network,
    rectified,
)

from recurra import TreeClassifier, examine
from recurra.compiler.forest import Forest
from recurra.diagnose import (
    ablation,
    gates,
    idle,
    time_constants,
    tree_attribution,
    tree_dependency,
    tree_gradient_ratio,
    tree_horizon,
    tree_stability,
    tree_states,
)
from recurra.diagnose.alarms import ADVICE, Alarms
from recurra.diagnose.examine import QUESTIONS, ask
from recurra.diagnose.over_training import RatioOverTraining
from recurra.diagnose.subject import answers, pick, subject
from recurra.diagnose.watch import trees as passages
from recurra.diagnose.watch import watched
from recurra.errors import DataError, SettingError
from recurra.ir import cell
from recurra.nn.batch import Batch
from recurra.train import Moment

CELLS = ["rnn_tree", "rlstm", "nary", "childsum"]


@pytest.mark.parametrize("w", [0.5, 0.9, 1.5])
def test_the_growth_of_a_linear_cell_is_its_factor(w):
    found = tree_stability.find(examined(network(w), [chain(9)] * 8))
    assert found.number == pytest.approx(math.log(w), rel=1e-12)
    assert found.verdict == ("healthy" if 0.01 < w**9 < 100 else "sick")


def test_growth_goes_down_to_leaves_that_have_states():
    (passage,) = passages(modelled(built(leaky)), batched([chain(4), full(2)]))
    found = tree_stability.growth(passage)
    assert len(found.depth) == 8 + 6
    assert np.allclose(found.growth, math.log(0.5)) and np.allclose(
        found.total, found.depth * math.log(0.5)
    )


def test_a_gate_on_a_child_is_looked_at_where_the_child_is():
    """Leaves have no children, so that their gates play no part."""
    body = built(gated)
    with torch.no_grad():
        for parameter in body.parameters():
            if parameter.dim() == 1:
                parameter.copy_(torch.tensor([-20.0] * 3 + [1.0] * 3, dtype=DOUBLE))
    given = examined(body, [chain(4), full(1)])
    found = {gate.name: gate for gate in gates.measure(given.model, given.batches)}
    left, right = found["l"], found["r"]
    assert left.shut.tolist() == [1.0] * 3 and right.shut.tolist() == [0.0] * 3
    assert torch.allclose(right.mean, torch.sigmoid(torch.ones(3, dtype=DOUBLE)))
    assert gates.find(given).verdict == "sick"


def test_gates_that_never_move_cost_nothing_when_fixed():
    found = ablation.losses(examined(built(gated), [chain(4)] * 8))
    assert [loss.value for loss in found] == [0.0, 0.0]


def test_time_constants_follow_each_child():
    given = examined(built(leaky.with_options(keep=0.8)), [chain(4)] * 4)
    found = time_constants.constants(given.model, given.batches)
    assert np.allclose(found["h"], -1 / math.log(0.8))
    found = time_constants.constants(modelled(built(gated)), given.batches)
    assert sorted(map(str, found)) == ["h from left", "h from right"]
    none = time_constants.find(examined(network(0.5), [chain(4)] * 4))
    assert none.number is None and "direct path" in str(none.answer)


def test_the_horizon_ends_where_the_change_is_small():
    """The share of depth d in the answer falls as 0.2^d: 1 % lies between depths 2 and 3."""
    near = tree_horizon.find(examined(built(leaky.with_options(keep=0.2)), [chain(7)] * 32), need=5)
    assert near.number in (2.0, 3.0) and near.verdict == "sick" and near.advice
    far = tree_horizon.find(examined(built(leaky.with_options(keep=0.9)), [chain(7)] * 32), need=5)
    assert far.number == 7.0 and far.verdict == "healthy"


def test_only_deep_words_are_replaced():
    batch = batched([chain(3), full(2), chain(5)])
    forest = batch.trees
    depth = forest.depth[forest.token >= 0]
    moved = (tree_horizon.replaced(batch, 3).x != batch.x).any(1).numpy()
    assert (moved == (depth >= 3)).all()
    alone = (tree_horizon.replaced(batch, 2, alone=True).x != batch.x).any(1).numpy()
    owner = forest.tree[forest.token >= 0]
    assert (depth[alone] == 2).all() and owner[alone].tolist() == [0, 1, 2]


@pytest.mark.parametrize("deciding", [1, 3])
def test_the_data_need_the_depth_that_decides(deciding):
    batch = batched([chain(4)] * 240, width=3)
    forest = batch.trees
    depth = torch.from_numpy(forest.depth[forest.token >= 0])
    target = torch.arange(240) % 2
    owner = torch.from_numpy(forest.tree[forest.token >= 0])
    x = torch.where((depth == deciding)[:, None], batch.x + 4.0 * target[owner, None], batch.x)
    given = subject(modelled(built(leaky)), [batch._replace(x=x)])
    assert tree_dependency.find(given).number == deciding


def test_labels_without_a_reason_need_nothing():
    found = tree_dependency.find(examined(built(leaky), [chain(4)] * 240))
    assert found.number is None or found.charts[0].lines[0].y[int(found.number) - 1] < 0.05


def test_attributions_of_a_linear_network_are_its_terms():
    given = examined(built(leaky.with_options(keep=0.5)), [chain(4), full(2), chain(0)])
    (batch,) = given.batches
    found, error, points = tree_attribution.integrated(given.model, batch)
    assert error < 1e-10 and points == tree_attribution.POINTS
    assert np.allclose(tree_attribution.occluded(given.model, batch), found.sum(1).numpy())


def test_few_of_many_words_have_a_turn():
    given = examined(built(leaky), [chain(100), chain(3)])
    found = np.isfinite(tree_attribution.occluded(given.model, given.batches[0]))
    assert found[:101].sum() == tree_attribution.TURNS and found[101:].all()


def test_trees_are_drawn_with_their_words():
    given = replace(examined(built(leaky), [chain(2), chain(60)]), words=("zero", "one", "two"))
    drawn = tree_attribution.find(given).charts[1:]
    assert [chart.kind for chart in drawn] == ["tree"]
    (chart,) = drawn
    assert chart.names == ("zero", "one", "", "two", "")
    assert chart.lines[0].x == (0.0, 1.0, 0.5, 2.0, 1.25) and chart.table[0] == (2, 2, 4, 4, -1)


def test_a_sum_over_a_tree_doubles():
    """A full tree of equal words: the root holds twice what each of its children holds."""
    adding, forest = modelled(built(leaky.with_options(keep=1.0))), Forest.of([full(6)] * 2)
    x = torch.ones(len(forest.tokens), 3, dtype=DOUBLE)
    given = subject(adding, [Batch(x, target=torch.tensor([0, 1]), trees=forest)])
    found = tree_states.find(given)
    assert found.number == pytest.approx(2.0) and found.verdict == "sick"
    small = tree_states.find(examined(built(leaky), [full(2)]))
    assert small.number is None and "fewer than 24" in str(small.answer)


def test_units_that_never_fire_are_dead():
    body = built(rectified, units=4)
    with torch.no_grad():
        for parameter in body.parameters():
            if parameter.dim() == 1:
                parameter.copy_(torch.tensor([0.0, 0.0, -1e6, -1e6], dtype=DOUBLE))
    found = idle.find(examined(body, [chain(4)] * 8))
    assert found.number == 0.5 and "2 dead" in str(found.answer)


@pytest.mark.parametrize("name", CELLS)
@pytest.mark.parametrize(
    "trees", [[chain(0)] * 3, [full(1)] * 2, [chain(1)], [chain(9), chain(0), full(2)]]
)
def test_small_and_odd_trees_are_answered(name, trees):
    """Where there is nothing to ask, a sentence says so."""
    found = ask(examined(built(name), trees))
    assert [f.key for f in found] == list(QUESTIONS)
    assert all(f.answer and f.verdict in ("healthy", "sick", "open") for f in found)
    assert all(f.number is None or not math.isnan(f.number) for f in found)


@pytest.mark.parametrize("name", CELLS)
def test_watching_changes_nothing(name):
    model, batch = modelled(built(name)), batched([chain(5), full(2)])
    before = model(batch)
    with watched(model) as watcher:
        assert torch.equal(model(batch), before)
    assert torch.equal(model(batch), before)
    (passage,) = watcher.passages
    for node, value in passage.values().items():
        if node in passage.graph.results:
            position = passage.graph.results.index(node)
            assert torch.allclose(value, passage.state(position)[passage.computed])


def test_gradients_are_those_of_finite_differences():
    """A state moves, all else follows: the loss changes by its gradient."""
    model, batch = modelled(built("nary")), batched([chain(3)], classes=1)
    found = tree_gradient_ratio.gradients(model, batch)
    size, moved = 1e-6, batch.x.clone()
    moved[0, 0] += size
    change = float((model.loss(batch._replace(x=moved)) - model.loss(batch)).detach()) / size
    assert change == pytest.approx(float(found.inputs[0, 0]), rel=1e-4)


def test_picked_trees_answer_as_before():
    model, batch = modelled(built("nary")), batched([chain(3), full(2), chain(0), chain(5)])
    rows = torch.tensor([3, 0, 2, 3])
    some = pick(batch, rows)
    assert np.allclose(answers(model, [some]), answers(model, [batch])[rows])


def test_alarms_and_the_ratio_over_training_take_trees():
    model, batch = modelled(network(0.2)), batched([chain(8)] * 8)
    alarms, ratio = Alarms(every=1), RatioOverTraining(every=1)
    for update in (1, 2):
        alarms(Moment(update, model, batch, 0.5, 1.0))
        ratio(Moment(update, model, batch, 0.5, 1.0))
    (finding,) = alarms.findings
    assert finding.number == pytest.approx(0.2**8) and finding.advice == (ADVICE["vanishing"],)
    assert "deepest" in str(finding.answer)
    assert np.allclose(ratio.median[0], [0.2**d for d in range(9)])
    assert str(ratio.finding().charts[0].lines[-1].name) == "depth 8"


def test_estimators_on_trees_take_probes_and_are_examined():
    X = [f"(0 (0 w{k % 2}) (0 (0 a) (0 b)))" for k in range(20)]
    probe = RatioOverTraining(every=2)
    network = TreeClassifier("nary", 4, updates=3, backend="reference", random_state=0)
    network.fit(X, [0, 1] * 10, probes=[probe])
    assert probe.updates == [1, 3] and len(probe.median[0]) == 3
    trees = Forest.of([([2, 2, -1], [1, 2, -1])] * 4)
    batch = Batch(torch.zeros(2, 4, dtype=torch.int64), target=torch.arange(4) % 2, trees=trees)
    assert len(examine(network, [batch], questions=["gates", "idle"])) == 2


def test_trees_and_sequences_are_not_mixed_up():
    with pytest.raises(SettingError, match="needs a batch with trees"):
        subject(modelled(built("nary")), [Batch(torch.zeros(4, 2, 3), target=torch.zeros(2))])
    with pytest.raises(DataError, match="binary trees"):
        ask(examined(built("rlstm"), [([3, 3, 3, -1], [0, 1, 2, -1])]))


def path(nodes):
    """Each node but the first has one child, and a word of its own."""
    return [*range(1, nodes), -1], list(range(nodes))


@cell(states="h", children=2)
def passed_up(x, left, right, W, U):
    """A delay line where U shifts the units."""
    return W @ x + U @ left.h


def delay_line(edges):
    """The answer at the root is the word `edges` below it."""
    model = modelled(built(passed_up, units=edges + 1))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        model.body.weight_ih[0] = 1.0
        model.body.weight_hh.copy_(torch.diag(torch.ones(edges), -1))
        model.head.linear.weight[:, -1] = torch.tensor([1.0, -1.0])
    return model


@pytest.mark.parametrize("edges", [1, 5, 11, 19])
def test_the_horizon_is_exact_between_the_depths_that_are_tried(edges, monkeypatch):
    monkeypatch.setattr(tree_horizon, "MOST", 4)  # 0, 2, 8 and 19, so that trees may be small
    given = subject(delay_line(edges), [batched([path(20)] * 4)])
    assert tree_horizon.find(given, need=0).number == edges


def test_words_are_exchanged_for_those_of_another_tree_or_nothing_is_said():
    found = tree_horizon.find(subject(delay_line(3), [batched([path(9)])]))
    assert (
        found.number is None and found.verdict == "open" and "needs two trees" in str(found.answer)
    )


def test_every_question_is_answered_on_one_tree():
    found = ask(examined(built(leaky), [chain(4)]))
    assert [f.key for f in found] == list(QUESTIONS)
    for finding in found:
        assert finding.answer and (finding.number is None or np.isfinite(finding.number))
