"""What a crash left behind: looked at, then opened, kept for later or done away with."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.document.tiles import Pixels
from studio.errors import StudioError
from studio.geometry import Extent
from studio.jobs.errands import Errands
from studio.journal.shelf import Left
from studio.panels.buttons import tooltip
from studio.panels.elided import ElidedLabel
from studio.panels.thumbnails import picture_pixmap
from studio.session.files.recovering import Recovering
from studio.session.session import Session
from studio.text import tr

_PICTURE = Extent(112, 84)
_WIDTH, _TALLEST = 560, 380


class RecoveryRow(QFrame):
    """One painting: what it looks like, its name, when and what it was, and what may become of it.

    discard: held down until the dialog is closed, so that a slip of the hand loses nothing.
    """

    def __init__(self, left: Left) -> None:
        super().__init__()
        self.left = left
        state = left.state
        self.picture = QLabel("…")
        self.picture.setFixedSize(_PICTURE.width, _PICTURE.height)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = ElidedLabel(state.title)
        self.title.setStyleSheet("font-weight: 600")
        self.words = QLabel(_words_of(left))
        self.words.setProperty("quiet", True)  # noqa: FBT003
        self.open = QPushButton(tr("Open"))
        self.open.setProperty("primary", True)  # noqa: FBT003
        self.open.setToolTip(tooltip(tr("Open"), tr("Go on where it was left.")))
        self.discard = QPushButton(tr("Discard"))
        self.discard.setToolTip(tooltip(tr("Discard"), tr("Do away with it for good.")))
        self.discard.setCheckable(True)
        self.discard.setAutoDefault(False)
        self.discard.toggled.connect(self._on_discard)
        for button in (self.open, self.discard):
            button.setAccessibleDescription(state.title)
        self._lay_out()

    def show_picture(self, pixels: Pixels) -> None:
        """Show what it looks like: premultiplied BGRA."""
        self.picture.setPixmap(picture_pixmap(pixels, _PICTURE, self.devicePixelRatioF()))

    def show_damage(self, error: StudioError) -> None:
        """Say that it cannot be opened."""
        self.picture.setText("?")
        self.words.setText(error.message)
        self.words.setToolTip(error.hint)
        self.open.setEnabled(False)

    def _on_discard(self, is_discarded: bool) -> None:  # noqa: FBT001
        for part in (self.open, self.picture, self.title):
            part.setEnabled(not is_discarded)
        gone = tr("Done away with when this is closed.")
        self.words.setText(gone if is_discarded else _words_of(self.left))

    def _lay_out(self) -> None:
        beside = QVBoxLayout()
        beside.setSpacing(4)
        beside.addStretch()
        beside.addWidget(self.title)
        beside.addWidget(self.words)
        beside.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 8, 6)
        row.setSpacing(14)
        row.addWidget(self.picture)
        row.addLayout(beside, 1)
        row.addWidget(self.discard)
        row.addWidget(self.open)


class RecoveryDialog(QDialog):
    """The paintings that were not saved when the program ended; those not discarded stay.

    may_leave: whether the painting on the easel may go; asked before another takes its place.
    """

    def __init__(
        self,
        parent: QWidget | None,
        session: Session,
        recovering: Recovering,
        may_leave: Callable[[], bool],
        found: tuple[Left, ...],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Recover paintings"))
        self._session = session
        self._recovering = recovering
        self._may_leave = may_leave
        self._errands = Errands()
        self.rows = [RecoveryRow(left) for left in found]
        for row in self.rows:
            row.open.clicked.connect(lambda _, row=row: self._open(row))
            row.discard.toggled.connect(lambda _: self._show_close())
        words = QLabel(tr("The program ended before these were saved."))
        words.setWordWrap(True)
        buttons = QDialogButtonBox()
        self.close_button = buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(14)
        layout.addWidget(words)
        layout.addWidget(self._list())
        layout.addWidget(buttons)
        self.setFixedWidth(_WIDTH)
        self._show_close()
        if self.rows:
            self.rows[0].open.setFocus()
        self._draw(list(self.rows))

    def done(self, result: int) -> None:
        """Do away with those that are to go, and leave the others for another time."""
        self._errands.close()
        for row in self.rows:
            if row.discard.isChecked():
                self._recovering.discard(row.left)
            else:
                self._recovering.leave(row.left)
        self.rows = []
        super().done(result)

    def _list(self) -> QScrollArea:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for row in self.rows:
            rows.addWidget(row)
        rows.addStretch()
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedHeight(min(_TALLEST, inside.sizeHint().height() + 2))
        return area

    def _draw(self, left: list[RecoveryRow]) -> None:
        """One after another: each may be a large painting."""
        if not left:
            return
        row, others = left[0], left[1:]

        def show(pixels: Pixels) -> None:
            row.show_picture(pixels)
            self._draw(others)

        def tell(error: StudioError) -> None:
            row.show_damage(error)
            self._draw(others)

        self._errands.run(row.left.thumbnail, show, tell)

    def _open(self, row: RecoveryRow) -> None:
        if not self._may_leave():
            return
        if self._session.attempt(lambda: self._recovering.open(row.left)):
            self.rows.remove(row)
            self.accept()

    def _show_close(self) -> None:
        all_go = all(row.discard.isChecked() for row in self.rows)
        self.close_button.setText(tr("Discard all") if all_go else tr("Keep for later"))


def _words_of(left: Left) -> str:
    state = left.state
    when = QDateTime.fromSecsSinceEpoch(int(state.seconds))
    time = QLocale().toString(when, QLocale.FormatType.ShortFormat)
    size = tr("{width} × {height} px", width=state.width, height=state.height)
    layers = tr("1 layer") if len(state.rows) == 1 else tr("{count} layers", count=len(state.rows))
    return f"{time}\n{size} · {layers}"
