"""Brushes that paint with what is there: smudge, blur, liquify, clone and heal."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TypeAlias

import numpy as np

from studio.brush.coverage import Coverage
from studio.brush.healing import MARGIN, healed
from studio.brush.liquifying import Liquify
from studio.brush.sample import PenSample
from studio.brush.smudging import Smudge
from studio.brush.sources import Blurred, SourceCoat, elsewhere
from studio.brush.stroke import Stroke
from studio.document.document import Document
from studio.document.layers import PaintLayer
from studio.document.tiles import Pixels, Tiles, TileStore
from studio.errors import InputError
from studio.geometry import Bounds, Point
from studio.session.appearance import appearance
from studio.session.easel import Easel
from studio.session.painting import Painting, ToolName, alpha_is_locked, limits_of
from studio.text import tr

Picture: TypeAlias = Callable[[Bounds], Pixels]


class Retouching:
    """Strokes that are fed by the active layer; each is one step, an exception takes it back.

    aligned: the source keeps its distance from the brush from stroke to stroke; otherwise every
    stroke begins at the source again.
    merged: cloning and healing take from the whole picture as it looks, else from the active layer.
    """

    def __init__(self, easel: Easel, painting: Painting) -> None:
        self.aligned = True
        self.merged = False
        self._easel = easel
        self._painting = painting
        self._source: Point | None = None
        self._distance: tuple[int, int] | None = None
        easel.document_replaced.connect(self._on_document_replaced)

    @property
    def source(self) -> Point | None:
        """Where cloning and healing begin to take from; None until it is set."""
        return self._source

    def set_source(self, point: Point) -> None:
        """Clone and heal from here."""
        self._source, self._distance = point, None

    @contextmanager
    def smudging(self) -> Iterator[Smudge]:
        """Push paint about.

        Raises:
            InputError: the layer cannot be painted on.
        """
        document, layer = self._easel.document, self._target()
        brush = self._painting.brush_of(ToolName.smudge)
        with document.painting(layer.id, tr("Smudge")) as tiles:
            stroke = Smudge(
                tiles,
                brush,
                self._painting.foreground,
                limits=limits_of(document),
                painted=partial(document.touched, layer.id),
                keeps_alpha=layer.properties.alpha_locked,
            )
            yield stroke
            stroke.finish()

    @contextmanager
    def blurring(self) -> Iterator[Stroke]:
        """Soften what is there, the more the larger the brush.

        Raises:
            InputError: the layer cannot be painted on.
        """
        layer = self._target()
        sigma = 1.0 + self._painting.brush_of(ToolName.blur).size / 16
        before = layer.tiles.snapshot()
        with self._fed(layer, ToolName.blur, tr("Blur"), Blurred(before, sigma).at) as stroke:
            yield stroke

    @contextmanager
    def liquifying(self) -> Iterator[Liquify]:
        """Push the picture about.

        Raises:
            InputError: the layer, or its alpha, cannot be painted on.
        """
        document, layer = self._easel.document, self._target()
        if layer.properties.alpha_locked:
            raise alpha_is_locked(layer)
        with document.painting(layer.id, tr("Liquify")) as tiles:
            stroke = Liquify(
                tiles,
                self._painting.brush_of(ToolName.liquify),
                limits=limits_of(document),
                painted=partial(document.touched, layer.id),
            )
            yield stroke
            stroke.finish()

    @contextmanager
    def cloning(self, start: PenSample) -> Iterator[Stroke]:
        """Paint what is at the source.

        Raises:
            InputError: no source is set, or the layer cannot be painted on.
        """
        layer = self._target()
        source = elsewhere(self._looked_at(layer), *self._away(start))
        with self._fed(layer, ToolName.clone, tr("Clone"), source) as stroke:
            yield stroke

    @contextmanager
    def healing(self, start: PenSample) -> Iterator[Stroke]:
        """Paint the detail that is at the source; its light and colour are fitted at the end.

        Raises:
            InputError: no source is set, or the layer cannot be painted on.
        """
        layer, document = self._target(), self._easel.document
        before, ground = layer.tiles.snapshot(), self._looked_at(layer)
        source = elsewhere(ground, *self._away(start))
        with document.painting(layer.id, tr("Heal")) as tiles:
            stroke = self._stroke(document, layer, tiles, ToolName.heal, source)
            yield stroke
            stroke.finish()
            area = stroke.painted_in.padded(MARGIN)
            if not stroke.painted_in.is_empty:
                covered = stroke.covered(area)
                cured = healed(ground(area), source(area), covered)
                coat = SourceCoat(lambda _: cured, keeps_alpha=layer.properties.alpha_locked)
                _lay(coat, area, covered, before=before, tiles=tiles)

    @contextmanager
    def _fed(
        self, layer: PaintLayer, tool: ToolName, title: str, source: Picture
    ) -> Iterator[Stroke]:
        document = self._easel.document
        with document.painting(layer.id, title) as tiles:
            stroke = self._stroke(document, layer, tiles, tool, source)
            yield stroke
            stroke.finish()

    def _stroke(
        self,
        document: Document,
        layer: PaintLayer,
        tiles: TileStore,
        tool: ToolName,
        source: Picture,
    ) -> Stroke:
        return Stroke(
            tiles,
            self._painting.brush_of(tool),
            SourceCoat(source, keeps_alpha=layer.properties.alpha_locked),
            limits=limits_of(document),
            painted=partial(document.touched, layer.id),
        )

    def _looked_at(self, layer: PaintLayer) -> Picture:
        """What is taken from, as it is now."""
        if self.merged:
            return appearance(self._easel.document, layer)
        return _kept(layer.tiles.snapshot()).read

    def _target(self) -> PaintLayer:
        if self._easel.on_mask:
            raise InputError(
                tr("Only pictures can be retouched, not masks."),
                tr("Click the layer's picture in the layer list."),
            )
        return self._easel.target()

    def _away(self, start: PenSample) -> tuple[int, int]:
        """How far from the brush the source is, canvas px."""
        if self._source is None:
            raise InputError(
                tr("There is nothing to take from yet."), tr("Alt-click where to take from.")
            )
        if self._distance is None or not self.aligned:
            x, y = math.floor(start.x), math.floor(start.y)
            self._distance = self._source.x - x, self._source.y - y
        return self._distance

    def _on_document_replaced(self, _: Document) -> None:
        self._source = self._distance = None


def _kept(tiles: Tiles) -> TileStore:
    kept = TileStore()
    kept.apply(tiles)
    return kept


def _lay(
    coat: SourceCoat, area: Bounds, covered: Coverage, *, before: Tiles, tiles: TileStore
) -> None:
    """Lay it on what was there before the stroke."""
    ground = _kept(before).read(area)
    laid = np.empty_like(ground)
    coat.lay(area, ground, covered, laid)
    tiles.write(area, laid)
