"""A number as a bar: its name and value on it; drag, wheel, keys, or type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QLineEdit, QScrollArea, QSizePolicy, QWidget

from studio.signals import Signal

_Role = QPalette.ColorRole
_PADDING = 8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
_ENDING = (*_ENTER, Qt.Key.Key_Escape)


@dataclass(frozen=True, slots=True)
class Scale:
    """The values of a slider: `low`..`high` in steps of `step`.

    bend: above 1 the low values get more of the bar, as sizes need. factor: what is shown is the
    value times this (100 for per cent).
    """

    low: float
    high: float
    step: float = 1.0
    suffix: str = ""
    bend: float = 1.0
    factor: float = 1.0

    def ticks(self, value: float) -> int:
        """The value in whole steps."""
        return round(value / self.step)

    def share(self, value: float) -> float:
        """Where on the bar a value is, 0..1."""
        return float(((value - self.low) / (self.high - self.low)) ** (1 / self.bend))

    def value_at(self, share: float) -> float:
        """The value at a place on the bar, 0..1."""
        inside = min(1.0, max(0.0, share))
        return float(self.low + (self.high - self.low) * inside**self.bend)

    def words(self, value: float) -> str:
        """The value as shown, without a superfluous `.0`."""
        return f"{value * self.factor:.2f}".rstrip("0").rstrip(".") + self.suffix


PER_CENT = Scale(0.0, 1.0, 0.01, " %", factor=100)


class ValueSlider(QAbstractSlider):
    """A labelled bar. `edited` tells what the user set; `show_value` never emits it.

    Its integer `value()` counts steps of the scale. `gesture` grows with every press, so that one
    drag can be one step of the history. `caption` may say the value in words.
    """

    def __init__(self, title: str, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edited: Signal[float] = Signal()
        self.gesture = 0
        self.caption: Callable[[float], str] = scale.words
        self._title = title
        self._scale = scale
        self._entry: QLineEdit | None = None
        self._from: tuple[float, float] | None = None
        self.setAccessibleName(title)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(scale.ticks(scale.low), scale.ticks(scale.high))
        self.setPageStep(max(1, (self.maximum() - self.minimum()) // 10))
        # Not by a click: the painter's single keys stay the painter's after a drag.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def shown(self) -> float:
        """The value on the bar."""
        return self.value() * self._scale.step

    def show_value(self, value: float) -> None:
        """Show what the session holds."""
        self.setValue(self._scale.ticks(value))

    def _edit(self, value: float) -> None:
        ticks = min(self.maximum(), max(self.minimum(), self._scale.ticks(value)))
        if ticks != self.value():
            self.setValue(ticks)
            self.edited.emit(self.shown)

    def _is_in_scroll_area(self) -> bool:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        return above is not None

    def _start_typing(self, first: str = "") -> None:
        self._entry = entry = QLineEdit(self)
        entry.setText(first or self._scale.words(self.shown).removesuffix(self._scale.suffix))
        entry.setAlignment(Qt.AlignmentFlag.AlignRight)
        entry.setGeometry(self.rect())
        entry.setAccessibleName(self._title)
        entry.editingFinished.connect(self._finish_typing)
        entry.installEventFilter(self)
        if not first:
            entry.selectAll()
        entry.show()
        entry.setFocus()

    def _finish_typing(self) -> None:
        text = self._leave_typing()
        try:
            value = float(text.replace(",", ".").removesuffix(self._scale.suffix.strip()))
        except ValueError:
            return
        self.gesture += 1
        self._edit(value / self._scale.factor)

    def _leave_typing(self) -> str:
        if self._entry is None:
            return ""
        entry, self._entry = self._entry, None
        entry.deleteLater()
        entry.hide()
        self.setFocus()
        return entry.text()

    def _draw_bar(self, painter: QPainter, outline: QRectF) -> None:
        palette = self.palette()
        painter.fillRect(outline, palette.color(_Role.Base))
        filled = QRectF(outline)
        filled.setWidth(outline.width() * self._scale.share(self.shown))
        colour = QColor(palette.color(_Role.Highlight))
        colour.setAlphaF(0.55 if self.underMouse() or self.hasFocus() else 0.42)
        painter.fillRect(filled, colour)

    def _draw_words(self, painter: QPainter) -> None:
        inside = self.rect().adjusted(_PADDING, 0, -_PADDING, 0)
        value, metrics = self.caption(self.shown), QFontMetrics(self.font())
        room = inside.width() - metrics.horizontalAdvance(value) - _PADDING
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self.palette().color(_Role.Text))
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignLeft, title)
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignRight, value)

    def sizeHint(self) -> QSize:
        """Room for the name and the widest value."""
        metrics = QFontMetrics(self.font())
        widest = max(map(self.caption, (self._scale.low, self._scale.high, self.shown)), key=len)
        width = metrics.horizontalAdvance(self._title + widest) + 4 * _PADDING
        return QSize(width, metrics.height() + 9)

    def minimumSizeHint(self) -> QSize:
        """May be narrower: the name is then cut short."""
        return QSize(72, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the bar, the name and the value."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        rounded = QPainterPath()
        rounded.addRoundedRect(outline, 4, 4)
        painter.setClipPath(rounded)
        self._draw_bar(painter, outline)
        painter.setClipping(False)
        edge = _Role.Highlight if self.hasFocus() else _Role.Mid
        painter.setPen(self.palette().color(edge))
        painter.drawPath(rounded)
        self._draw_words(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press sets the value there; with Shift, it only starts a fine drag."""
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.gesture += 1
        self._from = (event.position().x(), self._scale.share(self.shown))
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            share = event.position().x() / max(1, self.width())
            self._from = (event.position().x(), share)
            self._edit(self._scale.value_at(share))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub; ten times finer with Shift."""
        if self._from is None:
            return
        start, share = self._from
        fine = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        moved = (event.position().x() - start) / max(1, self.width()) * (0.1 if fine else 1.0)
        self._edit(self._scale.value_at(share + moved))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """The drag ends."""
        self._from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Type a number."""
        self._from = None
        self._start_typing()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A step a notch; but what scrolls a panel must not set numbers on its way."""
        if self._is_in_scroll_area() and not self.hasFocus():
            event.ignore()
            return
        notch = 1 if event.angleDelta().y() > 0 else -1
        self._edit(self.shown + notch * self._scale.step)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and Enter start typing; arrows, Page and Home keys step."""
        if event.key() in _ENTER:
            self._start_typing()
        elif event.text().isdigit():
            self._start_typing(event.text())
        else:
            self.gesture += 1
            before = self.value()
            super().keyPressEvent(event)
            if self.value() != before:
                self.edited.emit(self.shown)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that set the number from the shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            takes = event.text().isdigit() or event.key() in _ENTER
            event.setAccepted(takes and event.modifiers() == Qt.KeyboardModifier.NoModifier)
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Enter takes the number, Escape leaves it as it was.

        Here: a line lets go of Enter once it is done with it, and we should begin to type anew.
        """
        if not (isinstance(event, QKeyEvent) and event.key() in _ENDING and self._entry):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress and event.key() in _ENTER:
            self._finish_typing()
        elif event.type() == QEvent.Type.KeyPress:
            self._entry.blockSignals(True)  # noqa: FBT003
            self._leave_typing()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002
        """Keep the entry over the bar."""
        if self._entry is not None:
            self._entry.setGeometry(self.rect())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: ARG002
        """Show the focus."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: ARG002
        """Show that it went."""
        self.update()
