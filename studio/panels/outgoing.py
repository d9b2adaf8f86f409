"""What is dragged to other programs: a file that is made when one asks for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QMetaType, QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from studio.session.files.outgoing import OWN_DRAG
from studio.text import tr

_FILES = "text/uri-list"


class OutgoingPicture(QMimeData):
    """A PNG file by its address. `make` writes it and returns None where that was told to fail."""

    def __init__(self, make: Callable[[], Path | None]) -> None:
        super().__init__()
        self._make = make
        self._made: Path | None = None
        self._is_asked = False

    def formats(self) -> list[str]:
        """The file, and whose it is."""
        return [*super().formats(), _FILES, OWN_DRAG]

    def hasFormat(self, name: str) -> bool:
        """Said without making it."""
        return name in self.formats()

    def retrieveData(self, name: str, kind: QMetaType | QMetaType.Type) -> object:
        """Make the file for the first who asks."""
        if name == OWN_DRAG:
            return QByteArray(b"1")
        if name != _FILES:
            return super().retrieveData(name, kind)
        if not self._is_asked:
            self._is_asked = True
            self._made = self._make()
        # A list: Qt makes bytes of it where those are asked for, but no list of bytes.
        return [] if self._made is None else [QUrl.fromLocalFile(str(self._made))]


class DragLabel(QLabel):
    """Words that can be dragged out of the window as a picture."""

    def __init__(self, make: Callable[[], Path | None]) -> None:
        super().__init__()
        self._make = make
        self._pressed: QMouseEvent | None = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(tr("Drag it from here to another program or a folder: it gets a PNG."))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag may begin."""
        is_left = event.button() is Qt.MouseButton.LeftButton
        self._pressed = event.clone() if is_left else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It begins once it is no slip of the hand."""
        if self._pressed is None:
            return
        way = event.position() - self._pressed.position()
        if way.manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            begin_drag(self, OutgoingPicture(self._make))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """It was none."""
        self._pressed = None


def begin_drag(source: QWidget, dragged: QMimeData) -> None:
    """Drag until it is dropped."""
    drag = QDrag(source)
    drag.setMimeData(dragged)
    drag.exec(Qt.DropAction.CopyAction)
