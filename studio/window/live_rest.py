"""When a live repaint asks anew: as soon as the hand rests."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from studio.session.session import Session

# ms without a change. Shorter, and pictures would flash between the strokes of a hatching.
_REST = 200


class LiveRest(QObject):
    """The clock that a live repaint has not got itself."""

    def __init__(self, parent: QObject, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self.timer = QTimer(self, singleShot=True, interval=_REST)
        self.timer.timeout.connect(lambda: session.attempt(session.live.ask))
        session.live.stirred.connect(lambda _: self.timer.start())
        session.live.changed.connect(lambda _: self._on_changed())

    def _on_changed(self) -> None:
        if not self._session.live.is_on:
            self.timer.stop()
