from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from studio.document.selection import Combine
from studio.generation.recipe import ContextChoice, Fill
from studio.generation.samplers import FLOW_SAMPLERS, SAMPLERS
from studio.geometry import Bounds
from studio.models.families import FLUX, QWEN_EDIT
from studio.panels.repaint import RepaintPanel
from studio.session.repaint.repainting import Progress
from tests.models.folders import STARTER_SIDE


@pytest.fixture
def panel(session, actions, qtbot):
    panel = RepaintPanel(session, actions)
    qtbot.addWidget(panel)
    panel.resize(310, 600)
    panel.show()
    return panel


def select(session, bounds):
    with session.easel.document.selecting("Select") as selection:
        full = np.full((bounds.height, bounds.width), 255, np.uint8)
        selection.combine(bounds, full, Combine.replace)


def test_typing_sets_the_recipe(panel, session, qtbot):
    qtbot.keyClicks(panel.prompt, "a red boat")
    qtbot.keyClicks(panel.negative, "blur")
    assert session.repainting.recipe.prompt == "a red boat"
    assert session.repainting.recipe.negative == "blur"


def test_the_wheel_scrolls_and_chooses_nothing(panel, session):
    panel.more.header.click()
    before = session.repainting.recipe
    for choices in (panel.model.list, panel.details.sampler, panel.details.fill):
        turn_wheel(choices)
    assert session.repainting.recipe == before


def test_settings_that_are_unfolded_come_into_sight(panel, qtbot):
    panel.resize(310, 400)
    panel.more.header.click()
    qtbot.waitUntil(lambda: not panel.details.steps.visibleRegion().isEmpty())
    panel.more.header.click()
    assert not panel.details.isVisible()


def turn_wheel(widget) -> None:
    at = QPointF(widget.rect().center())
    turned = QWheelEvent(
        at,
        QPointF(widget.mapToGlobal(widget.rect().center())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, turned)


def test_typing_in_the_middle_keeps_the_cursor_there(panel, session, qtbot):
    qtbot.keyClicks(panel.prompt, "a boat")
    cursor = panel.prompt.textCursor()
    cursor.setPosition(2)
    panel.prompt.setTextCursor(cursor)
    qtbot.keyClicks(panel.prompt, "red ")
    assert session.repainting.recipe.prompt == "a red boat"
    assert panel.prompt.textCursor().position() == 6


def test_a_recipe_set_elsewhere_is_shown(panel, session):
    recipe = replace(
        session.repainting.recipe,
        prompt="hills",
        strength=0.4,
        seed=77,
        fill=Fill.noise,
        context=ContextChoice.whole,
        steps=33,
        guidance=7.5,
        sampler="DDIM",
        match_colours=False,
    )
    session.repainting.set_recipe(recipe)
    assert panel.prompt.toPlainText() == "hills"
    assert panel.strength.shown == pytest.approx(0.4)
    assert panel.seed.field.text() == "77"
    details = panel.details
    assert details.fill.currentData() == "noise"
    assert details.context.currentData() == "whole"
    assert details.sampler.currentText() == "DDIM"
    assert round(details.steps.shown) == 33
    assert details.guidance.shown == pytest.approx(7.5)
    assert not details.match_colours.isChecked()
    assert session.repainting.recipe == recipe


def offered(choices):
    return tuple(choices.itemText(at) for at in range(choices.count()))


def test_only_samplers_that_suit_the_model_are_offered(panel, session):
    catalogue = session.repainting.catalogue
    flow = replace(catalogue.find("starter"), id="flow", family=FLUX)
    catalogue.entries = (*catalogue.entries, flow)
    assert offered(panel.details.sampler) == SAMPLERS
    session.repainting.set_recipe(
        replace(session.repainting.recipe, model="flow", sampler="Flow Euler")
    )
    assert offered(panel.details.sampler) == FLOW_SAMPLERS


def test_of_a_model_that_edits_the_panel_asks_for_an_instruction(panel, session):
    catalogue = session.repainting.catalogue
    starter = catalogue.find("starter")
    editing = replace(starter, id="editing", family=QWEN_EDIT, note="")
    catalogue.entries = (*catalogue.entries, editing)
    usual = panel.prompt.placeholderText()
    session.repainting.use_model("editing")
    assert "changed" in panel.prompt.placeholderText()
    assert "what to change" in panel.model.note.text()
    assert not panel.details.fill.isEnabled()
    session.repainting.use_model("starter")
    assert panel.prompt.placeholderText() == usual
    assert panel.details.fill.isEnabled()


def test_a_sampler_that_a_recipe_brings_stays_to_be_seen(panel, session):
    session.repainting.set_recipe(replace(session.repainting.recipe, sampler="Heun"))
    assert panel.details.sampler.currentText() == "Heun"
    assert offered(panel.details.sampler) == (*SAMPLERS, "Heun")


def test_a_change_of_one_setting_leaves_values_beyond_the_bars_alone(panel, session):
    session.repainting.set_recipe(replace(session.repainting.recipe, steps=250))
    panel.details.blend_past_edge.click()
    assert session.repainting.recipe.steps == 250
    assert session.repainting.recipe.blend_past_edge


@pytest.mark.parametrize(
    ("strength", "word"),
    [(0.1, "touch up"), (0.4, "refine"), (0.6, "change"), (0.8, "rework"), (0.95, "reinvent")],
)
def test_the_strength_is_said_in_words(panel, strength, word):
    assert panel.strength.caption(strength).startswith(word)


def test_the_forecast_says_what_will_happen(panel, session, qtbot):
    said = f"Make a picture of 256 × 192 px, at {STARTER_SIDE} × {STARTER_SIDE}"
    assert panel.what.text().startswith(said)
    select(session, Bounds(20, 30, 100, 80))
    qtbot.waitUntil(lambda: panel.what.text().startswith("Inpaint 100 × 80 px"))


def test_the_button_repaints_as_often_as_asked(panel, session, qtbot):
    panel.count.edited.emit(3.0)
    panel.button.click()
    qtbot.waitUntil(lambda: len(session.candidates.waiting) == 3)
    seeds = [one.request.seed for one in session.candidates.waiting]
    assert seeds == [seeds[0], seeds[0] + 1, seeds[0] + 2]


def test_progress_stands_beside_the_button_and_can_be_stopped(panel, session, engine, qtbot):
    engine.hold_at(2)
    panel.button.click()
    qtbot.waitUntil(lambda: panel.progress.words.text() == "Step 1 of 3")
    assert panel.progress.isVisible()
    assert not panel.what.isVisible()
    panel.progress.stop.click()
    qtbot.waitUntil(panel.what.isVisible)
    qtbot.waitUntil(lambda: session.repainting.jobs.is_idle)


def test_what_is_told_of_a_repaint_does_not_widen_the_panel(panel):
    panel.progress.show_progress(Progress("Loading a model with a very long name", 0, 0, 2))
    assert panel.progress.minimumSizeHint().width() < 200


def test_the_lock_keeps_the_seed_used_last(panel, session, repainted):
    repainted()
    used = session.candidates.waiting[-1].result.seed
    panel.seed.lock.click()
    assert session.repainting.recipe.seed == used
    assert panel.seed.field.text() == str(used)
    panel.seed.lock.click()
    assert session.repainting.recipe.seed is None
    assert panel.seed.field.text() == ""


def test_a_typed_seed_is_fixed_and_an_emptied_field_frees_it(panel, session, qtbot):
    qtbot.keyClicks(panel.seed.field, "12x3")
    qtbot.keyClick(panel.seed.field, Qt.Key.Key_Return)
    assert session.repainting.recipe.seed == 123
    assert panel.seed.lock.isChecked()
    panel.seed.field.clear()
    qtbot.keyClick(panel.seed.field, Qt.Key.Key_Return)
    assert session.repainting.recipe.seed is None


def test_the_model_says_what_it_is(panel):
    assert panel.model.list.currentText()
    assert panel.model.note.text()


def test_a_prompt_grows_with_its_lines(panel, session):
    before = panel.prompt.height()
    session.repainting.set_recipe(
        replace(session.repainting.recipe, prompt="\n".join(["line"] * 7))
    )
    assert panel.prompt.height() > before


def test_the_other_settings_unfold(panel, qtbot):
    assert not panel.details.isVisible()
    for section in panel.findChildren(type(panel.details.parentWidget())):
        if hasattr(section, "header"):
            section.header.click()
    assert panel.details.isVisible()


def test_the_live_button_says_whether_it_follows_and_what_to_do(panel, session, qtbot):
    panel.live.click()
    assert session.live.is_on
    qtbot.waitUntil(lambda: "100 %" in panel.what.text())
    session.repainting.set_recipe(replace(session.repainting.recipe, strength=0.5))
    qtbot.waitUntil(lambda: "rest the pen" in panel.what.text())
    session.live.ask()
    qtbot.waitUntil(lambda: "Enter keeps" in panel.what.text())
    session.live.switch()
    assert not panel.live.isChecked()
    qtbot.waitUntil(lambda: "Live" not in panel.what.text())


def test_earlier_prompts_drop_down_and_are_taken_up(panel, session):
    session.repainting.jobs.pause()
    shown = panel.recall.menu
    shown.aboutToShow.emit()
    assert [one.isEnabled() for one in shown.actions()] == [False]
    for words in ("cat & dog", "word " * 40):
        session.repainting.set_recipe(replace(session.repainting.recipe, prompt=words))
        session.repainting.repaint()
    shown.aboutToShow.emit()
    long, short, *_, forget = shown.actions()
    assert len(long.text()) < 80
    assert short.text() == "cat && dog"
    short.trigger()
    assert panel.prompt.toPlainText() == "cat & dog"
    forget.trigger()
    assert session.prompts.latest == ()


def test_the_words_of_the_prompt_stay_clear_of_the_button_in_its_corner(panel):
    button, inside = panel.recall.button, panel.prompt.viewport()
    assert panel.prompt.rect().contains(button.geometry())
    assert not inside.geometry().intersects(button.geometry())
