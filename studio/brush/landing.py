"""Where dabs land: on each tile that they reach, written down as routines to be compiled."""

from __future__ import annotations

from typing import NamedTuple

from studio.brush import discs
from studio.brush.layout import (
    BAND,
    BUILDS_UP,
    COVERAGE,
    GRID,
    HARDNESS,
    HOLDS,
    MASK,
    NEXT,
    PLACES,
    RECORD,
    STRIDE,
    TILE_BYTES,
    TOUCHED,
    WITHIN,
)
from studio.document.routines import Number, Routine
from studio.document.tiles import TILE

# So many pages are taken when memory is full.
_GROWTH = 64
_BAND_BITS = BAND.bit_length() - 1
# Dabs of a smaller diameter are drawn larger and averaged.
_SMALL = 16.0


class Landing(NamedTuple):
    """What of it is called from elsewhere, and all that is called for that."""

    begin: Routine
    dab: Routine
    parts: tuple[Routine, ...]


def landing() -> Landing:
    """`begin` an event, then let each `dab`, which lies at an address, land."""
    begin, tile, clear, mask = _begin(), _tile(), _clear(), discs.mask()
    note = _note(clear)
    ways = [(discs.disc(note, way), discs.stamp(note, way)) for way in discs.Way]
    on_tile = _on_tile(tile, clear, mask, ways)
    dab = _dab(on_tile)
    raising = (one for pair in ways for one in pair)
    return Landing(begin, dab, (begin, tile, clear, mask, note, *raising, on_tile, dab))


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
    """A dab on each tile that it reaches."""
    r = Routine("dab", "i32")
    x, y, size, opacity, flow = (r.load("f64", r.parameters[0], 8 * index) for index in range(5))
    inner, outer = _edges(r, size, _sharpness(r, size))
    edges = [r.load("i32", WITHIN + 4 * index) for index in range(4)]
    left, top = (
        (one - outer).floor().whole().greatest_with(edge)
        for one, edge in zip((x, y), edges[:2], strict=True)
    )
    right, bottom = (
        (one + outer).ceil().whole().least_with(edge)
        for one, edge in zip((x, y), edges[2:], strict=True)
    )
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
    tile: Routine, clear: Routine, mask: Routine, ways: list[tuple[Routine, Routine]]
) -> Routine:
    """The part of a dab that lies on one tile, in px of that; left, top, right and bottom."""
    r = Routine("on_tile", *("i32",) * 5, *("f64",) * 7)
    number, left, top, right, bottom, x, y, size, inner, outer, opacity, flow = r.parameters
    address = r.ask(tile, number)
    r.call(clear, address, top, bottom)
    cut = address, left, top, right, bottom
    is_small, builds_up = size < _SMALL, r.load("i32", BUILDS_UP)
    # As `Way` counts: whether it has less than its full flow comes before 2 for building up.
    chosen = r.step("select", "i32", r.number("i32", discs.Way.building_up), flow < 1.0, builds_up)
    strength = opacity.single(), flow.single()
    for way, (disc, stamp) in zip(discs.Way, ways, strict=True):
        with r.when(chosen.is_same(way)):
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
