"""Offers the words that a model knows while one of them is being typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QCompleter, QListView, QPlainTextEdit

LEAST_TYPED = 2
# "gold star", "house cat": what is known is at most this many words long.
MOST_WORDS = 3
SHOWN = 8


class Completion:
    """A list under the cursor of a field; Enter or Tab takes a word, Escape closes it."""

    def __init__(self, field: QPlainTextEdit) -> None:
        self._field = field
        self._known: tuple[str, ...] = ()
        self._typed = ""
        self._words = QStringListModel(field)
        self._completer = QCompleter(self._words, field)
        self._list = QListView()
        self._completer.setPopup(self._list)
        self._completer.setWidget(field)
        self._completer.setMaxVisibleItems(SHOWN)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.activated.connect(self._take)

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._list.isVisible()

    def offer(self, known: Sequence[str]) -> None:
        """The words to offer from now on."""
        self._known = tuple(sorted(set(known), key=str.casefold))

    def follow(self) -> None:
        """Something was typed: show what it may become, or nothing."""
        self._typed, found = self._matches(_before(self._field.textCursor()))
        self._words.setStringList(found)
        if not found:
            self.close()
            return
        place = self._field.cursorRect()
        place.setWidth(self._list.sizeHintForColumn(0) + 24)
        self._completer.complete(place)
        self._list.setCurrentIndex(self._words.index(0, 0))

    def close(self) -> None:
        """Take no word."""
        self._list.hide()

    def _matches(self, line: str) -> tuple[str, list[str]]:
        """The longest end of the line that known words begin with, and those words."""
        words = line.split(" ")
        for count in range(min(MOST_WORDS, len(words)), 0, -1):
            typed = " ".join(words[-count:]).lstrip(" ,")
            found = [one for one in self._known if one.casefold().startswith(typed.casefold())]
            if len(typed) >= LEAST_TYPED and found and typed.casefold() != found[0].casefold():
                return typed, found
        return "", []

    def _take(self, word: str) -> None:
        cursor = self._field.textCursor()
        back = QTextCursor.MoveOperation.Left
        cursor.movePosition(back, QTextCursor.MoveMode.KeepAnchor, len(self._typed))
        cursor.insertText(word)
        self._field.setTextCursor(cursor)
        self.close()


KEYS_OF_THE_LIST = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Escape,
)


def _before(cursor: QTextCursor) -> str:
    """What stands in the line before the cursor."""
    return cursor.block().text()[: cursor.positionInBlock()]
