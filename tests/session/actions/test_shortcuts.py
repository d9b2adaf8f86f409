"""Keys by preset and by choice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.session.actions.action import Action, Menu
from studio.session.actions.shortcuts import USUAL, Preset, Shortcuts, normal, on_both_enters
from studio.session.preferences import PreferencesFile


def action(name, *keys):
    return Action(name, Menu.edit, name, "", lambda: None, keys)


SAVE, COPY, KEEP, APPLY = (
    action("save", "Ctrl+S"),
    action("copy", "Ctrl+C"),
    action("keep", "Return"),
    action("apply", "Return", "Enter"),
)
ERASER = action("tool_eraser", "E")
ALL = (SAVE, COPY, KEEP, APPLY, ERASER)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shift+Ctrl+a", "Ctrl+Shift+A"),
        ("Ctrl++", "ctrl++"),
        ("+", "+"),
        ("Ctrl+Return", "Ctrl+Enter"),
        ("Alt+Ctrl+Shift+F1", "Ctrl+Alt+Shift+F1"),
    ],
)
def test_a_key_is_the_same_however_it_is_spelt(one, other):
    assert normal(one) == normal(other)


def test_other_keys_are_other():
    assert len({normal(key) for key in ("+", "Ctrl++", "Ctrl+-", "-", "Ctrl+Shift+A")}) == 5


def test_enter_is_both_keys_of_that_name_and_called_what_keyboards_say():
    assert on_both_enters(("Ctrl+Return", "F2")) == ("Ctrl+Enter", "Ctrl+Return", "F2")
    assert on_both_enters(("Enter", "Return")) == ("Enter", "Return")


def test_the_usual_keys_are_the_actions_own():
    assert USUAL.keys_of(SAVE) == ("Ctrl+S",)
    assert USUAL.keyed(SAVE) == SAVE


def test_krita_has_other_keys_for_some():
    krita = Shortcuts(Preset.krita)
    assert krita.keys_of(ERASER) == ()
    assert krita.keys_of(SAVE) == ("Ctrl+S",)


def test_a_chosen_key_holds_until_it_is_reset():
    chosen = USUAL.assigned(SAVE, ["F2", "Ctrl+S", "F2"])
    assert chosen.keys_of(SAVE) == ("F2", "Ctrl+S")
    assert chosen.is_chosen(SAVE)
    assert chosen.reset(SAVE) == USUAL


def test_choosing_the_usual_keys_is_choosing_nothing():
    assert USUAL.assigned(SAVE, ["F2"]).assigned(SAVE, ["Ctrl+S"]) == USUAL


def test_a_key_of_another_action_is_a_rival():
    assert USUAL.rivals(SAVE, "ctrl+c", ALL) == (COPY,)
    assert USUAL.rivals(SAVE, "F3", ALL) == ()
    assert USUAL.rivals(SAVE, "Ctrl+S", ALL) == ()


def test_actions_that_are_never_both_enabled_may_share_any_key():
    both = USUAL.assigned(KEEP, ["F4"])
    assert both.rivals(APPLY, "F4", ALL) == ()
    assert both.rivals(SAVE, "F4", ALL) == (KEEP,)


def test_a_key_taken_from_another_leaves_it_its_others():
    moved = USUAL.assigned(COPY, ["Ctrl+C", "F6"]).moved("F6", SAVE, ALL)
    assert moved.keys_of(SAVE) == ("Ctrl+S", "F6")
    assert moved.keys_of(COPY) == ("Ctrl+C",)


def test_they_come_back_at_the_next_start(tmp_path):
    wanted = Shortcuts(Preset.krita).assigned(SAVE, ["F2"]).assigned(COPY, [])
    kept = PreferencesFile(tmp_path / "preferences.json")
    kept.change(replace(kept.current, shortcuts=wanted))
    assert PreferencesFile(tmp_path / "preferences.json").current.shortcuts == wanted


@pytest.mark.parametrize(
    "found",
    ['{"preset": "gimp", "chosen": []}', '{"preset": "krita"}', "[]", '{"preset": 3, "chosen": 4}'],
)
def test_what_cannot_be_understood_is_the_usual(tmp_path, found):
    path = tmp_path / "preferences.json"
    path.write_text(f'{{"shortcuts": {found}}}', encoding="utf-8")
    assert PreferencesFile(path).current.shortcuts == USUAL
