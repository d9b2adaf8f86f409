"""Through which colour profile the painting is seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from studio.session.session import Session
from studio.text import tr


class ScreenColours(QMenu):
    """As sRGB, or through the profile of this screen; `ask` gives its file."""

    def __init__(
        self, parent: QWidget, session: Session, ask: Callable[[], Path | None] | None = None
    ) -> None:
        super().__init__(tr("Screen colours"), parent)
        self._session = session
        self._ask = ask or self._asked
        choices = QActionGroup(self)
        self.plain = QAction(tr("As sRGB"), choices)
        self.profile = QAction(tr("Through a profile…"), choices)
        self.profile.setToolTip(tr("The .icc file measured or made for this screen"))
        for action in (self.plain, self.profile):
            action.setCheckable(True)
            self.addAction(action)
        self.plain.triggered.connect(lambda: session.attempt(session.screen.use_none))
        self.profile.triggered.connect(self._choose)
        session.screen.changed.connect(lambda _: self._show_choice())
        self._show_choice()

    def _choose(self) -> None:
        path = self._ask()
        if path is not None:
            self._session.attempt(lambda: self._session.screen.use(path))
        self._show_choice()

    def _show_choice(self) -> None:
        through = bool(self._session.screen.profile)
        (self.profile if through else self.plain).setChecked(True)

    def _asked(self) -> Path | None:
        kinds = f"{tr('Colour profile')} (*.icc *.icm)"
        title = tr("Profile of this screen")
        found = QFileDialog.getOpenFileName(self.parentWidget(), title, "", kinds)[0]
        return Path(found) if found else None
