"""The preferences: each page shows what holds and changes it at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction, QGuiApplication, QPalette
from PySide6.QtWidgets import QCheckBox, QLabel

from studio.session.preferences import PreferencesFile
from studio.text import use_language
from studio.window.layouts import LayoutShelf, LayoutsMenu
from studio.window.theme import DARK, LIGHT, ThemeName, theme_named, theme_of

PAGES = ("general", "canvas", "tablet", "performance", "models", "shortcuts", "language", "privacy")


@pytest.fixture
def dialog(desk):
    desk.do("preferences")
    return desk.window.desktop.preferences


def preferences_of(desk):
    return desk.session.preferences.current


def choose(box, value):
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def test_every_subject_has_a_page(dialog):
    assert tuple(subject.name for subject in dialog.subjects) == PAGES
    for name in PAGES:
        assert dialog.open_page(name).isVisibleTo(dialog)


def test_it_opens_where_it_was_left(desk, dialog):
    dialog.open_page("models")
    dialog.reject()
    desk.do("preferences")
    assert desk.window.desktop.preferences is dialog
    assert dialog.list.currentRow() == PAGES.index("models")


def test_macos_finds_its_place_by_what_it_is_in_any_language(desk):
    role = QAction.MenuRole
    roles = {name: desk.window.menus.action(name).menuRole() for name in ("preferences", "grid")}
    assert roles == {"preferences": role.PreferencesRole, "grid": role.NoRole}


def test_the_other_end_of_the_pen_can_erase_with_the_brush_in_hand(desk, dialog):
    page = dialog.open_page("tablet")
    assert page.other_end.currentData() is False
    choose(page.other_end, True)
    assert preferences_of(desk).erases_in_hand
    kept = PreferencesFile(desk.session.preferences.folder / "preferences.json")
    assert kept.current.erases_in_hand


def test_the_theme_holds_at_once(desk, dialog):
    page = dialog.open_page("general")
    choose(page.theme, ThemeName.light)
    dark = QGuiApplication.palette().color(QPalette.ColorRole.Dark)
    assert dark.name() == LIGHT.surround
    choose(page.theme, ThemeName.dark)
    assert preferences_of(desk).theme == "dark"


@pytest.mark.parametrize(
    ("name", "system", "theme"),
    [
        ("system", Qt.ColorScheme.Light, LIGHT),
        ("system", Qt.ColorScheme.Dark, DARK),
        ("system", Qt.ColorScheme.Unknown, DARK),
        ("light", Qt.ColorScheme.Dark, LIGHT),
        ("dark", Qt.ColorScheme.Light, DARK),
        ("pink", Qt.ColorScheme.Light, DARK),
    ],
)
def test_a_theme_may_follow_the_system(name, system, theme):
    assert theme_of(theme_named(name), system) is theme


def test_a_scale_is_kept_for_the_next_start(desk, dialog):
    choose(dialog.open_page("general").scale, 150)
    kept = PreferencesFile(desk.session.preferences.folder / "preferences.json").current
    assert kept.scale_percent == 150


def test_recent_files_are_forgotten(desk, dialog):
    preferences = desk.session.preferences
    preferences.change(preferences.current.with_recent(Path("a.ora")))
    page = dialog.open_page("general")
    page.show_values()
    page.forget.click()
    assert preferences.current.recent == ()
    assert not page.forget.isEnabled()


def test_a_switch_shows_what_was_changed_elsewhere_when_it_is_opened_again(desk, dialog):
    page = dialog.open_page("canvas")
    [rulers] = [box for box in page.findChildren(QCheckBox) if box.text() == "Rulers"]
    assert not rulers.isChecked()
    dialog.hide()
    desk.do("aid_rulers")
    desk.do("preferences")
    assert rulers.isChecked()
    rulers.click()
    assert "rulers" not in preferences_of(desk).aids


def test_a_smaller_budget_limits_the_history_at_once(desk, dialog):
    desk.stroke()
    page = dialog.open_page("performance")
    page.undo.setValue(128)
    page.undo.editingFinished.emit()
    assert desk.document.history.limit_bytes == 128 << 20
    page.show_values()
    assert "steps: 1" in page.used.text()


def test_a_folder_of_models_is_removed(desk, dialog, tmp_path):
    preferences = desk.session.preferences
    preferences.change(replace(preferences.current, model_folders=("/one", "/two")))
    page = dialog.open_page("models")
    assert not page.remove.isEnabled()
    page.folders.setCurrentRow(0)
    page.remove.click()
    assert preferences.current.model_folders == ("/two",)
    assert page.folders.count() == 1


def test_a_language_is_kept_for_the_next_start(desk, dialog):
    choose(dialog.open_page("language").language, "zh_CN")
    assert preferences_of(desk).language == "zh_CN"
    use_language("en")


def test_privacy_says_where_things_are(desk, dialog):
    page = dialog.open_page("privacy")
    words = "\n".join(label.text() for label in page.findChildren(QLabel))
    assert str(desk.session.preferences.folder) in words
    assert "leaves this computer" in words


class TestLayouts:
    @pytest.fixture
    def shelf(self, tmp_path):
        return LayoutShelf(QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat))

    def test_are_kept_by_any_name_and_forgotten(self, shelf):
        shelf.keep("Inking / wide", b"\x00\x01")
        shelf.keep("颜色", b"two")
        assert shelf.names() == ("Inking / wide", "颜色")
        assert shelf.layout("Inking / wide") == b"\x00\x01"
        shelf.forget("颜色")
        assert shelf.names() == ("Inking / wide",)
        assert shelf.layout("颜色") == b""

    def test_come_back_from_the_menu(self, desk, shelf):
        window = desk.window
        menu = LayoutsMenu(
            window, shelf, window._layout, window._use_layout, ask=lambda: " narrow "
        )
        window.docks.layers.hide()
        menu.show_names()
        [keep] = [action for action in menu.actions() if action.text().startswith("Keep")]
        keep.trigger()
        window.reset_layout()
        assert window.docks.layers.isVisible()
        menu.show_names()
        assert menu.actions()[0].text() == "narrow"
        menu.actions()[0].trigger()
        assert not window.docks.layers.isVisible()

    def test_a_layout_is_used_in_canvas_only_too(self, desk, shelf):
        kept = desk.window._layout()
        desk.do("canvas_only")
        desk.window._use_layout(kept)
        assert desk.window.docks.layers.isVisible()
        assert desk.window.menuBar().isVisible()
