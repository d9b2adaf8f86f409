"""The window that fetches models: what there is, what it costs, and what is on its way."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.downloads.choosing import Choice
from studio.downloads.hub import Offer
from studio.errors import StudioError
from studio.session.session import Session
from studio.text import tr
from studio.window.download_list import RecommendedList
from studio.window.download_offer import OfferView
from studio.window.download_rows import DownloadRows

_WIDTH, _HEIGHT = 600, 560


class DownloadsDialog(QDialog):
    """Stays beside the painting; downloads go on when it is closed."""

    def __init__(self, parent: QWidget | None, session: Session) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Download a model"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._downloading = session.downloading
        self._offer: OfferView | None = None
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("organisation/name on the hub, or an address"))
        self.field.setAccessibleName(tr("Repository or address"))
        self.ask = QPushButton(tr("Look up"))
        # No button answers to Enter for the field: a Download that is shown would.
        self.ask.setAutoDefault(False)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.list = RecommendedList()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.list)
        self.rows = DownloadRows(self._downloading)
        self._lay_out()
        self._listen()
        self._downloading.remember()
        self._say(tr("Nothing is asked of the network before you press a button."))

    def look_up(self, text: str) -> None:
        """Ask what there is under a name or address."""
        self.field.setText(text)
        try:
            self._downloading.look_up(text)
        except StudioError as error:
            self._on_refused(error)
            return
        self._say(tr("Asking what there is…"))
        self.ask.setEnabled(False)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.ask)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(row)
        layout.addWidget(self.note)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.rows)
        self.resize(_WIDTH, _HEIGHT)

    def _listen(self) -> None:
        # Not closeEvent: Escape comes without one.
        self.finished.connect(self._rest)
        for asked in (self.ask.clicked, self.field.returnPressed):
            asked.connect(lambda: self.look_up(self.field.text()))
        self.list.wanted.connect(self.look_up)
        self._ends = (
            self._downloading.offered.connect(self._on_offered),
            self._downloading.refused.connect(self._on_refused),
        )

    def _on_offered(self, offer: Offer) -> None:
        self.ask.setEnabled(True)
        self._say("")
        self._show_list()
        self._offer = view = OfferView(offer, self._downloading.folder)
        self.pages.addWidget(view)
        self.pages.setCurrentWidget(view)
        view.taken.connect(lambda choice: self._on_taken(offer, choice))
        view.left.connect(self._show_list)
        view.take.setFocus()

    def _on_refused(self, error: StudioError) -> None:
        self.ask.setEnabled(True)
        self._say(f"{error.message} {error.hint}".strip(), is_bad=True)

    def _on_taken(self, offer: Offer, choice: Choice) -> None:
        try:
            self._downloading.start(offer, choice)
        except StudioError as error:
            self._on_refused(error)
            return
        self._show_list()
        self._say(tr("You can go on painting; this window may be closed."))

    def _show_list(self) -> None:
        view, self._offer = self._offer, None
        self.pages.setCurrentWidget(self.list)
        if view is not None:
            self.pages.removeWidget(view)
            view.deleteLater()

    def _say(self, words: str, *, is_bad: bool = False) -> None:
        self.note.setText(words)
        self.note.setProperty("quiet", not is_bad)
        self.note.style().polish(self.note)
        self.note.setVisible(bool(words))

    def _rest(self) -> None:
        """Listen no more; what is on its way goes on."""
        for end in self._ends:
            end()
        self.rows.rest()
