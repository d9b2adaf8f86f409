"""Dabs along a path, written down as routines to be compiled.

A call of numpy or OpenCV takes longer than all of a small dab, and a pen event has twenty of
those; so an event's dabs are placed, shaped and raised in one call. The formulas are those of
`path`, `marks` and `dab`, with which all other dabs are placed.
"""

from __future__ import annotations

from functools import partial

from studio.brush.inking import lay
from studio.brush.landing import landing
from studio.brush.layout import (
    BUILDS_UP,
    CUT,
    DAB,
    DABS,
    FAR,
    FELT,
    FIRST_DAB,
    KNOT,
    KNOTS,
    LEG,
    MOST_DABS,
    SPACING,
    TILES,
    WALKED,
)
from studio.document.routines import Number, Routine, module_of

_PAGE = 1 << 16


def round_dabs() -> str:
    """The module: `walk` and `press` raise coverage, `lay` lays ink where they did."""
    land, feel, settle, cut = landing(), _feel(), _settle(), _cut()
    raise_all = _raise_all(settle, cut, land.dab)
    called = _walk(land.begin, feel, raise_all), _press(land.begin, raise_all), lay()
    shared = *land.parts, feel, settle, cut, raise_all
    return module_of(*shared, *called, pages=TILES // _PAGE)


def _feel() -> Routine:
    """Where t is on the curve, and what the brush makes of the pen there: a dab at an address."""
    r = Routine("feel", "f64", "i32")
    t, at = r.parameters
    t = t.least_with(1.0)
    for axis in (0, 8):
        start, leaving, bend, turn = (r.load("f64", LEG + axis + 16 * i) for i in range(4))
        r.store(at, start + t * (leaving + t * (bend + t * turn)), axis)
    knot = r.variable(r.number("i32", KNOTS))
    with r.repeat_while(lambda: t > r.load("f64", knot, KNOT)):
        knot.set(knot + KNOT)
    before, after = r.load("f64", knot), r.load("f64", knot, KNOT)
    share = (t - before) / (after - before)
    for offset in (8, 16, 24):
        first, last = r.load("f64", knot, offset), r.load("f64", knot, KNOT + offset)
        r.store(at, first + share * (last - first), 8 + offset)
    r.store(at, r.load("f64", at, 16).greatest_with(0.5), 16)
    return r


def _step(r: Routine) -> Number:
    """`Marker.step` where it was felt."""
    size = r.load("f64", FELT + 16)
    return (size * 0.125).root().greatest_with(r.load("f64", SPACING) * size)


def _walk(begin: Routine, feel: Routine, raise_all: Routine) -> Routine:
    """Dabs at whole numbers of steps along the leg, taken for so many chords."""
    r = Routine("walk", "i32")
    (chords,) = r.parameters
    r.call(begin)
    felt, t = r.number("i32", FELT), r.variable(r.number("f64", 0))
    r.call(feel, t, felt)
    i, dab = r.variable(r.number("i32", 0)), r.variable(r.number("i32", FIRST_DAB))
    x, y = r.variable(r.load("f64", FELT)), r.variable(r.load("f64", FELT + 8))
    step, nth = r.variable(_step(r)), r.variable(t)
    with r.repeat_while(lambda: i < chords):
        i.set(i + 1)
        end = i.double() / chords.double()
        r.call(feel, end, felt)
        across, down = r.load("f64", FELT) - x, r.load("f64", FELT + 8) - y
        x.set(r.load("f64", FELT))
        y.set(r.load("f64", FELT + 8))
        next_step, walked = _step(r), r.load("f64", WALKED)
        gained = (across * across + down * down).root() * 2.0 / (step + next_step)
        nth.set(walked.floor() + 1.0)
        most = (walked + gained).floor()
        with r.repeat_while(partial(Number.__le__, nth, most)):
            r.call(feel, t + (end - t) * (nth - walked) / gained, dab)
            dab.set(dab + DAB)
            with r.when(dab.is_same(FIRST_DAB + MOST_DABS * DAB)):
                r.call(raise_all, dab)
                dab.set(r.number("i32", FIRST_DAB))
            nth.set(nth + 1.0)
        r.store(WALKED, walked + gained)
        t.set(end)
        step.set(next_step)
    r.call(raise_all, dab)
    return r


def _press(begin: Routine, raise_all: Routine) -> Routine:
    """So many dabs, each as it is told."""
    r = Routine("press", "i32")
    (count,) = r.parameters
    r.call(begin)
    r.call(raise_all, count * DAB + FIRST_DAB)
    return r


def _raise_all(settle: Routine, cut: Routine, dab: Routine) -> Routine:
    """Raise coverage by the dabs up to an address; the last is kept, as it touches the next."""
    r = Routine("raise_all", "i32")
    (end,) = r.parameters
    first = r.number("i32", FIRST_DAB)
    r.leave_when(end.is_same(FIRST_DAB))
    at = r.variable(first)
    with r.repeat_while(lambda: at < end):
        r.call(settle, at)
        at.set(at + DAB)
    r.store(end, r.number("f64", 0), 16)
    at.set(first)
    with r.repeat_while(lambda: at < end):
        r.store(CUT, r.number("f32x4", FAR))
        r.store(CUT + 16, r.number("f32x4", 0))
        r.call(cut, at, at - DAB)
        r.call(cut, at, at + DAB)
        r.call(dab, at)
        at.set(at + DAB)
    for offset in range(0, DAB, 8):
        r.store(DABS, r.load("f64", end - DAB, offset), offset)
    return r


def _settle() -> Routine:
    """Round the size and place of a dab as `DabCache.at` does."""
    r = Routine("settle", "i32")
    (at,) = r.parameters
    size = _rounded(r, r.load("f64", at, 16))
    phases = (((size < 128.0) + 1) << 1).double()
    for axis in (0, 8):
        r.store(at, (r.load("f64", at, axis) * phases).nearest() / phases, axis)
    r.store(at, size, 16)
    return r


def _cut() -> Routine:
    """Cut off the half of a dab that is nearer to another, if that covers it no less."""
    r = Routine("cut", "i32", "i32")
    at, other = r.parameters
    for offset in (16, 24):
        r.leave_when(r.load("f64", at, offset) > r.load("f64", other, offset))
    r.leave_when(r.load("i32", BUILDS_UP))
    r.leave_when(r.load("f64", other, 32) < 1.0)
    across, down = (r.load("f64", other, axis) - r.load("f64", at, axis) for axis in (0, 8))
    # A little more than half, for where both are as near.
    half = (across * across + down * down) * 0.5625
    r.leave_when(half <= 0.0)
    side = ((down >= 0.0) << 2) + CUT
    run = down.one("f64.abs").greatest_with(0.001)
    r.store(side, (half / run).single())
    r.store(side, (across / run * -1.0).single(), 16)
    return r


def _rounded(r: Routine, size: Number) -> Number:
    """To 1/8 px, or under 1.6 % when large, as `dab` does."""
    # 7 binary digits: of 2^(e - 7) for a size of less than 2^e.
    exponent = r.step("i64.reinterpret_f64", "i64", size) >> 52
    step = r.step("f64.reinterpret_i64", "f64", (exponent - 6) << 52).greatest_with(0.125)
    return (size / step).nearest().greatest_with(1.0) * step
