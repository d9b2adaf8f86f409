"""The help: every page in every language, its pictures there, its links leading somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage

from studio.resources import resource
from studio.session.actions.shortcuts import normal
from studio.text import LANGUAGES
from studio.window.help import HelpWindow, help_pages

PAGES = [page for language in LANGUAGES for page in resource("help", language).glob("*.md")]
each_page = pytest.mark.parametrize(
    "path", PAGES, ids=[f"{path.parent.name}/{path.stem}" for path in PAGES]
)
# Keys that the canvas itself takes while they are held, or that belong to the brush over it.
OF_THE_CANVAS = {"alt", "shift", "space", "shift+space", "[", "]", "{", "}", "5", "0"}
SPELT = {"回车": "Enter", "空格": "Space"}
KEY = re.compile(r"\*\*([^*\s]{1,20})\*\*")


@pytest.fixture
def help_window(qapp, qtbot):
    window = HelpWindow(None, "en")
    qtbot.addWidget(window)
    window.show()
    return window


def test_every_language_has_the_same_pages():
    names = {code: [page.path.name for page in help_pages(code)] for code in LANGUAGES}
    assert len(names["en"]) == 7
    assert all(found == names["en"] for found in names.values())


def test_a_language_without_pages_reads_the_english_ones():
    assert help_pages("eo") == help_pages("en")


@each_page
def test_pictures_are_there_and_small(path):
    pictures = re.findall(r"!\[(.+?)\]\((.+?)\)", path.read_text("utf-8"))
    assert pictures, "every page shows something"
    for words, name in pictures:
        picture = path.parent / name
        assert words
        assert picture.stat().st_size < 90_000
        assert 0 < QImage(str(picture)).width() <= 640


@each_page
def test_links_lead_to_pages(path):
    links = re.findall(r"(?<!!)\[.+?\]\((?!pictures)(.+?)\)", path.read_text("utf-8"))
    assert links
    for link in links:
        assert (path.parent / link).is_file()


def test_every_key_that_is_named_does_something(desk):
    known = {normal(key) for action in desk.window.verbs for key in action.keys} | OF_THE_CANVAS
    for path in PAGES:
        for found in KEY.findall(path.read_text("utf-8")):
            spelt = found.rstrip(".。")
            for printed, key in SPELT.items():
                spelt = spelt.replace(printed, key)
            if _is_key(spelt):
                assert normal(spelt) in known, f"{path}: {found}"


def _is_key(words: str) -> bool:
    """Not what is merely written in bold."""
    is_one = len(words) == 1 and words.isascii()
    return is_one or "+" in words or words in ("Tab", "Esc", "Delete", "F1", "F5", "F6", "F11")


def test_a_page_is_shown_with_its_picture(help_window):
    assert help_window.browser.toPlainText().startswith("Your first painting")
    document, page = help_window.browser.document(), Path("pictures/first-painting.png")
    shown = document.resource(document.ResourceType.ImageResource, QUrl(page.as_posix()))
    assert shown is not None


def test_the_list_and_links_go_together(help_window):
    help_window.list.setCurrentRow(2)
    assert help_window.browser.source().fileName() == "3-layers.md"
    help_window.browser.setSource(QUrl("4-brushes.md"))
    assert help_window.list.currentRow() == 3
    assert "Size" in help_window.browser.toPlainText()


def test_it_opens_by_its_action_and_stays_open_once(desk):
    desk.do("help")
    first = desk.window.desktop.help
    desk.do("help")
    assert desk.window.desktop.help is first
    assert first.isVisible()
