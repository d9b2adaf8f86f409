"""A round dab on one tile, written down as routines to be compiled.

The formulas are those of `tip` and `stamping`, with which all other dabs are made.
"""

from __future__ import annotations

from functools import partial, reduce

from studio.brush.layout import (
    COVERAGE,
    HARDNESS,
    MASK,
    MASK_BYTES,
    MASK_STRIDE,
    MASKS,
    STRIDE,
)
from studio.document.routines import Number, Routine
from studio.document.tiles import TILE

# A small dab is drawn so many times as large and averaged, as its edge is most of it.
SHARPNESS = 8


class _Raising:
    """Coverage, four pixels at a time, and where it was raised.

    A dab raises it towards its own by the part that is its flow, or builds up: covers that part
    of what is bare.
    """

    def __init__(self, r: Routine, flow: Number, *, builds_up: bool) -> None:
        self.r = r
        self._flow = flow
        self._builds_up = builds_up
        self._first, self._last = (r.variable(r.number("i32", 0)) for _ in range(2))
        self._left, self._top, self._right, self._bottom = (
            r.variable(r.number("i32", one)) for one in (STRIDE, TILE, 0, 0)
        )

    def begin_row(self) -> None:
        """Of this row nothing was raised."""
        self._first.set(self.r.number("i32", 0))

    def raise_to(self, at: Number, *masks: Number) -> None:
        """Let masks, which lie side by side, cover what is at an address."""
        r = self.r
        old = [r.load("f32x4", at, 16 * index) for index in range(len(masks))]
        new = [self._raised(one, mask) for one, mask in zip(old, masks, strict=True)]
        more = [after > before for after, before in zip(new, old, strict=True)]
        with r.when(r.step("v128.any_true", "i32", reduce(Number.__or__, more))):
            for index, one in enumerate(new):
                r.store(at, one, 16 * index)
            with r.when(self._first.is_same(0)):
                self._first.set(at)
            self._last.set(at + 16 * (len(masks) - 1))

    def _raised(self, old: Number, mask: Number) -> Number:
        if self._builds_up:
            return old.plus_times((self.r.number("f32x4", 1) - old) * mask, self._flow)
        return old.plus_times((mask - old).greatest_with(0.0), self._flow)

    def end_row(self, row: Number, start: Number) -> None:
        """Widen what was raised by this row, which starts at an address."""
        r = self.r
        with r.when(self._first.is_same(0).is_same(0)):
            self._left.set(self._left.least_with((self._first - start) >> 2))
            self._right.set(self._right.greatest_with(((self._last - start) >> 2) + 4))
            self._top.set(self._top.least_with(row))
            self._bottom.set(row + 1)

    def note(self, note: Routine, address: Number, left: Number, right: Number) -> None:
        """Note it, between two columns."""
        with self.r.when(self._bottom > 0):
            self._left.set(self._left.greatest_with(left))
            self._right.set(self._right.least_with(right))
            with self.r.when(self._left < self._right):
                around = self._left, self._top, self._right, self._bottom
                self.r.call(note, address, *around)


def disc(note: Routine, *, builds_up: bool) -> Routine:
    """A large dab: within each row of the disc, whose inside need not be worked out."""
    r = Routine(f"disc_{builds_up:d}", *("i32",) * 5, *("f32",) * 6)
    address, left, top, right, bottom, x, y, inner, outer, opacity, flow = r.parameters
    raising = _Raising(r, flow.everywhere(), builds_up=builds_up)
    fall = r.number("f32", -1) / (outer - inner)
    edge, slope = (r.number("f32", 0) - outer * fall).everywhere(), fall.everywhere()
    most, row = opacity.everywhere(), r.variable(top)
    with r.repeat_while(lambda: row < bottom):
        down = row.single() + 0.5 - y
        half = (outer * outer - down * down).greatest_with(0.0).root()
        solid = (inner * inner - down * down).greatest_with(0.0).root()
        first = (x - half).floor().whole().greatest_with(left) & -8
        last = ((x + half).ceil().whole().least_with(right) + 7) & -8
        inside = _clamped((x - solid - 0.5).ceil().whole() + 7 & -8, first, last)
        beyond = _clamped((x + solid + 0.5).floor().whole() & -8, inside, last)
        start = address + COVERAGE + row * (4 * STRIDE)
        at, square = r.variable(start + (first << 2)), (down * down).everywhere()
        raising.begin_row()
        for number, end in ((first, inside), (inside, beyond), (beyond, last)):
            across = r.variable((number.single() + 0.5 - x).everywhere() + r.counts(0))
            with r.repeat_while(partial(Number.is_before, at, start + (end << 2))):
                if end is beyond:
                    raising.raise_to(at, most, most)
                else:
                    ways = [one.times_plus(one, square).root() for one in (across, across + 4.0)]
                    masks = (_stepped(way.times_plus(slope, edge)) * most for way in ways)
                    raising.raise_to(at, *masks)
                    across.set(across + 8.0)
                at.set(at + 32)
        raising.end_row(row, start)
        row.set(row + 1)
    raising.note(note, address, left, right)
    return r


def _stepped(ramp: Number) -> Number:
    """Ken Perlin's smoother step."""
    ramp = ramp.greatest_with(0.0).least_with(1.0)
    return ramp.times_plus(6.0, -15.0).times_plus(ramp, 10.0) * (ramp * ramp * ramp)


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
            across = x.single().everywhere() + (r.counts(first) + 0.5) * (1 / SHARPNESS)
            way = (across * across + down * down).root()
            total.set(total + _stepped((edge - way) * slope))
    lanes = (r.kept("f32", f"(f32x4.extract_lane {i} {total.text})") for i in range(4))
    return reduce(Number.__add__, lanes) * (1 / SHARPNESS**2)


def stamp(note: Routine, *, builds_up: bool) -> Routine:
    """A small dab: the mask at an address, its corner at x, y."""
    r = Routine(f"stamp_{builds_up:d}", *("i32",) * 8, "f32", "f32")
    address, left, top, right, bottom, found, x, y, opacity, flow = r.parameters
    raising = _Raising(r, flow.everywhere(), builds_up=builds_up)
    most, row = opacity.everywhere(), r.variable(top)
    source = r.variable(found + (((top - y) * MASK_STRIDE + left - x) << 2))
    start = r.variable(address + COVERAGE + top * (4 * STRIDE))
    width = (right - left) << 2
    with r.repeat_while(lambda: row < bottom):
        offset = r.variable(r.number("i32", 0))
        raising.begin_row()
        at = start + (left << 2)
        with r.repeat_while(partial(Number.is_before, offset, width)):
            raising.raise_to(at + offset, r.load("f32x4", source + offset) * most)
            offset.set(offset + 16)
        raising.end_row(row, start)
        source.set(source + 4 * MASK_STRIDE)
        start.set(start + 4 * STRIDE)
        row.set(row + 1)
    raising.note(note, address, left, right)
    return r
