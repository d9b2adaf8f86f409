"""The preferences: a page each subject; what is changed holds at once, or says when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QStackedWidget, QWidget

from studio.session.actions.action import Action
from studio.session.session import Session
from studio.text import tr
from studio.window.preferences_pages import (
    CanvasPage,
    GeneralPage,
    LanguagePage,
    ModelsPage,
    PerformancePage,
    PrivacyPage,
    TabletPage,
)
from studio.window.preferences_rows import Page
from studio.window.shortcuts import ShortcutsPage
from studio.window.subjects import fill_beside, put_last, subject_list

USUAL_SIZE = QSize(820, 600)


@dataclass(frozen=True, slots=True)
class Subject:
    """A page that is made when it is first opened."""

    name: str
    title: str
    make: Callable[[], QWidget]


class PreferencesDialog(QDialog):
    """Subjects on the left, the page of one on the right."""

    def __init__(self, parent: QWidget | None, session: Session, actions: Sequence[Action]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Preferences"))
        self.subjects = _subjects(session, actions)
        self.pages: dict[str, QWidget] = {}
        titles = (subject.title for subject in self.subjects)
        self.list = subject_list(tr("Preferences"), titles, 150)
        self._stack = QStackedWidget()
        self._close = fill_beside(self, self.list, self._stack)
        self.resize(USUAL_SIZE)
        self.list.currentRowChanged.connect(self._open)
        self.list.setCurrentRow(0)

    def open_page(self, name: str) -> QWidget:
        """Open the page of a subject."""
        self.list.setCurrentRow([subject.name for subject in self.subjects].index(name))
        return self.pages[name]

    def _open(self, row: int) -> None:
        subject = self.subjects[row]
        if subject.name not in self.pages:
            self.pages[subject.name] = page = subject.make()
            self._stack.addWidget(_framed(page))
            put_last(self._close, page)
        self._stack.setCurrentIndex(list(self.pages).index(subject.name))

    def showEvent(self, event: QShowEvent) -> None:
        """What was changed elsewhere meanwhile is shown."""
        super().showEvent(event)
        for page in self.pages.values():
            if isinstance(page, Page):
                page.show_values()


def _framed(page: QWidget) -> QWidget:
    """A page that may be longer than the dialog; one with a list of its own is not."""
    if isinstance(page, ShortcutsPage):
        return page
    frame = QScrollArea()
    frame.setFrameShape(QFrame.Shape.NoFrame)
    frame.setWidgetResizable(True)
    frame.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    frame.setWidget(page)
    return frame


def _subjects(session: Session, actions: Sequence[Action]) -> tuple[Subject, ...]:
    preferences, named = session.preferences, {action.id: action for action in actions}
    return (
        Subject("general", tr("General"), lambda: GeneralPage(preferences)),
        Subject("canvas", tr("Canvas"), lambda: CanvasPage(session, named)),
        Subject("tablet", tr("Tablet"), lambda: TabletPage(preferences)),
        Subject("performance", tr("Performance"), lambda: PerformancePage(session, named)),
        Subject("models", tr("Models"), lambda: ModelsPage(session, named)),
        Subject("shortcuts", tr("Shortcuts"), lambda: ShortcutsPage(preferences, actions)),
        Subject("language", tr("Language"), lambda: LanguagePage(preferences)),
        Subject("privacy", tr("Privacy"), lambda: PrivacyPage(preferences)),
    )
