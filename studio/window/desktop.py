"""What a program on a desktop has: preferences, and help."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from studio.session.actions.action import Action, Menu
from studio.session.session import Session
from studio.text import tr
from studio.window.panel_focus import go_to_next

if TYPE_CHECKING:
    from studio.window.help import HelpWindow
    from studio.window.preferences import PreferencesDialog


class Desktop:
    """Windows beside the main one, made when they are first asked for and kept then.

    parts: what the keyboard goes to one after another.
    verbs: all there is to do, which are made after this; their keys are in the preferences.
    """

    def __init__(
        self, window: QWidget, session: Session, parts: Callable[[], Iterable[QWidget]]
    ) -> None:
        self._window = window
        self._parts = parts
        self._session = session
        self.verbs: Sequence[Action] = ()
        self.preferences: PreferencesDialog | None = None
        self.help: HelpWindow | None = None

    def go_on(self, step: int) -> None:
        """Take the keyboard to the next part of the window, or the one before."""
        go_to_next(tuple(self._parts()), step)

    def show_preferences(self) -> None:
        """Open the preferences where they were left."""
        # Not above: nothing of it is needed to start.
        from studio.window.preferences import PreferencesDialog

        if self.preferences is None:
            self.preferences = PreferencesDialog(self._window, self._session, self.verbs)
        self.preferences.show()
        self.preferences.raise_()
        self.preferences.activateWindow()

    def show_help(self) -> None:
        """Open the help where it was left."""
        from studio.window.help import HelpWindow

        if self.help is None:
            self.help = HelpWindow(self._window)
        self.help.show()
        self.help.raise_()
        self.help.activateWindow()


def desktop_actions(desktop: Desktop) -> tuple[Action, ...]:
    """Where they are in the menus."""
    return (
        Action(
            "preferences",
            Menu.edit,
            tr("Preferences…"),
            tr("How the program looks and works."),
            desktop.show_preferences,
            ("Ctrl+K", "Ctrl+,"),
        ),
        Action(
            "next_part",
            Menu.view,
            tr("Next panel"),
            tr("Take the keyboard to the next panel, or to the canvas."),
            partial(desktop.go_on, 1),
            ("F6",),
        ),
        Action(
            "previous_part",
            Menu.view,
            tr("Previous panel"),
            tr("Take the keyboard to the panel before, or to the canvas."),
            partial(desktop.go_on, -1),
            ("Shift+F6",),
        ),
        Action(
            "help",
            Menu.help,
            tr("Help"),
            tr("How to paint, mask and repaint, in a few pages."),
            desktop.show_help,
            ("F1",),
        ),
    )
