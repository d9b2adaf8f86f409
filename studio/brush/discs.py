"""A round dab on one tile, written down as routines to be compiled.

The formulas are those of `tip` and `stamping`, with which all other dabs are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import partial, reduce

from studio.brush.layout import (
    COVERAGE,
    CUT,
    FAR,
    HARDNESS,
    MASK,
    MASK_BYTES,
    MASK_STRIDE,
    MASKS,
    STRIDE,
    TILE_BYTES,
)
from studio.document.routines import Number, Operand, Routine
from studio.document.tiles import TILE

# A small dab is drawn so many times as large and averaged, as its edge is most of it.
SHARPNESS = 8


class Way(IntEnum):
    """What a dab does to coverage: at its full flow it raises it to its own.

    With less of it towards its own by that part; or it builds up: covers that part of what is bare.
    """

    covering = 0
    raising = 1
    building_up = 2


class _Raising:
    """Coverage, four pixels at a time, and where it was raised."""

    def __init__(self, r: Routine, way: Way, flow: Number) -> None:
        self.r = r
        self._way = way
        self._flow = flow.everywhere()
        self._first, self._last = (r.variable(r.number("i32", 0)) for _ in range(2))
        self._left, self._top, self._right, self._bottom = (
            r.variable(r.number("i32", one)) for one in (TILE, TILE_BYTES, 0, 0)
        )

    def raise_to(self, at: Number, masks: Iterable[Number]) -> None:
        """Let masks, which lie side by side, cover what is at an address."""
        r, masks = self.r, tuple(masks)
        old = [r.load("f32x4", at, 16 * index) for index in range(len(masks))]
        new = [
            _raised(self._way, one, mask, self._flow) for one, mask in zip(old, masks, strict=True)
        ]
        more = [after > before for after, before in zip(new, old, strict=True)]
        with r.when(r.step("v128.any_true", "i32", reduce(Number.__or__, more))):
            for index, one in enumerate(new):
                r.store(at, one, 16 * index)
            with r.when(self._first.is_same(0)):
                self._first.set(at)
            self._last.set(at)

    def begin(self) -> None:
        """Of these columns nothing was raised."""
        self._first.set(self.r.number("i32", 0))

    def end(self, start: Number, left: Number, right: Number) -> None:
        """Take in what was raised between two columns, which start at an address."""
        with self.r.when(self._first.is_same(0).is_same(0)):
            self._left.set(self._left.least_with(left))
            self._top.set(self._top.least_with(self._first - start))
            self._right.set(self._right.greatest_with(right))
            self._bottom.set(self._bottom.greatest_with(self._last - start + 4 * STRIDE))

    def note(self, note: Routine, address: Number, left: Number, right: Number) -> None:
        """Note it, between two columns."""
        r = self.r
        with r.when(self._bottom > 0):
            stride = r.number("i32", 4 * STRIDE)
            top, bottom = (
                r.step("i32.div_u", "i32", one, stride) for one in (self._top, self._bottom)
            )
            sides = self._left.greatest_with(left), self._right.least_with(right)
            with r.when(sides[0] < sides[1]):
                r.call(note, address, sides[0], top, sides[1], bottom)


def _raised(way: Way, old: Number, mask: Number, flow: Number) -> Number:
    if way is Way.covering:
        return old.greatest_with(mask)
    if way is Way.raising:
        return old.plus_times((mask - old).greatest_with(0.0), flow)
    bare = old.routine.number("f32x4", 1) - old
    return old.plus_times(bare * mask.greatest_with(0.0), flow)


def disc(note: Routine, way: Way) -> Routine:
    """A large dab: strips of eight columns, within each the rows of the disc, its inside quickly.

    Rows are many, and so are guessed right by the processor more often than columns would be.
    """
    r = Routine(f"disc_{way.name}", *("i32",) * 5, *("f32",) * 6)
    address, left, top, right, bottom, x, y, inner, outer, opacity, flow = r.parameters
    fall = r.number("f32", -1) / (outer - inner)
    edge, slope = (r.number("f32", 0) - outer * fall).everywhere(), fall.everywhere()
    most, column = opacity.everywhere(), r.variable(left & -8)
    scale = most * 6.0, most * -15.0, most * 10.0
    spans, raising = _Spans(r, y, inner, outer), _Raising(r, way, flow)
    with r.repeat_while(lambda: column < right):
        across = column.single() + 0.5 - x
        first, inside, beyond, last = spans.at(across, top, bottom)
        with r.when(first < last):
            start = address + COVERAGE + (column << 2)
            at = r.variable(start + first * (4 * STRIDE))
            ways = [across.everywhere() + r.lanes(*(i + j for j in range(4))) for i in (0, 4)]
            squares = [one * one for one in ways]
            raising.begin()
            for number, end in ((first, inside), (inside, beyond), (beyond, last)):
                down = r.variable((number.single() + 0.5 - y).everywhere())
                stop = start + end * (4 * STRIDE)
                with r.repeat_while(partial(Number.is_before, at, stop)):
                    if end is beyond:
                        raising.raise_to(at, (most, most))
                    else:
                        far = (down.times_plus(down, one).root() for one in squares)
                        ramps = (one.times_plus(slope, edge).least_with(1.0) for one in far)
                        raising.raise_to(at, [_stepped(ramp, scale) for ramp in ramps])
                        down.set(down + 1.0)
                    at.set(at + 4 * STRIDE)
            raising.end(start, column, column + 8)
        column.set(column + 8)
    raising.note(note, address, left, right)
    return r


class _Spans:
    """Where eight columns of pixels enter a disc and its solid inside, and leave them."""

    def __init__(self, r: Routine, y: Number, inner: Number, outer: Number) -> None:
        self._r = r
        radius = outer.everywhere() * r.lanes(1, 1, 0, 0) + inner.everywhere() * r.lanes(0, 0, 1, 1)
        self._square = radius * radius
        self._middle = y.everywhere() * r.lanes(-1, 1, -1, 1) + r.lanes(0.5, 0.5, 0.25, 0.25)
        self._rise = r.load("f32x4", CUT + 16)
        self._most = r.load("f32x4", CUT) + self._rise.one("f32x4.abs") * 3.5

    def at(self, across: Number, top: Number, bottom: Number) -> tuple[Number, ...]:
        """Rows between two; across: from the centre to the first column."""
        r = self._r
        to_last = across + 7.0
        near = across.greatest_with(to_last * -1.0).greatest_with(0.0)
        far = (across * -1.0).greatest_with(to_last)
        away = near.everywhere() * r.lanes(1, 1, 0, 0) + far.everywhere() * r.lanes(0, 0, 1, 1)
        reach = (self._square - away * away).greatest_with(0.0).root()
        cut = (across + 3.5).everywhere().times_plus(self._rise, self._most)
        reach = (reach.least_with(cut).greatest_with(-FAR) + self._middle).floor()
        whole = r.step("i32x4.relaxed_trunc_f32x4_s", "i32x4", reach)
        ends = [r.kept("i32", f"(i32x4.extract_lane {i} {whole.text})") for i in range(4)]
        first = (r.number("i32", 0) - ends[0]).greatest_with(top)
        last = ends[1].least_with(bottom)
        inside = _clamped(r.number("i32", 0) - ends[2], first, last)
        return first, inside, _clamped(ends[3], inside, last), last


def _stepped(ramp: Number, scale: Sequence[Operand] = (6.0, -15.0, 10.0)) -> Number:
    """Ken Perlin's smoother step up to 1; below 0 it is negative, which raises nothing."""
    first, second, third = scale
    return ramp.times_plus(first, second).times_plus(ramp, third) * (ramp * ramp * ramp)


def _clamped(number: Number, least: Number, most: Number) -> Number:
    return number.greatest_with(least).least_with(most)


def mask() -> Routine:
    """The address of a small dab's mask, by its centre's place in its pixel; made if need be."""
    r = Routine("mask", *("f64",) * 5, gives="i32")
    x, y, size, inner, outer = r.parameters
    number = ((size * 8.0).whole() << 4) + ((y * 4.0).whole() << 2) + (x * 4.0).whole()
    address = number * MASK_BYTES + MASKS
    hardness = r.load("f64", HARDNESS)
    is_there = r.load("f64", address).is_same(hardness) & r.load("i32", address, 12)
    with r.when(is_there.is_same(0)):
        reach = (outer + 0.5).ceil().whole()
        r.do(f"(memory.fill {address.text} (i32.const 0) (i32.const {MASK_BYTES}))")
        r.store(address, hardness)
        r.store(address, reach, 8)
        r.store(address, r.number("i32", 1), 12)
        side, row = (reach << 1) + 1, r.variable(r.number("i32", 0))
        column = r.variable(row)
        with r.repeat_while(lambda: row < side):
            column.set(r.number("i32", 0))
            with r.repeat_while(lambda: column < side):
                corner = (column - reach).double() - x, (row - reach).double() - y
                mean = _mean(r, *corner, inner.single(), outer.single())
                r.store(address + ((row * MASK_STRIDE + column) << 2), mean, MASK)
                column.set(column + 1)
            row.set(row + 1)
    r.do(address.text)
    return r


def _mean(r: Routine, x: Number, y: Number, inner: Number, outer: Number) -> Number:
    """The mean of a pixel whose corner is so far from a dab's centre."""
    edge, total = outer.everywhere(), r.variable(r.number("f32x4", 0))
    slope = (r.number("f32", 1) / (outer - inner)).everywhere()
    for part in range(SHARPNESS):
        down = (y + (part + 0.5) / SHARPNESS).single().everywhere()
        for first in (0, 4):
            across = x.single().everywhere() + (r.lanes(*(first + i for i in range(4))) + 0.5) * (
                1 / SHARPNESS
            )
            way = (across * across + down * down).root()
            total.set(total + _stepped(((edge - way) * slope).least_with(1.0).greatest_with(0.0)))
    lanes = (r.kept("f32", f"(f32x4.extract_lane {i} {total.text})") for i in range(4))
    return reduce(Number.__add__, lanes) * (1 / SHARPNESS**2)


def stamp(note: Routine, way: Way) -> Routine:
    """A small dab: the mask at an address, its corner at x, y."""
    r = Routine(f"stamp_{way.name}", *("i32",) * 8, "f32", "f32")
    address, left, top, right, bottom, found, x, y, opacity, flow = r.parameters
    most, often, row = opacity.everywhere(), flow.everywhere(), r.variable(top)
    source = r.variable(found + (((top - y) * MASK_STRIDE + left - x) << 2))
    start = r.variable(address + COVERAGE + top * (4 * STRIDE) + (left << 2))
    width = (right - left) << 2
    with r.repeat_while(lambda: row < bottom):
        offset = r.variable(r.number("i32", 0))
        with r.repeat_while(partial(Number.is_before, offset, width)):
            mask, at = r.load("f32x4", source + offset) * most, start + offset
            r.store(at, _raised(way, r.load("f32x4", at), mask, often))
            offset.set(offset + 16)
        source.set(source + 4 * MASK_STRIDE)
        start.set(start + 4 * STRIDE)
        row.set(row + 1)
    r.call(note, address, left, top, right, bottom)
    return r
