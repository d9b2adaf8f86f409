"""Free transform: pixels pulled about as long as one likes, resampled once."""

from __future__ import annotations

from dataclasses import dataclass, field

from studio.brush.moving import clipped, laid_over, parted, put_down
from studio.document.changes import Change, ExtentChanged, PixelsChanged, SelectionChanged, each
from studio.document.document import Document
from studio.document.layers import LayerId
from studio.document.tiles import Pixels, TileKey, Tiles, TileStore, bounds_of
from studio.errors import InputError
from studio.geometry import Bounds
from studio.session.easel import Easel
from studio.session.painting import alpha_is_locked
from studio.signals import Signal
from studio.text import tr
from studio.transform.pulling import turned_quad
from studio.transform.quad import Matrix, Quad, matrix_between
from studio.transform.turning import Turn
from studio.transform.warping import QuickWarp, tight_bounds, warped

# Canvas px by which a quick picture may reach past its quad.
_FRINGE = 3


@dataclass(frozen=True, slots=True, eq=False)
class _Lifted:
    """What is transformed, and what of the layer is left; box: tightly around the former.

    selected: the selection that was lifted along; None where nothing was selected.
    """

    document: Document
    layer: LayerId
    box: Bounds
    pixels: Tiles
    left: Tiles
    selected: Tiles | None
    quick: QuickWarp

    def matrix(self, quad: Quad) -> Matrix:
        """From where it was to a quad."""
        return matrix_between(Quad.around(self.box), quad)


class Transforming:
    """What is selected of the active layer, or all of it, in a quad that can be pulled at.

    Until it is committed the document stays as it is; what is seen stands in for the layer.
    However often the quad changes, the pixels are resampled once, from what they were at first.
    """

    def __init__(self, easel: Easel) -> None:
        self.changed: Signal[None] = Signal()
        self._easel = easel
        self._lifted: _Lifted | None = None
        self._quads: list[Quad] = []
        self._shown: Quad | None = None
        easel.document_replaced.connect(lambda _: self._drop())
        easel.document_changed.connect(self._on_document_changed)
        easel.active_changed.connect(lambda _: self.commit())

    @property
    def is_on(self) -> bool:
        """Whether something is being transformed."""
        return self._lifted is not None

    @property
    def quad(self) -> Quad | None:
        """Where it is now, canvas px."""
        return self._shown

    @property
    def origin(self) -> Quad | None:
        """Where it was at first."""
        return self._quads[0] if self._quads else None

    def begin(self) -> None:
        """Lift what is to be transformed.

        Raises:
            InputError: the layer cannot be painted on, or there is nothing on it.
        """
        if not self.is_on:
            self._lifted = _lift(self._easel)
            self._shown = Quad.around(self._lifted.box)
            self._quads = [self._shown]
            self.changed.emit(None)

    def show(self, quad: Quad) -> None:
        """Show it in another quad, as while a handle is dragged; interim until `settle`."""
        before, lifted = self._shown, self._lifted
        if lifted is None or before is None or quad == before or not quad.is_sound:
            return
        self._shown = quad
        dirty = _around(before).union(_around(quad))
        tiles = _Preview(lifted, lifted.matrix(quad), _around(quad))
        self._easel.show_instead(lifted.layer, tiles, dirty)
        self.changed.emit(None)

    def settle(self) -> None:
        """Remember the quad as a step that `undo` goes back to."""
        if self._shown is not None and self._shown != self._quads[-1]:
            self._quads.append(self._shown)

    def pull(self, quad: Quad) -> None:
        """Take it to another quad, as by a number typed."""
        self.show(quad)
        self.settle()

    def apply(self, turn: Turn) -> None:
        """Turn or mirror it where it is: at once, or as a pull where a transform goes on.

        Raises:
            InputError: the layer cannot be painted on, or there is nothing on it.
        """
        was_on = self.is_on
        self.begin()
        if self._shown is not None:
            self.pull(turned_quad(self._shown, turn))
        if not was_on:
            self.commit()

    def undo(self) -> None:
        """Go back to the quad before; from the first, give the transform up."""
        if len(self._quads) > 1:
            self._quads.pop()
            self.show(self._quads[-1])
        else:
            self.cancel()

    def commit(self) -> None:
        """Make it last: one step, or none where it is where it was."""
        lifted, quad = self._lifted, self._shown
        self._drop()
        if lifted is not None and quad is not None and quad != Quad.around(lifted.box):
            _transform(lifted, lifted.matrix(quad))

    def cancel(self) -> None:
        """Leave everything as it was."""
        self._drop()

    def _drop(self) -> None:
        lifted, shown = self._lifted, self._shown
        self._lifted = self._shown = None
        self._quads = []
        if lifted is None or shown is None:
            return
        if lifted.document is self._easel.document:
            dirty = _around(shown).union(_around(Quad.around(lifted.box)))
            self._easel.show_instead(lifted.layer, None, dirty)
        self.changed.emit(None)

    def _on_document_changed(self, change: Change) -> None:
        """What was lifted is no longer what is there."""
        lifted = self._lifted
        if lifted is None:
            return
        for one in each(change):
            match one:
                case PixelsChanged(layer) if layer == lifted.layer:
                    self.cancel()
                case SelectionChanged() | ExtentChanged():
                    self.cancel()


@dataclass(frozen=True, slots=True, eq=False)
class _Preview:
    """The layer as it would be, quickly, tile by tile as they are asked for."""

    lifted: _Lifted
    matrix: Matrix
    reach: Bounds
    made: dict[TileKey, Pixels | None] = field(default_factory=dict)

    def get(self, key: TileKey) -> Pixels | None:
        """The tile to read, or None where all is zero."""
        if key not in self.made:
            self.made[key] = self._make(key)
        return self.made[key]

    def _make(self, key: TileKey) -> Pixels | None:
        left = self.lifted.left.get(key)
        if self.reach.intersection(bounds_of(key)).is_empty:
            return left
        upper = self.lifted.quick.tile(key, self.matrix)
        if upper is None or left is None:
            return left if upper is None else upper
        return laid_over(upper, left)


def _lift(easel: Easel) -> _Lifted:
    document, layer = easel.document, easel.target()
    if layer.properties.alpha_locked:
        raise alpha_is_locked(layer)
    selection = document.selection
    selected = None if selection.is_none else selection.tiles.snapshot()
    pixels, left = parted(layer.tiles.snapshot(), selected)
    box = tight_bounds(pixels)
    if box.is_empty:
        raise InputError(
            tr("There is nothing here to transform."),
            tr("Choose a layer with something painted on it, or select where it is."),
        )
    return _Lifted(document, layer.id, box, pixels, left, selected, QuickWarp(pixels, box))


def _transform(lifted: _Lifted, matrix: Matrix) -> None:
    """Resample what was lifted and put it down, with the selection around it; one step."""
    document, title = lifted.document, tr("Transform")
    with document.history.one_step(title), document.painting(lifted.layer, title) as tiles:
        _replace(tiles, put_down(warped(lifted.pixels, lifted.box, matrix), lifted.left))
        if lifted.selected is not None:
            _select(document, lifted.selected, matrix)


def _select(document: Document, selected: Tiles, matrix: Matrix) -> None:
    there = warped(selected, tight_bounds(selected), matrix)
    with document.selecting(tr("Transform selection")) as selection:
        _replace(selection.tiles, clipped(there, document.bounds))


def _replace(store: TileStore, tiles: Tiles) -> None:
    store.apply({**dict.fromkeys(store.keys - tiles.keys()), **tiles})


def _around(quad: Quad) -> Bounds:
    return quad.bounds.padded(_FRINGE)
