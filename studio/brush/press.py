"""Round dabs printed by compiled routines: coverage and pixels of a stroke in their memory."""

from __future__ import annotations

import atexit
import struct
import weakref
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from studio.brush.brush import Brush
from studio.brush.coverage import Coverage
from studio.brush.dynamics import Trait
from studio.brush.ink import Ink
from studio.brush.layout import (
    BUILDS_UP,
    COVERAGE,
    DAB,
    DABS,
    FIRST_DAB,
    GRID,
    HARDNESS,
    INK,
    KEEPS_ALPHA,
    KNOT,
    KNOTS,
    LEG,
    LIMITED,
    MOST_DABS,
    MOST_KNOTS,
    MOST_PLACES,
    NEXT,
    PIXEL_BYTES,
    PIXELS,
    PLACES,
    RECORD,
    SELECTED,
    SELECTED_BYTES,
    SLOTS,
    STRIDE,
    TILES,
    TOUCHED,
)
from studio.brush.path import Leg, chords
from studio.document.compiled import Compiled, compiled
from studio.document.tiles import TILE, Pixels, TileKey, bounds_of, keys_covering
from studio.geometry import Bounds

# px: so that there is a record for every tile that one event may touch.
LARGEST = 4096.0
# Beyond this a press is thrown away after its stroke instead of kept for the next.
_KEPT_BYTES = 128 << 20
_RECORD = RECORD // 4
_FOUR, _FIVE, _EIGHT = (struct.Struct(f"<{count}d").pack_into for count in (4, 5, 8))


# t of a leg, 0..1, and what the brush makes of the pen there: size, opacity and flow.
Knot: TypeAlias = tuple[float, float, float, float]


class Print(NamedTuple):
    """What of a tile was touched, as rows and columns of it and in edges of canvas px."""

    key: TileKey
    part: tuple[slice, slice]
    edges: tuple[int, int, int, int]


class Press:
    """The memory of one stroke, and what is done there.

    Coverage is raised by `walk` and `press`, each of which forgets what was touched before it.
    pixels, selected: uint8[256, 256, 4] and [256, 256] each, of as many prints as are laid at a
    time.
    """

    def __init__(self, brush: Brush, within: Bounds) -> None:
        self._machine = _MACHINES.pop() if _MACHINES else _Machine()
        weakref.finalize(self, _put_back, self._machine).atexit = False
        self._keys: dict[int, TileKey] = {}
        self.pixels, self.selected = self._machine.pixels, self._machine.selected
        self._grid = within.aligned(TILE)
        self._columns = self._grid.width // TILE
        words = self._machine.words
        words[PLACES // 4 : PLACES // 4 + self._columns * (self._grid.height // TILE)] = 0
        struct.pack_into("<3d", self._machine.memory, HARDNESS, brush.hardness, brush.spacing, 0.0)
        _FIVE(self._machine.memory, DABS, 0.0, 0.0, 0.0, 0.0, 0.0)
        grid = self._grid.x, self._grid.y, self._columns, 0
        edges = within.x, within.y, within.right, within.bottom
        words[GRID // 4 : BUILDS_UP // 4 + 1] = (*grid, *edges, brush.builds_up)
        words[NEXT // 4], words[TOUCHED // 4] = TILES, 0

    def walk(self, leg: Leg, knots: Sequence[Knot], spacing: tuple[float, float]) -> list[Print]:
        """Raise the coverage along a leg; between knots, of which ends are two, all is even.

        spacing: from dab to dab at both ends.
        """
        machine, (start, leaving, bend, turn) = self._machine, leg.piece
        ends = start.real, start.imag, leaving.real, leaving.imag
        _EIGHT(machine.memory, LEG, *ends, bend.real, bend.imag, turn.real, turn.imag)
        if len(knots) == 2:
            _EIGHT(machine.memory, KNOTS, *knots[0], *knots[1])
        else:
            for index, knot in enumerate((*knots[: MOST_KNOTS - 1], knots[-1])):
                _FOUR(machine.memory, KNOTS + KNOT * index, *knot)
        machine.walk(chords(leg.piece, *spacing))
        return self._touched()

    def press(
        self, dabs: Sequence[tuple[float, float, float, float, float]]
    ) -> Iterator[list[Print]]:
        """Raise the coverage by dabs of x, y, size, opacity and flow, so many at a time."""
        machine = self._machine
        for first in range(0, len(dabs), MOST_DABS):
            some = dabs[first : first + MOST_DABS]
            for index, dab in enumerate(some):
                _FIVE(machine.memory, FIRST_DAB + DAB * index, *dab)
            machine.press(len(some))
            yield self._touched()

    def ink_with(self, ink: Ink, *, is_limited: bool) -> None:
        """Choose what `lay` lays, and whether only where something is selected."""
        words = self._machine.words
        words[LIMITED // 4] = is_limited
        words[KEEPS_ALPHA // 4] = ink.keeps_alpha
        words[INK // 4] = np.array(ink.pixel, np.uint8).view("<i4")[0]

    def mark_ground(self, index: int) -> None:
        """Say that the pixels of the print of this number are to hold what lies beneath it."""
        self._machine.shown[TOUCHED // 4 + 2 + index * _RECORD] = -1

    def lay(self, first: int, count: int) -> None:
        """Ink the pixels of some prints as far as they are selected."""
        self._machine.lay(first, count)

    def covered(self, area: Bounds) -> Coverage:
        """How much of an area is covered, float32[h, w]; in place if it lies on one tile."""
        inside = area.intersection(self._grid)
        parts = [(bounds_of(key), self._coverage(key)) for key in keys_covering(inside)]
        if len(parts) == 1 and parts[0][0].contains(area) and parts[0][1] is not None:
            return parts[0][1][area.slices_in(parts[0][0])]
        out = np.zeros((area.height, area.width), np.float32)
        for at, coverage in parts:
            if coverage is not None:
                cut = area.intersection(at)
                out[cut.slices_in(area)] = coverage[cut.slices_in(at)]
        return out

    def _coverage(self, key: TileKey) -> Coverage | None:
        column, row = key[0] - self._grid.x // TILE, key[1] - self._grid.y // TILE
        address = int(self._machine.words[PLACES // 4 + row * self._columns + column])
        if not address:
            return None
        self._machine.clear(address, 0, TILE)
        return self._machine.coverage(address)

    def _touched(self) -> list[Print]:
        words, first = self._machine.shown, TOUCHED // 4 + 1
        last = first + words[first - 1] * _RECORD
        return [self._print(*words[at : at + _RECORD]) for at in range(first, last, _RECORD)]

    def _print(
        self, address: int, number: int, left: int, top: int, right: int, bottom: int
    ) -> Print:
        key = self._keys.get(address)
        if key is None:
            row, column = divmod(number, self._columns)
            key = column + self._grid.x // TILE, row + self._grid.y // TILE
            self._keys[address] = key
        x, y = key[0] * TILE, key[1] * TILE
        part = slice(top, bottom), slice(left, right)
        return Print(key, part, (x + left, y + top, x + right, y + bottom))


def can_press(brush: Brush, within: Bounds) -> bool:
    """Whether its dabs are plain discs, on a canvas whose tiles can be found."""
    grid = within.aligned(TILE)
    is_large = (grid.width // TILE) * (grid.height // TILE) > MOST_PLACES
    is_large = is_large or brush.size > LARGEST
    turned = {Trait.angle, Trait.roundness} & {one.trait for one in brush.responses}
    return not (brush.tip or is_large or turned) and brush.roundness == 1.0


class _Machine:
    """Compiled routines and what of their memory is looked at again and again."""

    def __init__(self) -> None:
        # Here, not above: the window is open before anything is painted.
        from studio.brush.walking import round_dabs

        self._compiled = Compiled(*compiled(round_dabs))
        self.words = self._compiled.array(0, TILES).view("<i4")
        self.memory = memoryview(self.words.data).cast("B")
        self.shown = memoryview(self.words.data)
        names = "walk", "press", "lay", "clear"
        self.walk, self.press, self.lay, self.clear = map(self._compiled.routine, names)
        whole = self._compiled.array(PIXELS, SLOTS * PIXEL_BYTES)
        self.pixels: list[Pixels] = list(whole.reshape(SLOTS, TILE, TILE, 4))
        whole = self._compiled.array(SELECTED, SLOTS * SELECTED_BYTES)
        self.selected: list[Pixels] = list(whole.reshape(SLOTS, TILE, TILE))
        self._coverages: dict[int, Coverage] = {}

    @property
    def nbytes(self) -> int:
        """Memory taken."""
        return self._compiled.nbytes

    def coverage(self, address: int) -> Coverage:
        """That of the tile that begins there, float32[256, 256]."""
        found = self._coverages.get(address)
        if found is None:
            start = address % (1 << 32) + COVERAGE
            rows = self._compiled.array(start, 4 * STRIDE * TILE).view(np.float32)
            found = self._coverages[address] = rows.reshape(TILE, STRIDE)[:, :TILE]
        return found


# Those whose strokes are over; tiles of theirs that are touched again cost no new memory.
_MACHINES: list[_Machine] = []


def make_ready() -> None:
    """Compile what the first stroke would wait for: 40 ms, which may pass on any thread."""
    _put_back(_Machine())


@atexit.register
def _let_go() -> None:
    """Before the modules are taken down that they want when they go."""
    _MACHINES.clear()
    compiled.cache_clear()


def _put_back(machine: _Machine) -> None:
    if machine.nbytes <= _KEPT_BYTES and not _MACHINES:
        _MACHINES.append(machine)
