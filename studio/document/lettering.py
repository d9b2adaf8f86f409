"""Texts laid out and drawn.

QtGui is imported whole: each class of it is made when it is first named, and those that lay out
text take 5 to 10 ms that a start without a text would pay for nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from enum import Enum
from typing import cast

import numpy as np
from PySide6 import QtGui
from PySide6.QtCore import QPointF, QRectF, Qt

from studio.document.document import Document
from studio.document.layers import TextLayer
from studio.document.laying import image_of
from studio.document.placement import Spot
from studio.document.texts import Alignment, Style, Text
from studio.document.tiles import TILE, Pixels, TileKey, Tiles, bounds_of, keys_covering
from studio.geometry import Bounds

# Absolute: in a text that runs from right to left, left is left all the same.
_ALIGNMENTS = {
    Alignment.left: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute,
    Alignment.centre: Qt.AlignmentFlag.AlignHCenter,
    Alignment.right: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute,
    Alignment.justify: Qt.AlignmentFlag.AlignJustify,
}
# Where in its width a text without a box has its origin.
_ORIGINS = {Alignment.centre: 0.5, Alignment.right: 1.0}


class LineStep(Enum):
    """A caret's way that depends on where lines break."""

    up = "up"
    down = "down"
    start = "start"
    end = "end"


class Typeset:
    """A text laid out: where its letters are, in px of the text.

    Positions count UTF-16 units of the words, as Qt does.
    """

    def __init__(self, text: Text) -> None:
        self.text = text
        self._document = _laid_out(text)
        self._layout = self._document.documentLayout()
        share = 0.0 if text.width is not None else _ORIGINS.get(text.style.alignment, 0.0)
        self._left = -share * self._document.textWidth()

    @property
    def box(self) -> QRectF:
        """Around its lines; with a width of its own, as wide as that."""
        size = self._document.size()
        return QRectF(self._left, 0.0, self._document.textWidth(), size.height())

    @property
    def reach(self) -> Bounds:
        """Canvas px that its letters may colour: some reach beyond their lines."""
        size = self.text.style.size
        around = self.transform.mapRect(self.box.adjusted(-size, -size, size, size)).toAlignedRect()
        return Bounds(around.x(), around.y(), around.width(), around.height())

    @property
    def transform(self) -> QtGui.QTransform:
        """From px of the text to canvas px."""
        at = self.text.placement
        return QtGui.QTransform(at.a, at.b, at.c, at.d, at.e, at.f)

    def position_at(self, spot: Spot) -> int:
        """The gap between letters nearest to a canvas spot."""
        x, y = self.text.placement.back(spot)
        place = QPointF(x - self._left, y)
        return max(0, self._layout.hitTest(place, Qt.HitTestAccuracy.FuzzyHit))

    def holds(self, spot: Spot, slack: float = 0.0) -> bool:
        """Whether a canvas spot is on it, or as near as slack, canvas px."""
        around = self.transform.mapToPolygon(self.box.toAlignedRect()).boundingRect()
        near = QRectF(around).adjusted(-slack, -slack, slack, slack)
        return near.contains(QPointF(*spot))

    def caret(self, position: int) -> tuple[Spot, Spot]:
        """Top and bottom of the caret at a position."""
        position = self._held(position)
        block, line = self._line_at(position)
        corner = self._layout.blockBoundingRect(block).topLeft()
        x = corner.x() + self._left + _across(line, position - block.position())
        top = corner.y() + line.y()
        return (x, top), (x, top + line.height())

    def boxes(self, start: int, end: int) -> Iterator[QRectF]:
        """What lies between two positions, line by line."""
        block = self._document.findBlock(self._held(start))
        while block.isValid() and block.position() < end:
            corner = self._layout.blockBoundingRect(block).topLeft() + QPointF(self._left, 0)
            for number in range(block.layout().lineCount()):
                line = block.layout().lineAt(number)
                first = max(start - block.position(), line.textStart())
                last = min(end - block.position(), line.textStart() + line.textLength())
                if first < last:
                    left, right = sorted((_across(line, first), _across(line, last)))
                    yield QRectF(left, line.y(), right - left, line.height()).translated(corner)
            block = block.next()

    def stepped(self, position: int, step: LineStep) -> int:
        """Where a caret goes from a position."""
        cursor = QtGui.QTextCursor(self._document)
        cursor.setPosition(self._held(position))
        ways = QtGui.QTextCursor.MoveOperation
        steps = {
            LineStep.up: ways.Up,
            LineStep.down: ways.Down,
            LineStep.start: ways.StartOfLine,
            LineStep.end: ways.EndOfLine,
        }
        cursor.movePosition(steps[step])
        return cursor.position()

    @property
    def ascent(self) -> float:
        """How far beneath its top the first line of letters stands."""
        return self._document.begin().layout().lineAt(0).ascent()

    def draw(self, painter: QtGui.QPainter, area: QRectF) -> None:
        """Draw what lies in an area of the canvas; the painter is in canvas px."""
        painter.setTransform(self.transform.translate(self._left, 0.0), combine=True)
        inverse, _ = painter.transform().inverted()
        context = QtGui.QAbstractTextDocumentLayout.PaintContext()
        colour = self.text.colour
        shade = QtGui.QColor(colour.red, colour.green, colour.blue)
        context.palette.setColor(QtGui.QPalette.ColorRole.Text, shade)
        context.clip = inverse.mapRect(area)
        self._layout.draw(painter, context)

    def _line_at(self, position: int) -> tuple[QtGui.QTextBlock, QtGui.QTextLine]:
        block = self._document.findBlock(position)
        return block, block.layout().lineForTextPosition(position - block.position())

    def _held(self, position: int) -> int:
        """Within the words: beyond them Qt has no line, and reads where nothing is."""
        return max(0, min(position, self._document.characterCount() - 1))


def lettered(text: Text, within: Bounds) -> Tiles:
    """What a text looks like in bounds: read-only tiles, premultiplied BGRA; only where it is."""
    typeset = Typeset(text)
    tiles: dict[TileKey, Pixels] = {}
    for band in _tile_rows(typeset.reach.intersection(within)):
        pixels = _drawn(typeset, band)
        for key in keys_covering(band):
            at = bounds_of(key)
            tile = _cut(pixels[at.relative_to(band).slices], at, within)
            if tile.any():
                tile.flags.writeable = False
                tiles[key] = tile
    return tiles


def can_draw(text: Text) -> bool:
    """Whether its font is on this machine."""
    if QtGui.QGuiApplication.instance() is None:
        return False  # no letter can be drawn without one
    return not text.style.family or QtGui.QFontDatabase.hasFamily(text.style.family)


def missing_families(document: Document) -> tuple[str, ...]:
    """The fonts of its texts that are not on this machine; none where no letter can be drawn."""
    if QtGui.QGuiApplication.instance() is None:
        return ()
    texts = [layer.text for layer in document.layers if isinstance(layer, TextLayer)]
    return tuple(sorted({text.style.family for text in texts if not can_draw(text)}))


def usual_family() -> str:
    """The font that a text has while none is chosen."""
    return QtGui.QFontInfo(QtGui.QFont()).family()


def _cut(tile: Pixels, at: Bounds, within: Bounds) -> Pixels:
    """A tile of its own, without what lies beyond bounds."""
    inside = at.intersection(within).relative_to(at).slices
    cut = np.zeros_like(tile, order="C")
    cut[inside] = tile[inside]
    return cut


def _tile_rows(bounds: Bounds) -> Iterator[Bounds]:
    """Whole tiles, a row of them at a time: a canvas of 16384² is a gigabyte at once."""
    if bounds.is_empty:
        return
    left, right = bounds.x // TILE * TILE, -(-bounds.right // TILE) * TILE
    for top in range(bounds.y // TILE * TILE, bounds.bottom, TILE):
        yield Bounds(left, top, right - left, TILE)


def _drawn(typeset: Typeset, band: Bounds) -> Pixels:
    pixels = np.zeros((band.height, band.width, 4), np.uint8)
    image = image_of(pixels)  # a painter does not keep it alive
    painter = QtGui.QPainter(image)
    try:
        hints = QtGui.QPainter.RenderHint
        painter.setRenderHints(hints.Antialiasing | hints.TextAntialiasing)
        painter.translate(-band.x, -band.y)
        typeset.draw(painter, QRectF(0, 0, band.width, band.height))
    finally:
        painter.end()
    return pixels


def _laid_out(text: Text) -> QtGui.QTextDocument:
    document = QtGui.QTextDocument()
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    # Widths as the font's maker drew them: the same in every size and on every screen.
    document.setUseDesignMetrics(True)
    document.setDefaultFont(_font_of(text.style))
    option = QtGui.QTextOption(_ALIGNMENTS[text.style.alignment])
    wraps, never = (
        QtGui.QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere,
        QtGui.QTextOption.WrapMode.NoWrap,
    )
    option.setWrapMode(never if text.width is None else wraps)
    document.setDefaultTextOption(option)
    document.setPlainText(text.words)
    _space_lines(document, text.style.line_spacing)
    document.setTextWidth(text.width or -1.0)
    if text.width is None:
        document.setTextWidth(math.ceil(document.idealWidth()))
    return document


def _space_lines(document: QtGui.QTextDocument, spacing: float) -> None:
    cursor = QtGui.QTextCursor(document)
    cursor.select(QtGui.QTextCursor.SelectionType.Document)
    lines = QtGui.QTextBlockFormat()
    lines.setLineHeight(
        100 * spacing, QtGui.QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
    )
    cursor.mergeBlockFormat(lines)


def _font_of(style: Style) -> QtGui.QFont:
    font = QtGui.QFont(style.family) if style.family else QtGui.QFont()
    font.setPixelSize(style.size)
    font.setWeight(QtGui.QFont.Weight(style.weight))
    font.setItalic(style.is_italic)
    font.setLetterSpacing(
        QtGui.QFont.SpacingType.AbsoluteSpacing, style.letter_spacing * style.size
    )
    font.setHintingPreference(QtGui.QFont.HintingPreference.PreferNoHinting)
    # Coloured fringes are for screens whose pixels stand as the maker thought, not for paintings.
    font.setStyleStrategy(
        QtGui.QFont.StyleStrategy.PreferAntialias | QtGui.QFont.StyleStrategy.NoSubpixelAntialias
    )
    return font


def _across(line: QtGui.QTextLine, position: int) -> float:
    """Where a position of the block is on a line."""
    # A pair, where its stub says `object`.
    x, _ = cast("tuple[float, int]", line.cursorToX(position))
    return x
