"""Dabs along a path, each on every tile it reaches, written down as routines to be compiled.

A call of numpy or OpenCV takes longer than all of a small dab, and a pen event has twenty of
those; so an event's dabs are placed, shaped and raised in one call. The formulas are those of
`path`, `marks` and `dab`, with which all other dabs are placed.
"""

from __future__ import annotations

from functools import partial

from studio.brush import discs
from studio.brush.inking import lay
from studio.brush.layout import (
    BAND,
    BUILDS_UP,
    COVERAGE,
    DAB,
    DABS,
    FELT,
    GRID,
    HARDNESS,
    HOLDS,
    KNOT,
    KNOTS,
    LEG,
    MASK,
    NEXT,
    PLACES,
    RECORD,
    SPACING,
    STRIDE,
    TILE_BYTES,
    TILES,
    TOUCHED,
    WALKED,
    WITHIN,
)
from studio.document.routines import Number, Routine, module_of
from studio.document.tiles import TILE

_PAGE = 1 << 16
# So many pages are taken when memory is full.
_GROWTH = 64
_BAND_BITS = BAND.bit_length() - 1
# Dabs of a smaller diameter are drawn larger and averaged.
_SMALL = 16.0


def round_dabs() -> str:
    """The module: `walk` and `press` raise coverage, `lay` lays ink where they did."""
    feel, tile, clear, begin, mask = _feel(), _tile(), _clear(), _begin(), discs.mask()
    note = _note(clear)
    raising = [
        (discs.disc(note, builds_up=builds_up), discs.stamp(note, builds_up=builds_up))
        for builds_up in (False, True)
    ]
    on_tile = _on_tile(tile, clear, mask, raising)
    dab = _dab(on_tile)
    parts = [one for pair in raising for one in pair]
    shared = feel, tile, clear, note, begin, mask, *parts, on_tile, dab
    ways = _walk(begin, feel, dab), _press(begin, dab), lay()
    return module_of(*shared, *ways, pages=TILES // _PAGE)


def _feel() -> Routine:
    """Where t is on the curve, and what the brush makes of the pen there."""
    r = Routine("feel", "f64")
    t = r.parameters[0].least_with(1.0)
    for axis in (0, 8):
        start, leaving, bend, turn = (r.load("f64", LEG + axis + 16 * i) for i in range(4))
        r.store(FELT + axis, start + t * (leaving + t * (bend + t * turn)))
    knot = r.variable(r.number("i32", KNOTS))
    with r.repeat_while(lambda: t > r.load("f64", knot, KNOT)):
        knot.set(knot + KNOT)
    before, after = r.load("f64", knot), r.load("f64", knot, KNOT)
    share = (t - before) / (after - before)
    for offset in (8, 16, 24):
        first, last = r.load("f64", knot, offset), r.load("f64", knot, KNOT + offset)
        r.store(FELT + 8 + offset, first + share * (last - first))
    r.store(FELT + 16, r.load("f64", FELT + 16).greatest_with(0.5))
    return r


def _step(r: Routine) -> Number:
    """`Marker.step` where it was felt."""
    size = r.load("f64", FELT + 16)
    return (size * 0.125).root().greatest_with(r.load("f64", SPACING) * size)


def _walk(begin: Routine, feel: Routine, dab: Routine) -> Routine:
    """Dabs at whole numbers of steps along the leg, taken for so many chords."""
    r = Routine("walk", "i32")
    (chords,) = r.parameters
    r.call(begin)
    r.call(feel, r.number("f64", 0))
    i, t = r.variable(r.number("i32", 0)), r.variable(r.number("f64", 0))
    x, y = r.variable(r.load("f64", FELT)), r.variable(r.load("f64", FELT + 8))
    step, nth = r.variable(_step(r)), r.variable(t)
    with r.repeat_while(lambda: i < chords):
        i.set(i + 1)
        end = i.double() / chords.double()
        r.call(feel, end)
        across, down = r.load("f64", FELT) - x, r.load("f64", FELT + 8) - y
        x.set(r.load("f64", FELT))
        y.set(r.load("f64", FELT + 8))
        next_step, walked = _step(r), r.load("f64", WALKED)
        gained = (across * across + down * down).root() * 2.0 / (step + next_step)
        nth.set(walked.floor() + 1.0)
        most = (walked + gained).floor()
        with r.repeat_while(partial(Number.__le__, nth, most)):
            r.call(feel, t + (end - t) * (nth - walked) / gained)
            felt = [r.load("f64", FELT + 8 * index) for index in range(5)]
            r.call(dab, *felt)
            nth.set(nth + 1.0)
        r.store(WALKED, walked + gained)
        t.set(end)
        step.set(next_step)
    return r


def _press(begin: Routine, dab: Routine) -> Routine:
    """So many dabs, each as it is told."""
    r = Routine("press", "i32")
    (count,) = r.parameters
    r.call(begin)
    at, i = r.variable(r.number("i32", DABS)), r.variable(r.number("i32", 0))
    with r.repeat_while(lambda: i < count):
        r.call(dab, *(r.load("f64", at, 8 * index) for index in range(5)))
        at.set(at + DAB)
        i.set(i + 1)
    return r


def _begin() -> Routine:
    """Nothing is touched yet."""
    r = Routine("begin")
    left = r.variable(r.load("i32", TOUCHED))
    at = r.variable(r.number("i32", TOUCHED + 4))
    with r.repeat_while(lambda: left > 0):
        r.store(r.load("i32", at), r.number("i32", 0))
        at.set(at + RECORD)
        left.set(left - 1)
    r.store(TOUCHED, left)
    return r


def _dab(on_tile: Routine) -> Routine:
    """`DabCache.at`: a dab of x, y, size, opacity and flow, on each tile that it reaches."""
    r = Routine("dab", "f64", "f64", "f64", "f64", "f64")
    x, y, size, opacity, flow = r.parameters
    size = _rounded(r, size)
    is_fine = size < 128.0
    phases = (is_fine + 1) << 1
    x, y = ((one * phases.double()).nearest() / phases.double() for one in (x, y))
    inner, outer = _edges(r, size, _sharpness(r, size))
    reach = (outer + 0.5).ceil().whole()
    edges = [r.load("i32", WITHIN + 4 * index) for index in range(4)]
    column, row = x.floor().whole(), y.floor().whole()
    left, right = (
        (column - reach).greatest_with(edges[0]),
        (column + reach + 1).least_with(edges[2]),
    )
    top, bottom = (row - reach).greatest_with(edges[1]), (row + reach + 1).least_with(edges[3])
    r.leave_when(left >= right)
    r.leave_when(top >= bottom)
    grid_x, grid_y, columns = (r.load("i32", GRID + 4 * index) for index in range(3))
    tile_y = r.variable((top - grid_y) >> 8)
    tile_x = r.variable(tile_y)
    with r.repeat_while(lambda: (tile_y << 8) < bottom - grid_y):
        tile_x.set((left - grid_x) >> 8)
        with r.repeat_while(lambda: (tile_x << 8) < right - grid_x):
            from_x, from_y = grid_x + (tile_x << 8), grid_y + (tile_y << 8)
            cut = (
                (left - from_x).greatest_with(0),
                (top - from_y).greatest_with(0),
                (right - from_x).least_with(TILE),
                (bottom - from_y).least_with(TILE),
            )
            spot = x - from_x.double(), y - from_y.double()
            number = tile_y * columns + tile_x
            r.call(on_tile, number, *cut, *spot, size, inner, outer, opacity, flow)
            tile_x.set(tile_x + 1)
        tile_y.set(tile_y + 1)
    return r


def _rounded(r: Routine, size: Number) -> Number:
    """To 1/8 px, or under 1.6 % when large, as `dab` does."""
    # 7 binary digits: of 2^(e - 7) for a size of less than 2^e.
    exponent = r.step("i64.reinterpret_f64", "i64", size) >> 52
    step = r.step("f64.reinterpret_i64", "f64", (exponent - 6) << 52).greatest_with(0.125)
    return (size / step).nearest().greatest_with(1.0) * step


def _sharpness(r: Routine, size: Number) -> Number:
    """How many times as large it is drawn."""
    return r.step(
        "select", "f64", r.number("f64", discs.SHARPNESS), r.number("f64", 1), size < _SMALL
    )


def _edges(r: Routine, size: Number, sharpness: Number) -> tuple[Number, Number]:
    """Where a round tip is solid to, and where it ends, at least a pixel farther."""
    outer = size * 0.5
    inner = outer * r.load("f64", HARDNESS)
    pixel = r.number("f64", 1) / sharpness
    short = (pixel - (outer - inner)).greatest_with(0.0) * 0.5
    return (inner - short).greatest_with(0.0), outer + short


def _on_tile(
    tile: Routine, clear: Routine, mask: Routine, raising: list[tuple[Routine, Routine]]
) -> Routine:
    """The part of a dab that lies on one tile, in px of that; left, top, right and bottom."""
    r = Routine("on_tile", *("i32",) * 5, *("f64",) * 7)
    number, left, top, right, bottom, x, y, size, inner, outer, opacity, flow = r.parameters
    address = r.ask(tile, number)
    r.call(clear, address, top, bottom)
    cut = address, left, top, right, bottom
    is_small, builds_up = size < _SMALL, r.load("i32", BUILDS_UP)
    strength = opacity.single(), flow.single()
    for is_built, (disc, stamp) in enumerate(raising):
        with r.when(builds_up.is_same(is_built)):
            with r.when(is_small):
                found = r.ask(mask, x - x.floor(), y - y.floor(), size, inner, outer)
                reach = r.load("i32", found, 8)
                corner = x.floor().whole() - reach, y.floor().whole() - reach
                r.call(stamp, *cut, found + MASK, *corner, *strength)
            with r.when(is_small.is_same(0)):
                shape = (one.single() for one in (x, y, inner, outer))
                r.call(disc, *cut, *shape, *strength)
    return r


def _tile() -> Routine:
    """The address of a tile by its number; made if there is none."""
    r = Routine("tile", "i32", gives="i32")
    (number,) = r.parameters
    place = (number << 2) + PLACES
    address = r.variable(r.load("i32", place))
    with r.when(address.is_same(0)):
        address.set(r.load("i32", NEXT))
        end = address + TILE_BYTES
        pages = r.step("i32.shr_u", "i32", end, r.number("i32", 16))
        with r.when(pages >= r.kept("i32", "(memory.size)")):
            r.do(f"(drop (memory.grow (i32.const {_GROWTH})))")
        r.do(f"(memory.fill {address.text} (i32.const 0) (i32.const {COVERAGE}))")
        r.store(NEXT, end)
        r.store(place, address)
        r.store(address, number, 4)
    r.do(address.text)
    return r


def _clear() -> Routine:
    """See to it that a tile holds coverage in some rows, none where nothing was raised yet."""
    r = Routine("clear", "i32", "i32", "i32")
    address, top, bottom = r.parameters
    band, last = r.variable(top >> _BAND_BITS), (bottom - 1) >> _BAND_BITS
    nbytes = BAND * 4 * STRIDE
    with r.repeat_while(lambda: band <= last):
        holds = r.load("i32", address, HOLDS)
        bit = r.step("i32.shl", "i32", r.number("i32", 1), band)
        with r.when((holds & bit).is_same(0)):
            start = address + band * nbytes + COVERAGE
            r.do(f"(memory.fill {start.text} (i32.const 0) (i32.const {nbytes}))")
            r.store(address, holds | bit, HOLDS)
        band.set(band + 1)
    return r


def _note(clear: Routine) -> Routine:
    """Note that an area of a tile was raised."""
    r = Routine("note", *("i32",) * 5)
    address, left, top, right, bottom = r.parameters
    record = r.variable(r.load("i32", address))
    with r.when(record.is_same(0)):
        count = r.load("i32", TOUCHED)
        record.set(count * RECORD + (TOUCHED + 4))
        r.store(TOUCHED, count + 1)
        r.store(address, record)
        first = (address, r.load("i32", address, 4), left, top, right, bottom)
        for index, value in enumerate(first):
            r.store(record, value, 4 * index)
    r.store(record, r.load("i32", record, 8).least_with(left), 8)
    r.store(record, r.load("i32", record, 12).least_with(top), 12)
    r.store(record, r.load("i32", record, 16).greatest_with(right), 16)
    r.store(record, r.load("i32", record, 20).greatest_with(bottom), 20)
    # What lies between two dabs is laid with them.
    r.call(clear, address, r.load("i32", record, 12), r.load("i32", record, 20))
    return r
