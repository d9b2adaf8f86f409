"""Words for the model, in a field that grows with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QToolButton

from studio.panels.completion import KEYS_OF_THE_LIST, Completion
from studio.signals import Signal

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
# Px between a button in the corner and the edges.
_ASIDE = 2


class PromptEdit(QPlainTextEdit):
    """`edited` tells what was typed; `show_words` never emits it. Tab goes to the next field."""

    def __init__(self, title: str, placeholder: str, *, fewest: int, most: int) -> None:
        super().__init__()
        self.edited: Signal[str] = Signal()
        self._lines = fewest, most
        self._corner: QToolButton | None = None
        self._completion = Completion(self)
        self.setAccessibleName(title)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._on_text_changed)
        self._grow()

    def show_words(self, words: str) -> None:
        """Show what the session holds; the cursor stays where nothing differs."""
        if words != self.toPlainText():
            self.blockSignals(True)  # noqa: FBT003
            self.setPlainText(words)
            self.blockSignals(False)  # noqa: FBT003
            self._grow()

    def hold(self, button: QToolButton) -> None:
        """Have a button in the corner; the words stay clear of it."""
        button.setParent(self)
        self._corner = button
        self.setViewportMargins(0, 0, button.sizeHint().width() + _ASIDE, 0)

    def offer(self, words: Sequence[str]) -> None:
        """Offer these words while one of them is being typed."""
        self._completion.offer(words)

    def _on_text_changed(self) -> None:
        self._grow()
        self.edited.emit(self.toPlainText())

    def _grow(self) -> None:
        """As many lines as the words take, within limits; beyond them, a scroll bar."""
        fewest, most = self._lines
        # A plain-text document measures its height in lines.
        lines = max(1, round(self.document().size().height()))
        overflows = lines > most
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if overflows else policy.ScrollBarAlwaysOff
        )
        shown = min(most, max(fewest, lines))
        around = 2 * (self.document().documentMargin() + self.frameWidth()) + 4
        height = round(self.fontMetrics().lineSpacing() * shown + around)
        if height != self.height():
            self.setFixedHeight(height)

    def sizeHint(self) -> QSize:
        """As high as the words."""
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths wrap otherwise."""
        super().resizeEvent(event)
        if self._corner is not None:
            size = self._corner.sizeHint()
            self._corner.setGeometry(
                QRect(QPoint(self.width() - size.width() - _ASIDE, _ASIDE), size)
            )
        self._grow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The open list takes its own keys; what is typed may open it."""
        if self._completion.is_open and event.key() in KEYS_OF_THE_LIST:
            event.ignore()
            return
        super().keyPressEvent(event)
        if event.text().strip():
            self._completion.follow()

    def event(self, event: QEvent) -> bool:
        """Enter with Ctrl or Shift is the window's: it repaints."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _ENTER
            and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            # The keyboard goes to the canvas then, which an open list would not let us know.
            self._completion.close()
            event.ignore()
            return True
        return super().event(event)
