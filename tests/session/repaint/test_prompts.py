from __future__ import annotations

from dataclasses import replace

from studio.session.preferences import PreferencesFile
from studio.session.repaint.prompts import MOST, Prompts


def ask(painter, words):
    repainting = painter.session.repainting
    repainting.set_recipe(replace(repainting.recipe, prompt=words))
    repainting.repaint()


def test_words_are_remembered_the_latest_first_and_each_once(painter):
    painter.session.repainting.jobs.pause()
    for words in ("a fox", "a boat", " ", "a fox\n"):
        ask(painter, words)
    assert painter.session.prompts.latest == ("a fox", "a boat")


def test_the_oldest_go_when_there_are_too_many(painter):
    painter.session.repainting.jobs.pause()
    for number in range(MOST + 3):
        ask(painter, f"fox {number}")
    latest = painter.session.prompts.latest
    assert (len(latest), latest[0], latest[-1]) == (MOST, f"fox {MOST + 2}", "fox 3")


def test_they_are_there_at_the_next_start_until_they_are_forgotten(painter, tmp_path):
    painter.session.repainting.jobs.pause()
    ask(painter, "a fox")
    kept = PreferencesFile(tmp_path / "preferences.json")
    later = Prompts(painter.session.repainting, kept)
    assert later.latest == ("a fox",)
    later.forget()
    assert PreferencesFile(tmp_path / "preferences.json").current.recent_prompts == ()


def test_earlier_words_are_taken_up_and_all_else_stays(painter):
    repainting = painter.session.repainting
    repainting.set_recipe(replace(repainting.recipe, prompt="a boat", strength=0.3))
    painter.session.prompts.take_up("a fox")
    assert (repainting.recipe.prompt, repainting.recipe.strength) == ("a fox", 0.3)
