"""The tips or the papers there are: ours, and the painter's own, which are added here."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studio.brush.own_picture import OwnPicture, Role
from studio.brush.tip import RoundTip, Shape, grey_picture
from studio.panels.brush_words import paper_title, tip_title
from studio.panels.buttons import flat_button
from studio.panels.picture_choice import PictureChoice
from studio.resources import resource
from studio.session.session import Session
from studio.signals import Signal
from studio.text import tr

Picture: TypeAlias = str | OwnPicture
_ENDINGS = "*.png *.jpg *.jpeg *.webp *.avif *.tif *.tiff *.gif *.svg *.gbr"


class PictureShelf(QWidget):
    """The pictures of one role, one of them chosen, and buttons to add and remove some.

    `picked` tells what the user chose; `show_chosen` never emits it.
    """

    def __init__(self, session: Session, role: Role) -> None:
        super().__init__()
        self.picked: Signal[Picture] = Signal()
        self._session = session
        self._role = role
        self._chosen: Picture = ""
        self._offered: tuple[Picture, ...] = ()
        is_tip = role is Role.tip
        self.choice = PictureChoice(
            tr("Tip") if is_tip else tr("Paper"), self._drawn, rows=2 if is_tip else 1
        )
        words = tr("Make a tip of a picture…") if is_tip else tr("Make a paper of a picture…")
        self.add = flat_button("plus", words, tr("Any picture, or a tip of GIMP (.gbr)."))
        self.remove = flat_button("trash-2", tr("Remove"), tr("Only those you added yourself."))
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addStretch()
        row.addWidget(self.add)
        row.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.choice)
        layout.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._listen()

    def _listen(self) -> None:
        self.choice.picked.connect(lambda number: self.picked.emit(self._offered[int(number)]))
        self.add.clicked.connect(self._ask)
        self.remove.clicked.connect(self._remove)
        self._session.brushes.pictures.changed.connect(lambda _: self._offer())

    def show_chosen(self, picture: Picture) -> None:
        """Show what the session holds."""
        self._chosen = picture
        if picture not in self._offered:
            self._offer()
        else:
            self._show_chosen()

    def _show_chosen(self) -> None:
        self.choice.show_chosen(str(self._offered.index(self._chosen)))
        kept = self._session.brushes.pictures.all_of(self._role)
        self.remove.setEnabled(self._chosen in kept)

    def bring(self, paths: list[str]) -> None:
        """Add the pictures of files, and pick the last."""
        for path in map(Path, paths):
            self._session.attempt(partial(self._bring, path))

    def _bring(self, path: Path) -> None:
        self.picked.emit(self._session.brushes.pictures.bring(path, self._role))

    def _offer(self) -> None:
        """Ours, the painter's own, and what the brush in hand brought with it."""
        own = self._session.brushes.pictures.all_of(self._role)
        folder = resource("brushes", self._role.value)
        offered: list[Picture] = ["", *sorted(path.stem for path in folder.glob("*.png")), *own]
        if self._chosen not in offered:
            offered.append(self._chosen)
        self._offered = tuple(offered)
        self.choice.fill((str(i), self._title(one)) for i, one in enumerate(offered))
        self._show_chosen()

    def _title(self, picture: Picture) -> str:
        return tip_title(picture) if self._role is Role.tip else paper_title(picture)

    def _drawn(self, id: str, side: int) -> NDArray[np.float32]:  # noqa: A002
        picture = self._offered[int(id)]
        return tip_drawn(picture, side) if self._role is Role.tip else paper_drawn(picture, side)

    def _ask(self) -> None:
        dialog = QFileDialog(self, self.add.accessibleName())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(tr("Pictures") + f" ({_ENDINGS})")
        dialog.filesSelected.connect(self.bring)
        dialog.open()

    def _remove(self) -> None:
        """Offer it no longer; the brush in hand does without it."""
        gone, pictures = self._chosen, self._session.brushes.pictures
        if isinstance(gone, OwnPicture):
            self.picked.emit("")
            self._session.attempt(lambda: pictures.remove(gone, self._role))


def tip_drawn(picture: Picture, side: int) -> NDArray[np.float32]:
    """A tip as it stamps."""
    if picture:
        return _fitted(grey_picture(Role.tip, picture), side)
    drawn = RoundTip(0.85).rendered(Shape(side * 0.8, 0.5, 0.5, 0.0, 1.0))
    around = (side - len(drawn)) // 2
    return np.pad(drawn, ((around, side - len(drawn) - around),) * 2)


def paper_drawn(picture: Picture, side: int) -> NDArray[np.float32]:
    """A paper's heights; where there is none, all even."""
    if not picture:
        return np.full((side, side), np.float32(0.15))
    return _fitted(grey_picture(Role.paper, picture)[: 3 * side, : 3 * side], side)


def _fitted(grey: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    small = cv2.resize(grey, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32) / np.float32(255)
