"""The canvas with rulers along its top and left, where they are wanted."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from studio.canvas.ruler import Ruler, Way
from studio.canvas.view import CanvasView
from studio.session.aids.guiding import Switch
from studio.session.session import Session


class RuledCanvas(QWidget):
    """Holds the canvas; rulers are made when they are first shown."""

    def __init__(self, session: Session, canvas: CanvasView) -> None:
        super().__init__()
        self.rulers: tuple[Ruler, ...] = ()
        self._session = session
        self._canvas = canvas
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(canvas, 1, 1)
        session.guiding.changed.connect(lambda _: self._show_rulers())
        self._show_rulers()

    def _show_rulers(self) -> None:
        wanted = self._session.guiding.has(Switch.rulers)
        if wanted and not self.rulers:
            top, left = (Ruler(self._session, self._canvas, way=way) for way in Way)
            self._layout.addWidget(top, 0, 1)
            self._layout.addWidget(left, 1, 0)
            self.rulers = top, left
        for ruler in self.rulers:
            ruler.setVisible(wanted)
