"""The window in which a brush is made."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt

from studio.brush.brush import Brush
from studio.brush.dynamics import FALLING, LINE, Curve, Sense, Trait
from studio.brush.numbers import Number
from studio.brush.preset import Use
from studio.document.blending import BlendMode
from studio.geometry import Extent
from studio.panels.brush import BrushPanel
from studio.panels.brush_editor import BrushEditor
from studio.panels.stroke_preview import leaning_wave
from studio.session.painting import ToolName
from studio.session.session import Session

PAPER, STROKE, FIRST_TRAIT = 1, 2, 3
FLOW = FIRST_TRAIT + list(Trait).index(Trait.flow)


@pytest.fixture
def panel(session, qtbot) -> BrushPanel:
    panel = BrushPanel(session)
    qtbot.addWidget(panel)
    panel.show()
    return panel


@pytest.fixture
def editor(panel: BrushPanel) -> BrushEditor:
    panel.edit.click()
    editor = panel.edit_brush()
    assert editor.isVisible()
    return editor


def brush(session: Session) -> Brush:
    return session.painting.brush_of(ToolName.brush)


def curve(session: Session, trait: Trait, sense: Sense) -> Curve | None:
    response = brush(session).response(trait, sense)
    return response.curve if response else None


def row_of(sense: Sense) -> int:
    return list(Sense).index(sense)


def switch(editor: BrushEditor, sense: Sense, *, on: bool) -> None:
    item = editor.dynamics.senses.item(row_of(sense))
    item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


def test_every_trait_can_follow_every_sense(editor, session):
    for row, trait in enumerate(Trait, start=FIRST_TRAIT):
        editor.parts.setCurrentRow(row)
        for sense in Sense:
            switch(editor, sense, on=True)
            assert brush(session).response(trait, sense) is not None
    assert len(brush(session).responses) == len(Trait) * len(Sense)


def test_a_curve_that_is_switched_off_comes_back_with_the_switch(editor, session):
    editor.parts.setCurrentRow(FLOW)
    switch(editor, Sense.speed, on=True)
    editor.dynamics.shapes[1].click()
    assert curve(session, Trait.flow, Sense.speed) == FALLING
    switch(editor, Sense.speed, on=False)
    assert brush(session).response(Trait.flow, Sense.speed) is None
    switch(editor, Sense.speed, on=True)
    assert curve(session, Trait.flow, Sense.speed) == FALLING


def test_bending_a_curve_switches_it_on(editor, session, qtbot):
    editor.parts.setCurrentRow(FLOW)
    editor.dynamics.senses.setCurrentRow(row_of(Sense.tilt))
    qtbot.keyClick(editor.dynamics.field, Qt.Key.Key_Insert)
    qtbot.keyClick(editor.dynamics.field, Qt.Key.Key_Up)
    assert curve(session, Trait.flow, Sense.tilt) == Curve(((0.0, 0.0), (0.5, 0.52), (1.0, 1.0)))
    assert editor.dynamics.senses.item(row_of(Sense.tilt)).checkState() is Qt.CheckState.Checked
    assert editor.dynamics.field.accessibleName() == "Flow by tilt"


def test_the_curve_of_the_first_thing_that_leads_is_shown(editor, session):
    session.painting.set_brush(
        ToolName.brush, Brush(responses=()).responding(Trait.flow, Sense.speed, FALLING)
    )
    editor.parts.setCurrentRow(FLOW)
    assert editor.dynamics.sense is Sense.speed
    for role in (Qt.ItemDataRole.UserRole, Qt.ItemDataRole.AccessibleDescriptionRole):
        assert editor.parts.item(FLOW).data(role) == "Speed"


def test_the_base_of_a_trait_is_set_beside_its_curves(editor, session):
    editor.parts.setCurrentRow(FLOW)
    knob = editor.dynamics.bases.currentWidget()
    assert knob.number is Number.flow
    knob.edited.emit(0.3)
    assert brush(session).flow == 0.3


def test_tip_and_paper_are_chosen_by_their_pictures(editor, session, qtbot):
    tip, paper = editor.pages[0], editor.pages[1]
    tips = tip.tips.choice
    chalk = next(tips.item(row) for row in range(tips.count()) if tips.item(row).text() == "Chalk")
    place = tips.visualItemRect(chalk).center()
    qtbot.mouseClick(tips.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert brush(session).tip == "chalk"
    assert not tip.knobs[0].isEnabled()
    editor.parts.setCurrentRow(PAPER)
    assert not paper.knobs[0].isEnabled()
    paper.papers.picked.emit("canvas")
    paper.knobs[0].edited.emit(2.5)
    paper.knobs[1].edited.emit(0.5)
    made = brush(session)
    assert (made.texture, made.grain, made.texture_scale) == ("canvas", 2.5, 0.5)


def test_how_the_stroke_is_laid_is_chosen(editor, session):
    editor.parts.setCurrentRow(STROKE)
    page = editor.pages[2]
    page.blend.setCurrentIndex(page.blend.findData(BlendMode.multiply.value))
    page.blend.activated.emit(page.blend.currentIndex())
    page.builds_up.click()
    page.erases.click()
    made = brush(session)
    assert (made.blend, made.builds_up, made.erases) == (BlendMode.multiply, True, True)
    assert page.charge.isHidden()
    session.painting.tool = ToolName.smudge
    assert not page.charge.isHidden()


def test_the_preview_follows_every_change(editor, session):
    before = editor.preview.grab().toImage()
    session.painting.set_brush(ToolName.brush, replace(brush(session), texture="rough", grain=4.0))
    rough = editor.preview.grab().toImage()
    assert rough != before
    session.painting.set_brush(
        ToolName.brush, brush(session).responding(Trait.size, Sense.tilt, FALLING)
    )
    assert editor.preview.grab().toImage() != rough


def test_the_preview_leans_and_hurries(qapp):
    samples = leaning_wave(Extent(200, 50))
    assert samples[0].tilt_x == 0 < samples[-1].tilt_x
    gaps = [after.time - before.time for before, after in pairwise(samples)]
    assert gaps[0] > gaps[-1] > 0


def test_a_changed_brush_is_reset_or_saved_in_place(editor, session):
    session.brushes.choose("05-pencil")
    assert not editor.overwrite.isEnabled()
    kept = brush(session)
    session.painting.set_brush(ToolName.brush, replace(kept, size=77.0))
    assert editor.title.text() == "Pencil, changed"
    editor.reset.click()
    assert brush(session) == kept
    session.painting.set_brush(ToolName.brush, replace(kept, size=77.0))
    editor.overwrite.click()
    assert editor.title.text() == "Pencil"
    assert session.brushes.chosen_preset.brush.size == 77.0


def test_what_is_saved_under_a_name_is_what_is_in_hand(editor, session, qtbot):
    session.brushes.choose("28-eraser-hard")
    eraser = replace(session.painting.brush_of(ToolName.eraser), size=9.0)
    session.painting.set_brush(ToolName.eraser, eraser)
    editor.save_as.click()
    dialog = editor.children()[-1]
    dialog.setTextValue("Tiny eraser")
    dialog.accept()
    preset = session.brushes.chosen_preset
    assert (preset.name, preset.use, preset.brush) == ("Tiny eraser", Use.erase, eraser)
    assert editor.title.text() == "Tiny eraser"


def test_switching_on_begins_with_a_line(editor, session):
    editor.parts.setCurrentRow(FLOW)
    switch(editor, Sense.fade, on=True)
    assert curve(session, Trait.flow, Sense.fade) == LINE
