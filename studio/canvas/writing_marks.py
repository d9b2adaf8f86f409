"""What is drawn over a text that is being written: its box, what is selected, the caret."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform

from studio.canvas.frames import ACCENT, DARK, LIGHT, two_tone
from studio.canvas.viewport import Viewport
from studio.document.lettering import Typeset
from studio.session.writing import Caret, Writing

_SELECTED = QColor(ACCENT.red(), ACCENT.green(), ACCENT.blue(), 110)
# View px around a caret that drawing it may colour.
_REACH = 3.0


def draw_writing(
    painter: QPainter, viewport: Viewport, writing: Writing, *, has_caret: bool
) -> None:
    """Draw the marks; without the caret while it blinks."""
    typeset = writing.typeset
    if typeset is None:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    to_view = _to_view(viewport, typeset)
    two_tone(painter, to_view.map(QPolygonF(typeset.box)), closed=True, dashes=(3, 3), colour=LIGHT)
    for box in typeset.boxes(*writing.caret.selected):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SELECTED)
        painter.drawPolygon(to_view.map(QPolygonF(box)))
    if writing.caret.preedit:
        _underline(painter, to_view, typeset, writing.caret)
    if has_caret:
        _draw_caret(painter, _caret_line(to_view, typeset, writing.caret))
    painter.restore()


def caret_rect(viewport: Viewport, writing: Writing) -> QRectF:
    """View px that the caret may colour; nothing while no text is written."""
    if writing.typeset is None:
        return QRectF()
    line = _caret_line(_to_view(viewport, writing.typeset), writing.typeset, writing.caret)
    box = QRectF(line.p1(), line.p2()).normalized()
    return box.adjusted(-_REACH, -_REACH, _REACH, _REACH)


def _to_view(viewport: Viewport, typeset: Typeset) -> QTransform:
    return typeset.transform * QTransform(*viewport.matrix)


def _caret_line(to_view: QTransform, typeset: Typeset, caret: Caret) -> QLineF:
    top, bottom = typeset.caret(caret.seen_at)
    return to_view.map(QLineF(QPointF(*top), QPointF(*bottom)))


def _draw_caret(painter: QPainter, line: QLineF) -> None:
    """A dark line with a light edge: seen on any picture."""
    for colour, width in ((LIGHT, 3.0), (DARK, 1.4)):
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(line)


def _underline(painter: QPainter, to_view: QTransform, typeset: Typeset, caret: Caret) -> None:
    """What an input method composes, and is not yet part of the words."""
    for box in typeset.boxes(caret.position, caret.seen_at):
        painter.setPen(QPen(ACCENT, 2))
        painter.drawLine(to_view.map(QLineF(box.bottomLeft(), box.bottomRight())))
