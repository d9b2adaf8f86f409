"""The field of a text on the canvas, made when the first text is begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from studio.canvas.drags import Looking
from studio.session.session import Session

if TYPE_CHECKING:
    from studio.canvas.writing_field import WritingField


class WritingKeyboard:
    """What a canvas knows of the field: there is none as long as nobody has written."""

    def __init__(self, session: Session, canvas: QWidget, look: Looking) -> None:
        self._session = session
        self._canvas = canvas
        self._look = look
        self._field: WritingField | None = None
        session.writing.changed.connect(lambda _: self._follow())
        session.writing.asked.connect(lambda _: self._made().setFocus())

    @property
    def has_focus(self) -> bool:
        """Whether keys go to a text."""
        return self._field is not None and self._field.hasFocus()

    def draw(self, painter: QPainter) -> None:
        """Draw caret, selection and box over the canvas."""
        if self._field is not None:
            self._field.draw(painter)

    def follow_view(self) -> None:
        """Keep an input method's list where the caret is seen."""
        if self._field is not None:
            self._field.follow_view()

    def _follow(self) -> None:
        if self._field is not None or self._session.writing.is_on:
            self._made().follow()

    def _made(self) -> WritingField:
        if self._field is None:
            # Not above: with it a start took 15 ms more, and few texts are written.
            from studio.canvas.writing_field import WritingField

            self._field = WritingField(self._session, self._canvas, self._look)
        return self._field
