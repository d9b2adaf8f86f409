"""What arrow keys do over the canvas: show another candidate, or move the selection."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from studio.session.session import Session
from studio.session.tool_groups import SELECTING

_WAYS = {
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Up: (0, -1),
}
# With Shift so many pixels at once.
_LEAP = 10
_PLAIN, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def add_arrow_keys(canvas: QWidget, session: Session) -> None:
    """Let arrow keys work while the canvas has the keyboard."""
    for key, way in _WAYS.items():
        for shift, far in ((_PLAIN, 1), (_SHIFT, _LEAP)):
            arrow = QShortcut(QKeySequence(shift | key), canvas)
            arrow.setContext(Qt.ShortcutContext.WidgetShortcut)
            arrow.activated.connect(partial(press_arrow, session, way, far))


def press_arrow(session: Session, way: tuple[int, int], far: int) -> None:
    """Left and right show other candidates; where none waits, the selection moves."""
    if session.candidates.waiting:
        if way[0]:
            session.candidates.show_next(way[0])
    elif session.painting.tool in SELECTING and not session.easel.document.selection.is_none:
        session.selecting.move_by(way[0] * far, way[1] * far)
