"""Where panels are, kept by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import quote, unquote

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from studio.text import tr

_GROUP = "layouts"


class LayoutShelf:
    """Layouts by name, in the settings of the window."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def names(self) -> tuple[str, ...]:
        """Of all that are kept, by the alphabet."""
        self._settings.beginGroup(_GROUP)
        found = [unquote(key) for key in self._settings.childKeys()]
        self._settings.endGroup()
        return tuple(sorted(found, key=str.casefold))

    def layout(self, name: str) -> bytes:
        """One of them; empty when there is none of that name."""
        found = self._settings.value(_key(name))
        return bytes(found.data()) if isinstance(found, QByteArray) else b""

    def keep(self, name: str, layout: bytes) -> None:
        """Keep one, in place of another of that name."""
        self._settings.setValue(_key(name), QByteArray(layout))
        self._settings.sync()

    def forget(self, name: str) -> None:
        """Keep it no more."""
        self._settings.remove(_key(name))


class LayoutsMenu(QMenu):
    """The layouts that are kept; keeping the one there is, and forgetting one.

    current: the layout there is. use: puts panels where another has them. ask: a name for one.
    """

    def __init__(
        self,
        parent: QWidget,
        shelf: LayoutShelf,
        current: Callable[[], bytes],
        use: Callable[[bytes], object],
        ask: Callable[[], str] | None = None,
    ) -> None:
        super().__init__(tr("Layouts"), parent)
        self._shelf = shelf
        self._current = current
        self._use = use
        self._ask = ask or self._asked
        self.aboutToShow.connect(self.show_names)

    def show_names(self) -> None:
        """List what is kept now."""
        self.clear()
        names = self._shelf.names()
        for name in names:
            self.addAction(name).triggered.connect(partial(self._restore, name))
        self.addSeparator()
        self.addAction(tr("Keep this layout…")).triggered.connect(self._keep)
        forgetting = self.addMenu(tr("Forget"))
        forgetting.setEnabled(bool(names))
        for name in names:
            forgetting.addAction(name).triggered.connect(partial(self._shelf.forget, name))

    def _restore(self, name: str) -> None:
        self._use(self._shelf.layout(name))

    def _keep(self) -> None:
        name = self._ask().strip()
        if name:
            self._shelf.keep(name, self._current())

    def _asked(self) -> str:
        title, words = tr("Keep this layout"), tr("Name")
        name, accepted = QInputDialog.getText(self.parentWidget(), title, words)
        return name if accepted else ""


def _key(name: str) -> str:
    """A name may hold a slash, which settings take for a group."""
    return f"{_GROUP}/{quote(name, safe='')}"
