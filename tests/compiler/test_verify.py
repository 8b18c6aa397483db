"""The checker of programs: it finds every fault that was once in them, and faults put into them."""

import copy
import dataclasses
import random
import re
from collections import OrderedDict

import odd_cells
import pytest
import torch
from reported_cells import k, lowrank, names, products_only, projected, second_order, stacked, twice
from tests.japanese import english_in

from recurra import cells
from recurra.compiler import chain as chain_module
from recurra.compiler import faults, layout, loops, proof_record, split
from recurra.compiler.chain import Chain
from recurra.compiler.conformance import variants
from recurra.compiler.statements import (
    ColumnGradient,
    MatrixGradient,
    Multiply,
    MultiplyAll,
    Place,
    RowLoop,
    Store,
    TimeLoop,
    TotalGradient,
    UnitLoop,
)
from recurra.compiler.tree_chain import TreeChain
from recurra.compiler.verify import verify_backward, verify_forward
from recurra.errors import CellError, KernelWarning, ProgramError
from recurra.ir import build, stored
from recurra.nn import Recurrent


def passes(graph):
    own = Chain(graph)
    return own.training, own.inference, own.backward


@pytest.mark.parametrize("own", [*cells.ALL, *odd_cells.ALL], ids=lambda c: c.name)
def test_programs_are_right(own):
    graphs = {"plain": own.graph(), **{n: v.of(own.graph()) for n, v in variants(own).items()}}
    for graph in graphs.values():
        passes(graph)


@pytest.mark.parametrize("own", cells.TREES, ids=lambda c: c.name)
def test_programs_over_trees_are_right(own):
    assert TreeChain(own.graph()).upwards and TreeChain(own.graph()).downwards


# each fault of the past, put back


def test_a_sum_that_is_an_operand_keeps_its_place(monkeypatch):
    own = layout._free
    monkeypatch.setattr(
        layout, "_free", lambda where, place, d, needed: own(where, place, d, set())
    )
    with pytest.raises(ProgramError, match=r"gradient of 'U': missing 3"):
        passes(lowrank.graph())


@pytest.mark.parametrize("own", [second_order, stacked, products_only], ids=lambda c: c.name)
def test_what_a_carried_gradient_is_added_to_is_put_there(monkeypatch, own):
    def without_base(make, step):
        return split._handed_on(make, step)

    passes(own.graph())
    monkeypatch.setattr(split, "_with_copies", without_base)
    with pytest.raises(ProgramError):
        passes(own.graph())


def test_a_carried_gradient_is_not_overwritten_before_it_is_read(monkeypatch):
    monkeypatch.setattr(split, "_handed_on", lambda make, step: step)
    with pytest.raises(ProgramError, match=r"'later_h'.*missing: final h"):
        passes(k.graph())


def test_each_of_several_sums_over_a_column_counts(monkeypatch):
    own = loops._summed

    def one_a_column(matrices, columns, forward):
        return own(matrices, list({c.column: c for c in columns}.values()), forward)

    monkeypatch.setattr(loops, "_summed", one_a_column)
    with pytest.raises(ProgramError, match="gradient of the parameter 'b': missing"):
        passes(twice.graph())


@pytest.mark.parametrize("own", [names, projected], ids=lambda c: c.name)
def test_two_tensors_do_not_share_a_name(monkeypatch, own):
    signature, options = own.signature, dict(own.options)
    monkeypatch.setattr(stored.Stored, "_free", lambda self, name, role, first: name)
    with pytest.raises(CellError, match="two stored tensors are called"):
        build.build(signature, options, True)
    monkeypatch.setattr(build, "check_names", lambda graph: None)
    with pytest.raises(ProgramError, match="two stored tensors are called"):
        passes(build.build(signature, options, True))


# faults put into programs that are laid out


def stores_of(own):
    """All stores of a pass: where each is, as positions."""
    for a, loop in enumerate(own.statements):
        for b, rows in enumerate(loop.body if isinstance(loop, TimeLoop) else ()):
            for c, units in enumerate(rows.body if isinstance(rows, RowLoop) else ()):
                for d, one in enumerate(units.body if isinstance(units, UnitLoop) else ()):
                    if isinstance(one, Store):
                        yield a, b, c, d


def replaced(items, number, *new):
    return (*items[:number], *new, *items[number + 1 :])


def with_body(own, where, change):
    """The pass with another body of one loop over units."""
    a, b, c, _ = where
    loop = own.statements[a]
    rows = loop.body[b]
    units = rows.body[c]
    units = dataclasses.replace(units, body=change(units.body))
    rows = dataclasses.replace(rows, body=replaced(rows.body, c, units))
    loop = dataclasses.replace(loop, body=replaced(loop.body, b, rows))
    return dataclasses.replace(own, statements=replaced(own.statements, a, loop))


def drop_a_store(own, draw):
    where = draw.choice(list(stores_of(own)))
    return with_body(own, where, lambda body: replaced(body, where[3]))


def store_elsewhere(own, draw):
    """One buffer is shared by two values: a store goes where another one goes."""
    wheres = list(stores_of(own))
    where, other = draw.choice(wheres), draw.choice(wheres)
    a, b, c, d = other
    place = own.statements[a].body[b].body[c].body[d].place

    def change(body):
        one = body[where[3]]
        return replaced(body, where[3], dataclasses.replace(one, place=place))

    return with_body(own, where, change)


def lose_a_product(own, draw):
    """A term of a sum is lost."""
    tops = [n for n, s in enumerate(own.statements) if isinstance(s, MultiplyAll)]
    inner = [
        (n, m)
        for n, s in enumerate(own.statements) if isinstance(s, TimeLoop)
        for m, one in enumerate(s.body) if isinstance(one, Multiply)
    ]  # fmt: skip
    where = draw.choice([*tops, *inner])
    if isinstance(where, int):
        return dataclasses.replace(own, statements=replaced(own.statements, where))
    n, m = where
    loop = dataclasses.replace(own.statements[n], body=replaced(own.statements[n].body, m))
    return dataclasses.replace(own, statements=replaced(own.statements, n, loop))


def set_for_add(own, draw):
    """A product sets what it should be added to, or the other way round."""
    chosen = draw.choice(own.products)
    flipped = dataclasses.replace(chosen, add=not chosen.add)

    def changed(s):
        if isinstance(s, MultiplyAll) and s.product is chosen:
            return MultiplyAll(flipped)
        if isinstance(s, TimeLoop):
            return dataclasses.replace(s, body=tuple(flipped if m is chosen else m for m in s.body))
        return s

    return dataclasses.replace(own, statements=tuple(map(changed, own.statements)))


def lose_a_gradient(own, draw):
    kinds = MatrixGradient | ColumnGradient | TotalGradient
    where = draw.choice([n for n, s in enumerate(own.statements) if isinstance(s, kinds)])
    return dataclasses.replace(own, statements=replaced(own.statements, where))


def double_a_gradient(own, draw):
    kinds = MatrixGradient | ColumnGradient | TotalGradient
    where = draw.choice([n for n, s in enumerate(own.statements) if isinstance(s, kinds)])
    twice_ = own.statements[where]
    return dataclasses.replace(own, statements=replaced(own.statements, where, twice_, twice_))


def read_another_column(own, draw):
    """The gradient of a matrix is made of another column."""
    where = draw.choice([n for n, s in enumerate(own.statements) if isinstance(s, MatrixGradient)])
    statement = own.statements[where]
    place = draw.choice([s.delta for s in own.statements if isinstance(s, MatrixGradient)])
    place = place if place != statement.delta else Place(statement.delta.buffer, 99)
    new = dataclasses.replace(statement, delta=place)
    return dataclasses.replace(own, statements=replaced(own.statements, where, new))


def one_step_off(own, draw):
    """A product reads what is there now, not what was there before, or the other way round."""
    products = [s for s in own.statements if isinstance(s, TimeLoop)]
    pairs = [(s, m) for s in products for m in s.body if isinstance(m, Multiply)]
    if not pairs:
        return own
    loop, chosen = draw.choice(pairs)
    moved = chosen.operand._replace(before=not chosen.operand.before)
    new = dataclasses.replace(chosen, operand=moved)
    changed = dataclasses.replace(loop, body=tuple(new if m is chosen else m for m in loop.body))
    statements = tuple(changed if s is loop else s for s in own.statements)
    return dataclasses.replace(own, statements=statements)


def other_order(own, draw):
    """Two statements of a pass change places."""
    if len(own.statements) < 2:
        return own
    first = draw.randrange(len(own.statements) - 1)
    a, b = own.statements[first : first + 2]
    statements = replaced(replaced(own.statements, first, b), first + 1, a)
    return dataclasses.replace(own, statements=statements)


FAULTS = (
    drop_a_store, store_elsewhere, lose_a_product, set_for_add, lose_a_gradient,
    double_a_gradient, read_another_column, one_step_off,
)  # fmt: skip
OF_GRADIENTS = {lose_a_gradient, double_a_gradient, read_another_column}
MUTATED = (
    *(cells.find(n) for n in ("lstm", "gru_original", "scrn", "peephole", "slstm", "rglru")),
    lowrank, stacked, twice, k,
)  # fmt: skip


def same_program(a, b):
    """Whether two passes do the same: the order of gradients, for instance, changes nothing."""
    return a.statements == b.statements


def test_faults_put_into_programs_are_found():
    """100 faults in laid-out programs: all are found, but those that change nothing."""
    draw, found, unchanged, missed = random.Random(7), 0, 0, []
    while found + len(missed) < 100:
        own = Chain(draw.choice(MUTATED).graph())
        fault = draw.choice(FAULTS)
        backward = fault in OF_GRADIENTS or draw.random() < 0.5
        before = own.backward if backward else own.training
        try:
            after = fault(before, draw)
        except IndexError:  # the program has nothing of the kind
            continue
        if same_program(before, after):
            unchanged += 1
            continue
        fresh = copy.copy(own)
        try:
            if backward:
                verify_backward(fresh, after)
            else:
                verify_forward(fresh, after, True)
            missed.append((own.graph.cell, fault.__name__, backward))
        except ProgramError as error:
            found += 1
            assert not english_in(error)
    print(f"{found} of 100 faults found; {unchanged} draws changed nothing; missed: {missed}")
    assert found == 100, missed


def test_words_of_a_fault():
    """The message says which program, which step, which buffer, and what is missing there."""
    own = Chain(cells.find("lstm").graph())
    loop = next(s for s in own.training.statements if isinstance(s, TimeLoop))
    body = tuple(s for s in loop.body if not isinstance(s, Multiply))
    broken = dataclasses.replace(
        own.training,
        statements=tuple(
            dataclasses.replace(s, body=body) if s is loop else s for s in own.training.statements
        ),
    )
    with pytest.raises(ProgramError) as caught:
        verify_forward(own, broken, True)
    text = str(caught.value)
    assert re.search(r"cell 'lstm': the forward program is wrong at step 0, buffer 'gates_h'", text)
    assert "missing: U." in text and "start h" in text
    assert not english_in(caught.value)


def test_a_program_that_is_wrong_is_not_run(monkeypatch, tmp_path):
    """One loud sentence says so, and the reference runs the cell; of the gallery, too."""
    monkeypatch.setattr(loops, "_matrices", lambda *given: [])  # no matrix gets a gradient
    monkeypatch.setattr(chain_module, "_known", OrderedDict())
    monkeypatch.setattr(proof_record, "folder", lambda: tmp_path)
    monkeypatch.setattr(faults, "_faults", {})
    network = Recurrent("gru_original", 3, 4)
    with pytest.warns(KernelWarning, match="the backward program is wrong at step"):
        network(torch.zeros(2, 1, 3))
    assert network.explain().startswith("reference: not numba")
    (written,) = tmp_path.glob("wrong-gru_original*.txt")
    assert "the backward program is wrong" in written.read_text(encoding="utf-8")
