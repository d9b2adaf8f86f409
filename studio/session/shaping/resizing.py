"""The verbs of the canvas itself: its size, its resolution, its way up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from studio.brush.moving import clipped, shifted
from studio.document.history import Several
from studio.document.placement import Placement
from studio.document.resizing import Reshape, reshaping
from studio.document.rewording import placed_texts
from studio.document.tiles import Tiles
from studio.errors import InputError
from studio.geometry import Bounds, Extent
from studio.session.easel import Easel
from studio.session.files.filing import refuse_impossible
from studio.signals import Signal
from studio.text import tr
from studio.transform.plain import kept
from studio.transform.turning import Turn, placement_of, turned, turned_extent


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where what is there stays while the canvas changes around it.

    across: 0 at the left, 1 in the middle, 2 at the right; down: likewise from the top.
    """

    across: int = 1
    down: int = 1

    def place(self, before: Extent, after: Extent) -> Bounds:
        """What the new canvas is of the old one, in px of the old one."""
        left = (after.width - before.width) * self.across // 2
        top = (after.height - before.height) * self.down // 2
        return Bounds(-left, -top, after.width, after.height)


class Resizing:
    """Each is one step; the selection goes along.

    grown: room was added around the picture.
    """

    def __init__(self, easel: Easel) -> None:
        self.grown: Signal[None] = Signal()
        self._easel = easel

    def crop(self, to: Bounds, *, keeps_outside: bool = False) -> None:
        """Keep what is in bounds, canvas px; where they reach past the canvas, room is added.

        keeps_outside: layers keep what lies beyond.

        Raises:
            InputError: no canvas can be that large.
        """
        refuse_impossible(to.extent)
        if to != self._easel.document.bounds:
            moved = partial(_shifted, dx=-to.x, dy=-to.y)
            pixels = moved if keeps_outside else partial(_cut_out, of=to)
            self._frame(to, pixels, tr("Crop"))

    def crop_to_selection(self) -> None:
        """Keep only what is within the bounds of the selection.

        Raises:
            InputError: nothing is selected.
        """
        selection = self._easel.document.selection
        if selection.is_none:
            raise InputError(
                tr("There is no selection to crop to."), tr("Select what is to be kept first.")
            )
        self.crop(selection.bounds)

    def resize_canvas(self, extent: Extent, anchor: Anchor) -> None:
        """Add room around the picture, or take some away; layers keep what lies beyond.

        Raises:
            InputError: no canvas can be that large, or that small.
        """
        document = self._easel.document
        refuse_impossible(extent)
        if extent != document.extent:
            place = anchor.place(document.extent, extent)
            moved = partial(_shifted, dx=-place.x, dy=-place.y)
            self._frame(place, moved, tr("Canvas size"))

    def resample(self, extent: Extent) -> None:
        """Make the picture larger or smaller, every layer of it.

        Raises:
            InputError: no canvas can be that large, or that small.
        """
        document = self._easel.document
        refuse_impossible(extent)
        if extent != document.extent:
            from studio.transform.resampling import Resampling

            resampled = Resampling(document.extent, extent).tiles
            across = extent.width / document.extent.width
            down = extent.height / document.extent.height
            placement = Placement(a=across, d=down)
            self._reshape(extent, resampled, resampled, placement, tr("Image size"))

    def turn(self, turn: Turn) -> None:
        """Turn or mirror the picture, every layer of it."""
        before = self._easel.document.extent
        reshape = partial(turned, turn=turn, extent=before)
        extent, placement = turned_extent(before, turn), placement_of(turn, before)
        self._reshape(extent, reshape, reshape, placement, _title_of(turn))

    def _frame(self, to: Bounds, pixels: Reshape, title: str) -> None:
        """Another canvas around the same picture."""
        is_larger = not self._easel.document.bounds.contains(to)
        self._reshape(to.extent, pixels, partial(_cut_out, of=to), _moved_to(to), title)
        if is_larger:
            self.grown.emit(None)

    def _reshape(
        self,
        extent: Extent,
        pixels: Reshape,
        coverage: Reshape,
        placement: Placement,
        title: str,
    ) -> None:
        document = self._easel.document
        made = reshaping(document, extent, pixels, coverage, placement=placement, title=title)
        texts = placed_texts(document, extent.bounds, pixels, placement, title)
        document.do(Several(title, (made, *texts)) if texts else made)


def _moved_to(place: Bounds) -> Placement:
    """Where spots go when the corner of bounds becomes the origin."""
    return Placement(e=-float(place.x), f=-float(place.y))


def _shifted(tiles: Tiles, dx: int, dy: int) -> Tiles:
    return tiles if dx == dy == 0 else kept(shifted(tiles, dx, dy).items())


def _cut_out(tiles: Tiles, of: Bounds) -> Tiles:
    """What lies within bounds, and its corner the origin."""
    return kept(shifted(clipped(tiles, of), -of.x, -of.y).items())


def _title_of(turn: Turn) -> str:
    match turn:
        case Turn.mirror:
            return tr("Flip horizontally")
        case Turn.flip:
            return tr("Flip vertically")
        case Turn.half:
            return tr("Rotate by 180°")
        case Turn.clockwise:
            return tr("Rotate right")
        case Turn.anticlockwise:
            return tr("Rotate left")
