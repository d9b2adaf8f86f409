"""The help: a few short pages with pictures of the program itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from studio.resources import resource
from studio.text import language, tr
from studio.window.subjects import fill_beside, subject_list

# A screen of 1280 × 720 has room for it and a task bar.
USUAL_SIZE = QSize(960, 640)
# px between lines, and between paragraphs.
_BETWEEN, _BELOW = 3.0, 8.0
_MARKDOWN = QTextDocument.ResourceType.MarkdownResource


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page; its title is its first line."""

    path: Path
    title: str


class HelpWindow(QDialog):
    """Titles on the left, the page on the right; links lead from page to page."""

    def __init__(self, parent: QWidget | None, spoken: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Help"))
        self.pages = help_pages(spoken or language())
        self.list = subject_list(tr("Pages"), (page.title for page in self.pages), 210)
        self.browser = QTextBrowser()
        self.browser.setAccessibleName(tr("Help"))
        self.browser.setOpenExternalLinks(False)
        self.browser.document().setDocumentMargin(18)
        fill_beside(self, self.list, self.browser)
        self.resize(USUAL_SIZE)
        self.list.currentRowChanged.connect(self._open)
        self.browser.sourceChanged.connect(self._on_source_changed)
        self.list.setCurrentRow(0)

    def _open(self, row: int) -> None:
        path = self.pages[row].path
        if self.browser.source().fileName() != path.name:
            self.browser.setSource(QUrl.fromLocalFile(str(path)), _MARKDOWN)

    def _on_source_changed(self, url: QUrl) -> None:
        """A link was followed: the list goes along."""
        _give_air(self.browser.document())
        names = [page.path.name for page in self.pages]
        if url.fileName() in names:
            self.list.setCurrentRow(names.index(url.fileName()))


def _give_air(document: QTextDocument) -> None:
    """Room between lines and paragraphs, of which Markdown says nothing."""
    room = QTextBlockFormat()
    room.setLineHeight(_BETWEEN, QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
    room.setBottomMargin(_BELOW)
    everything = QTextCursor(document)
    everything.select(QTextCursor.SelectionType.Document)
    everything.mergeBlockFormat(room)


def help_pages(spoken: str) -> tuple[HelpPage, ...]:
    """In the order of their names; in English where they are not written in a language."""
    folder = resource("help", spoken)
    if not folder.is_dir():
        folder = resource("help", "en")
    return tuple(HelpPage(path, _title_of(path)) for path in sorted(folder.glob("*.md")))


def _title_of(path: Path) -> str:
    with path.open(encoding="utf-8") as lines:
        return lines.readline().lstrip("# ").strip()
