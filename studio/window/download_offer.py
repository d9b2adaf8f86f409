"""What one place offers: the licence first, then what to take and how large it is."""

from __future__ import annotations

import shutil
from html import escape
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.downloads.choosing import Choice
from studio.downloads.hub import Offer
from studio.downloads.recommended import recommended
from studio.session.models.downloading import plan_of
from studio.text import tr
from studio.window.download_words import choice_words, licence_words, size_words

_MOST = 40


class OfferView(QWidget):
    """One offer, to take something of or to leave."""

    taken = Signal(object)
    left = Signal()

    def __init__(self, offer: Offer, folder: Path) -> None:
        super().__init__()
        self._offer = offer
        self._folder = folder
        self.words = _label(_head(offer))
        self.words.setOpenExternalLinks(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.place = _label("")
        self.place.setProperty("quiet", True)  # noqa: FBT003
        self.place.setTextFormat(Qt.TextFormat.PlainText)
        self.choices = QButtonGroup(self)
        self.take = QPushButton(tr("Download"))
        self.take.setProperty("primary", True)  # noqa: FBT003
        self.take.setAutoDefault(False)
        self.take.setEnabled(not offer.is_gated)
        self.back = QPushButton(tr("Back"))
        self.back.setAutoDefault(False)
        self.take.clicked.connect(lambda: self.taken.emit(self.chosen))
        self.back.clicked.connect(self.left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.words)
        layout.addWidget(self._list(), 1)
        layout.addWidget(self.place)
        layout.addLayout(self._buttons())
        self.choices.idToggled.connect(lambda _: self._show_place())
        self._show_place()

    @property
    def chosen(self) -> Choice:
        """What would be fetched."""
        return self._offer.choices[max(0, self.choices.checkedId())]

    def _list(self) -> QScrollArea:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        for index, choice in enumerate(self._offer.choices[:_MOST]):
            button = QRadioButton(choice_words(choice))
            self.choices.addButton(button, index)
            button.setChecked(index == 0)
            rows.addWidget(button)
        rows.addStretch(1)
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        return area

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.take)
        return row

    def _show_place(self) -> None:
        folder = plan_of(self._offer, self.chosen, self._folder).folder
        free = _free(folder)
        known = tr("{size} are free there.", size=size_words(free)) if free else ""
        self.place.setText(f"{tr('Goes to {folder}', folder=folder)}\n{known}".strip())


def _head(offer: Offer) -> str:
    lines = [f"<b>{escape(offer.title)}</b>", _licence(offer)]
    if offer.is_gated:
        lines.append(
            tr(
                "Its maker wants you to accept the licence on the page above first, logged in."
                " Download it there with a browser, and add the folder you put it in."
            )
        )
    return "<br>".join(lines)


def _licence(offer: Offer) -> str:
    known = next((one for one in recommended() if one.repository == offer.title), None)
    told = licence_words(known) if known else offer.licence
    page = escape(offer.licence_page or offer.page)
    link = f"<a href='{page}'>{escape(page)}</a>"
    if not told:
        return tr("No licence is told. Read its page before you use it: {link}", link=link)
    return f"{tr('Licence: {name}', name=escape(told))}<br>{link}"


def _label(words: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    return label


def _free(folder: Path) -> int:
    """Bytes on its disk; 0 when nobody knows."""
    there = next((one for one in (folder, *folder.parents) if one.is_dir()), None)
    try:
        return shutil.disk_usage(there).free if there else 0
    except OSError:
        return 0
