"""The keyboard of a text that is being written on the canvas."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import (
    QGuiApplication,
    QHideEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from studio.canvas.drags import Looking
from studio.canvas.writing_marks import caret_rect, draw_writing
from studio.document.lettering import LineStep
from studio.session.session import Session
from studio.session.writing import Caret
from studio.text import tr

_Keys = QKeySequence.StandardKey
_Move = QTextCursor.MoveMode
# Only the picture knows where lines break: there they do so by its font, and in its box.
_STEPS = {
    _Keys.MoveToPreviousLine: (LineStep.up, _Move.MoveAnchor),
    _Keys.MoveToNextLine: (LineStep.down, _Move.MoveAnchor),
    _Keys.MoveToStartOfLine: (LineStep.start, _Move.MoveAnchor),
    _Keys.MoveToEndOfLine: (LineStep.end, _Move.MoveAnchor),
    _Keys.SelectPreviousLine: (LineStep.up, _Move.KeepAnchor),
    _Keys.SelectNextLine: (LineStep.down, _Move.KeepAnchor),
    _Keys.SelectStartOfLine: (LineStep.start, _Move.KeepAnchor),
    _Keys.SelectEndOfLine: (LineStep.end, _Move.KeepAnchor),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WritingField(QPlainTextEdit):
    """Takes keys and input methods as any entry does, and shows nothing: the picture does.

    Its words and its cursor are those of `session.writing`, both ways.
    """

    def __init__(self, session: Session, canvas: QWidget, look: Looking) -> None:
        super().__init__(canvas)
        self.setAccessibleName(tr("Text on the canvas"))
        self._writing = session.writing
        self._canvas = canvas
        self._look = look
        self._words = ""
        self._caret = Caret()
        self._preedit = ""
        self._is_following = False
        self._is_lit = True
        self._blinking = QTimer(self)
        self._set_up()
        self._blinking.timeout.connect(self._blink)
        self.textChanged.connect(self._tell)
        self.cursorPositionChanged.connect(self._tell)
        self.selectionChanged.connect(self._tell)

    def draw(self, painter: QPainter) -> None:
        """Draw caret, selection and box over the canvas."""
        draw_writing(painter, self._look.viewport, self._writing, has_caret=self._is_lit)

    def follow_view(self) -> None:
        """Lie where the caret is seen: there an input method opens its list."""
        if self._writing.is_on:
            self.setGeometry(caret_rect(self._look.viewport, self._writing).toAlignedRect())

    def follow(self) -> None:
        """Show what the session holds, if it did not come from here."""
        text = self._writing.text
        if text is None:
            self._rest()
            return
        self._is_following = True
        if self.isHidden() or text.words != self._words:
            self._words = text.words
            self.setPlainText(text.words)
        if self.isHidden():
            self._preedit = ""
            self.show()
        caret = self._writing.caret
        if caret != self._caret:
            self._caret = caret
            self._put_cursor(caret)
        self._is_following = False
        self.follow_view()
        self._light()

    def _set_up(self) -> None:
        self.hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("background: transparent; border: none; padding: 0")
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._blinking.setInterval(QGuiApplication.styleHints().cursorFlashTime() // 2)

    def _put_cursor(self, caret: Caret) -> None:
        cursor, end = self.textCursor(), self.document().characterCount() - 1
        cursor.setPosition(min(caret.anchor, end))
        cursor.setPosition(min(caret.position, end), _Move.KeepAnchor)
        self.setTextCursor(cursor)

    def _rest(self) -> None:
        self._blinking.stop()
        if self.hasFocus():
            self._canvas.setFocus()
        self.hide()
        self._words, self._caret = "", Caret()

    def _tell(self) -> None:
        """What was typed, and where the cursor is now."""
        if self._is_following or not self._writing.is_on:
            return
        cursor = self.textCursor()
        caret = Caret(cursor.position(), cursor.anchor(), self._preedit)
        # Not `toPlainText`, which takes unbreakable spaces for plain ones.
        words = self.document().toRawText().replace("\u2029", "\n")
        if (words, caret) != (self._words, self._caret):
            self._words, self._caret = words, caret
            self._writing.write(words, caret)

    def _step(self, step: LineStep, mode: QTextCursor.MoveMode) -> None:
        typeset = self._writing.typeset
        if typeset is not None:
            cursor = self.textCursor()
            cursor.setPosition(typeset.stepped(cursor.position(), step), mode)
            self.setTextCursor(cursor)

    def _light(self) -> None:
        """A caret that moves does not blink meanwhile."""
        self._is_lit = True
        if self._blinking.interval() > 0 and self.isVisible():
            self._blinking.start()

    def _blink(self) -> None:
        self._is_lit = not self._is_lit
        self._canvas.update(caret_rect(self._look.viewport, self._writing).toAlignedRect())

    def event(self, event: QEvent) -> bool:
        """Escape and Ctrl+Enter end the text, whatever else they are for."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _ends(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go by the lines of the picture; all else is as in any entry."""
        if _ends(event):
            self._writing.commit()
            return
        for keys, (step, mode) in _STEPS.items():
            if event.matches(keys):
                self._step(step, mode)
                return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Show what is composed where it will be."""
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing."""

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing runs unseen."""
        super().hideEvent(event)
        self._blinking.stop()


def _ends(event: QKeyEvent) -> bool:
    if event.key() in _ENTER:
        return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return event.key() == Qt.Key.Key_Escape
