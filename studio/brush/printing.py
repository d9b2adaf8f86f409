"""Round dabs on coverage, all those of a pen event at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from studio.brush.brush import Brush
from studio.brush.coverage import Coverage
from studio.brush.ink import Ink
from studio.brush.marks import Mark, Marker
from studio.brush.path import Leg, Path, PathPoint, between
from studio.brush.press import Knot, Press, Print
from studio.brush.sample import PenSample
from studio.brush.symmetry import Symmetry
from studio.document.tiles import TILE, TileKey, Tiles, TileStore
from studio.geometry import EMPTY, Bounds

_Dab = tuple[float, float, float, float, float]


class Printing:
    """What `stamping` does, for round tips: a tenth of the time of small dabs.

    Where what the pen feels changes evenly from sample to sample, and so the dabs, they are not
    even thought of one by one.
    """

    def __init__(self, brush: Brush, marker: Marker, *, within: Bounds, symmetry: Symmetry) -> None:
        self._marker = marker
        self._symmetry = symmetry
        self._is_walked = marker.is_even and symmetry.is_none
        self._path = Path(marker.step, turns=False)
        self._press = Press(brush, within)
        self._strength = 0.0, 0.0, 0.0
        self._step = 1.0
        self._needs_ground = False

    def begin(self, sample: PenSample) -> None:
        """A stroke starts here."""
        self._marker.begin(sample.x, sample.y)

    def add(self, samples: Sequence[PenSample]) -> Iterator[Bounds]:
        """Print the way to samples."""
        for prints in self.prints(samples):
            for one in prints:
                yield self._place(self._press.key_of(one), one)

    def finish(self, samples: Sequence[PenSample]) -> Iterator[Bounds]:
        """Print the rest."""
        return self.add(samples)

    def covered(self, area: Bounds) -> Coverage:
        """How much of an area is covered."""
        return self._press.covered(area)

    def prints(self, samples: Sequence[PenSample]) -> Iterator[Sequence[Print]]:
        """Cover the way to samples; what was touched, as soon as it was."""
        for sample in samples:
            if self._is_walked and self._path.has_begun:
                leg = self._path.leg(sample)
                if leg is not None:
                    yield self._walk(leg)
            else:
                yield from self._print(self._path.add(sample))

    def lay(self, tiles: TileStore, before: Tiles, prints: Sequence[Print]) -> Bounds:
        """Lay the ink of the press on the tiles, from before the stroke; returns where."""
        press, places = self._press, []
        for index, one in enumerate(prints):
            key, pixels = press.key_of(one), press.pixels(one)
            ground = before.get(key)
            if ground is not None or not self._needs_ground:
                part = slice(one.top, one.bottom), slice(one.left, one.right)
                if ground is not None:
                    pixels[part] = ground[part]
                    press.mark_ground(index)
                places.append((key, one, part, pixels))
        press.lay()
        changed = EMPTY
        for key, one, part, pixels in places:
            tiles.edit(key)[part] = pixels[part]
            place = self._place(key, one)
            changed = place if len(places) == 1 else changed.union(place)
        return changed

    def _place(self, key: TileKey, one: Print) -> Bounds:
        """Where on the canvas a print is."""
        x, y = key[0] * TILE + one.left, key[1] * TILE + one.top
        return Bounds(x, y, one.right - one.left, one.bottom - one.top)

    def ink_with(self, ink: Ink) -> None:
        """Choose what is laid."""
        self._needs_ground = ink.needs_ground
        self._press.ink_with(ink)

    def _print(self, points: Sequence[PathPoint]) -> Iterator[Sequence[Print]]:
        """Each dab as the brush makes it."""
        if points and self._is_walked:
            self._strength = self._marker.strength(points[-1])
            self._step = self._marker.step(points[-1])
        marks = [self._marker.mark(point) for point in points]
        dabs = [_dab(mark) for copy in self._symmetry.copies(marks) for mark in copy]
        return self._press.press(dabs)

    def _walk(self, leg: Leg) -> Sequence[Print]:
        """Dabs that change evenly, or do between the bends of curves."""
        marker, (piece, first, last) = self._marker, leg
        before, self._strength = self._strength, marker.strength(last)
        steps = self._step, marker.step(last)
        self._step = steps[1]
        knots: list[Knot] = [(0.0, *before), (1.0, *self._strength)]
        if marker.has_bends:
            bends = marker.bends(first, last)
            knots[1:1] = [
                (t, *marker.strength(between(first, last, t, piece, turns=False))) for t in bends
            ]
        return self._press.walk(leg, knots, steps)


def _dab(mark: Mark) -> _Dab:
    return mark.x, mark.y, mark.size, mark.opacity, mark.flow
