"""The words of earlier repaints, to take up again."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QMenu, QToolButton

from studio.panels.buttons import flat_button
from studio.session.session import Session
from studio.text import tr

_LONGEST = 70


class PromptRecall:
    """A button with a list that drops down, the latest words first."""

    def __init__(self, session: Session) -> None:
        self.button = flat_button(
            "history", tr("Earlier prompts"), tr("Words that were repainted with before.")
        )
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.button)
        self.menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self.menu)
        self._session = session

    def _fill(self) -> None:
        prompts = self._session.prompts
        self.menu.clear()
        for words in prompts.latest:
            shown = self.menu.addAction(_short(words), partial(prompts.take_up, words))
            shown.setToolTip(words)
        if prompts.latest:
            self.menu.addSeparator()
            self.menu.addAction(tr("Forget these"), prompts.forget)
        else:
            self.menu.addAction(tr("None yet")).setEnabled(False)


def _short(words: str) -> str:
    """In one line of a menu, where & would underline a letter."""
    line = " ".join(words.split())
    kept = line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
    return kept.replace("&", "&&")
