from __future__ import annotations

import struct

import numpy as np
import pytest

from studio.document.compiled import Compiled
from studio.document.routines import Number, Routine, module_of


def ran(*routines: Routine, numbers: tuple[int, ...] = ()) -> Compiled:
    """The memory after the last of them has run."""
    from wasmtime import Engine, Module

    engine = Engine()
    machine = Compiled(engine, Module(engine, module_of(*routines, pages=1)))
    machine.routine(routines[-1].name)(*numbers)
    return machine


def f64(machine: Compiled, address: int = 0) -> float:
    return float(struct.unpack("<d", machine.array(address, 8).tobytes())[0])


def test_it_counts_as_long_as_it_is_told():
    r = Routine("sum", "i32")
    (most,) = r.parameters
    i, total = r.variable(r.number("i32", 0)), r.variable(r.number("f64", 0.5))
    with r.repeat_while(lambda: i < most):
        i.set(i + 1)
        total.set(total + i.double())
    r.store(0, total)
    assert f64(ran(r, numbers=(10,))) == 55.5


@pytest.mark.parametrize(("number", "expected"), [(3, 1.0), (7, 2.0)])
def test_what_is_inside_a_condition_is_done_only_then(number: int, expected: float):
    r = Routine("choose", "i32")
    r.store(0, r.number("f64", 1))
    with r.when(r.parameters[0] > 5):
        r.store(0, r.number("f64", 2))
    assert f64(ran(r, numbers=(number,))) == expected


def test_a_value_stays_what_it_was_when_its_variable_is_set():
    r = Routine("keep")
    variable = r.variable(r.number("f64", 1))
    before = variable + 0.0
    variable.set(variable + 1.0)
    r.store(0, before * 10.0 + variable)
    assert f64(ran(r)) == 12


def test_one_asks_another():
    half = Routine("half", "f64", gives="f64")
    half.do((half.parameters[0] * 0.5).text)
    r = Routine("quarter")
    r.store(0, r.ask(half, r.ask(half, r.number("f64", 3))))
    assert f64(ran(half, r)) == 0.75


def test_one_is_left_early():
    r = Routine("leave", "i32")
    r.store(0, r.number("f64", 1))
    r.leave_when(r.parameters[0].is_same(4))
    r.store(0, r.number("f64", 2))
    assert f64(ran(r, numbers=(4,))) == 1
    assert f64(ran(r, numbers=(5,))) == 2


def test_four_numbers_are_worked_out_at_once():
    r = Routine("lanes")
    lanes = r.lanes(1, 2, 3, 4).times_plus(2.0, 0.5)
    r.store(16, lanes.least_with(6.0).greatest_with(3.0).root() / 2.0)
    found = ran(r).array(16, 16).view(np.float32)
    np.testing.assert_allclose(found, np.sqrt([3, 4.5, 6, 6]) / 2, rtol=1e-6)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (lambda x: x.nearest(), 2.0),
        (lambda x: (x + 0.1).ceil(), 3.0),
        (lambda x: x.floor(), 2.0),
        (lambda x: x.single().double(), 2.5),
        (lambda x: (x.whole() << 3).double(), 16.0),
        (lambda x: ((x.whole() - 7) >> 1).double(), -3.0),
        (lambda x: ((x.whole() + 5) & 6).double(), 6.0),
        (lambda x: (x.whole() | 5).double(), 7.0),
        (lambda x: x.plus_times(2.0, 3.0) if x.kind == "f32x4" else x + 6.0, 8.5),
    ],
)
def test_numbers_are_rounded_and_moved(made, expected: float):
    r = Routine("round")
    number: Number = made(r.variable(r.number("f64", 2.5)))
    r.store(0, number)
    assert f64(ran(r)) == expected


def test_addresses_beyond_2_gib_come_after_the_others():
    r = Routine("order", "i32", "i32")
    r.store(0, r.parameters[0].is_before(r.parameters[1]).double())
    assert f64(ran(r, numbers=(5, -5))) == 1


def test_what_is_seen_of_memory_stays_there_when_it_grows():
    r = Routine("grow")
    r.do("(drop (memory.grow (i32.const 500)))")
    r.store(0, r.number("f64", 7))
    from wasmtime import Engine, Module

    engine = Engine()
    machine = Compiled(engine, Module(engine, module_of(r, pages=1)))
    seen = machine.array(0, 8)
    machine.routine("grow")()
    assert machine.nbytes == 501 << 16
    assert seen.view(np.float64)[0] == 7
    machine.array(400 << 16, 8)[:] = 1


def test_no_memory_is_said_so():
    r = Routine("beyond")
    r.store(1 << 20, r.number("f64", 7))
    with pytest.raises(MemoryError):
        ran(r)
