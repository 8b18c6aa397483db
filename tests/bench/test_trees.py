"""The ways that trees are timed against compute what ours does."""

import torch

from recurra.bench.rivals.tree_lstm import BinaryByNode, ByLevel, by_level
from recurra.bench.trees import sentences, tree_times
from recurra.cells import find
from recurra.compiler.tree_conformance import random_forest
from recurra.nn import Forest, Recursive

FOREST = random_forest(find("nary"), trees=4, most=7, seed=0)


def numbers(network):
    layer = network._layer
    stored = {p: layer.rows(p) for g in layer.graph.groups for p in g.params}
    return {p: getattr(network, name)[rows] for p, (name, rows) in stored.items()}


def test_node_by_node_is_the_same_network():
    own, rival = Recursive("nary", 3, 5), BinaryByNode(3, 5)
    p = numbers(own)
    with torch.no_grad():
        rival.own.weight.copy_(torch.cat([p[f"W.{k}"] for k in "iouf"]))
        rival.own.bias.copy_(torch.cat([p[f"b.{k}"] for k in "iouf"]))
        ways = ("U.i.{}", "U.o.{}", "U.u.{}", "U.f.l{}", "U.f.r{}")
        rival.left.weight.copy_(torch.cat([p[way.format("l")] for way in ways]))
        rival.right.weight.copy_(torch.cat([p[way.format("r")] for way in ways]))
    x = torch.randn(len(FOREST.tokens), 3)
    torch.testing.assert_close(rival(FOREST, x), own(FOREST, x).roots)


def test_the_package_s_algorithm_is_the_same_network(monkeypatch):
    own, made = Recursive("childsum", 5, 5), []
    monkeypatch.setattr(ByLevel, "__init__", _kept(ByLevel.__init__, made))
    run = by_level(FOREST, 5)
    p, rival = numbers(own), made[0]
    with torch.no_grad():
        rival.w_iou.weight.copy_(torch.cat([p[f"W.{k}"] for k in "iou"]))
        rival.w_iou.bias.copy_(torch.cat([p[f"b.{k}"] for k in "iou"]))
        rival.u_iou.weight.copy_(torch.cat([p[f"U.{k}"] for k in "iou"]))
        rival.w_f.weight.copy_(p["W.f"])
        rival.w_f.bias.copy_(p["b.f"])
        rival.u_f.weight.copy_(p["U.f"])
    x = torch.randn(len(FOREST.tokens), 5)
    torch.testing.assert_close(run(x), own(FOREST, x).roots)


def _kept(init, made):
    def wrapped(self, *given):
        init(self, *given)
        made.append(self)

    return wrapped


def test_times_are_of_the_same_trees():
    pair = [Forest.of([([2, 2, -1], [0, 1, -1])])] * 2
    times = tree_times(pair, units=3, seconds=0.5)
    assert {t.cell for t in times} == {"nary", "childsum", "rlstm", "rnn_tree"}
    assert all(t.nodes == 6 and t.levels == 2 and t.p50 > 0 for t in times)
    assert len(sentences(times)) == len(times)
