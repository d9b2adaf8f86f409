from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from studio.document.blending import BlendMode
from studio.document.layers import Label
from studio.document.selection import Combine
from studio.geometry import Bounds, Extent
from studio.panels.layer_filter import Kind
from studio.panels.layer_labels import LABEL_COLOURS
from studio.panels.layers import LayersPanel
from studio.panels.thumbnails import mask_picture
from tests.fakes.sessions import document_of

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def panel(session, actions, qtbot):
    panel = LayersPanel(session, actions)
    qtbot.addWidget(panel)
    panel.resize(280, 400)
    panel.show()
    return panel


def names(panel):
    tree = panel.tree
    return [tree.topLevelItem(row).text(0) for row in range(tree.topLevelItemCount())]


def row_of(panel, name):
    items = panel.tree.findItems(name, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    return panel.tree.visualItemRect(items[0])


def active(session):
    return session.easel.document.layer(session.easel.active)


def test_the_topmost_layer_is_the_first_row(panel, session):
    session.layering.add_layer()
    assert names(panel) == ["Layer 1", "Paint"]


def test_the_buttons_add_group_duplicate_and_delete(panel, session):
    for name in ("add_layer", "duplicate_layer", "add_group"):
        panel.buttons[name].click()
    assert names(panel)[0] == "Group 1"
    panel.buttons["remove_layer"].click()
    assert names(panel) == ["Layer 1 copy", "Layer 1", "Paint"]


def test_a_click_chooses_the_layer_to_paint_on(panel, session, qtbot):
    session.layering.add_layer()
    spot = row_of(panel, "Paint").center()
    qtbot.mouseClick(panel.tree.viewport(), LEFT, pos=spot)
    assert active(session).properties.name == "Paint"


def test_a_click_on_the_eye_hides_and_shows_without_choosing(panel, session, qtbot):
    session.layering.add_layer()
    row = row_of(panel, "Paint")
    eye = QPoint(row.left() + 10, row.center().y())
    bottom = session.easel.document.root.children[0]
    qtbot.mouseClick(panel.tree.viewport(), LEFT, pos=eye)
    assert not bottom.properties.visible
    assert active(session).properties.name == "Layer 1"
    qtbot.mouseClick(panel.tree.viewport(), LEFT, pos=eye)
    assert bottom.properties.visible


def test_the_blend_list_and_the_locks_change_the_active_layer(panel, session):
    panel.blend.setCurrentIndex(panel.blend.findData(BlendMode.multiply.value))
    panel.blend.activated.emit(panel.blend.currentIndex())
    panel.locked.click()
    panel.alpha_locked.click()
    properties = active(session).properties
    assert properties.blend is BlendMode.multiply
    assert properties.locked
    assert properties.alpha_locked


def test_one_drag_of_the_opacity_is_one_step(panel, session, qtbot):
    history = session.easel.document.history
    bar = panel.opacity
    for _ in range(2):
        qtbot.mousePress(bar, LEFT, pos=QPoint(bar.width() // 2, 8))
        qtbot.mouseMove(bar, QPoint(bar.width() // 3, 8))
        qtbot.mouseMove(bar, QPoint(bar.width() // 4, 8))
        qtbot.mouseRelease(bar, LEFT, pos=QPoint(bar.width() // 4, 8))
    assert active(session).properties.opacity == pytest.approx(0.25, abs=0.02)
    assert history.titles == ("Layer opacity", "Layer opacity")
    history.undo()
    history.undo()
    assert panel.opacity.shown == 1.0


def test_a_double_click_renames(panel, session, qtbot):
    row = row_of(panel, "Paint")
    qtbot.mouseClick(panel.tree.viewport(), LEFT, pos=row.center())
    qtbot.mouseDClick(panel.tree.viewport(), LEFT, pos=row.center())
    entry = panel.tree.viewport().findChild(QLineEdit)
    entry.setText("Sky")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(panel) == ["Sky"])
    session.easel.document.history.undo()
    assert names(panel) == ["Paint"]


def drag(panel, moved, target, share):
    """Drag rows by their mime data to `share` of the way down another row, and drop them."""
    tree = panel.tree
    items = [item for name in moved for item in rows_called(panel, name)]
    tree.setCurrentItem(items[0])
    for item in items[1:]:
        item.setSelected(True)
    row = row_of(panel, target)
    spot = QPoint(row.center().x(), row.top() + round(share * (row.height() - 1)))
    dragged = tree.model().mimeData([tree.indexFromItem(item) for item in items])
    by = (Qt.DropAction.MoveAction, dragged, LEFT, Qt.KeyboardModifier.NoModifier)
    for event in (QDragEnterEvent(spot, *by), QDragMoveEvent(spot, *by), QDropEvent(spot, *by)):
        QApplication.sendEvent(tree.viewport(), event)
    return event


def rows_called(panel, name):
    return panel.tree.findItems(name, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)


def held(session, name):
    layers = session.easel.document.layers
    group = next(one for one in layers if one.properties.name == name)
    return [one.properties.name for one in reversed(group.children)]


@pytest.mark.parametrize(
    ("moved", "target", "share", "after"),
    [
        (["Layer 2"], "Paint", 0.9, ["Layer 1", "Paint", "Layer 2"]),
        (["Layer 2"], "Layer 1", 0.9, ["Layer 1", "Layer 2", "Paint"]),
        (["Paint"], "Layer 2", 0.1, ["Paint", "Layer 2", "Layer 1"]),
        (["Layer 1"], "Layer 1", 0.9, ["Layer 2", "Layer 1", "Paint"]),
        (["Layer 2", "Layer 1"], "Paint", 0.6, ["Paint", "Layer 2", "Layer 1"]),
        (["Layer 2", "Paint"], "Layer 1", 0.6, ["Layer 1", "Layer 2", "Paint"]),
    ],
    ids=["to the bottom", "one down", "to the top", "onto itself", "two", "two apart"],
)
def test_dragging_reorders(panel, session, moved, target, share, after):
    session.layering.add_layer()
    session.layering.add_layer()
    drag(panel, moved, target, share)
    assert names(panel) == after
    session.easel.document.history.undo()
    if after != ["Layer 2", "Layer 1", "Paint"]:
        assert names(panel) == ["Layer 2", "Layer 1", "Paint"]


def test_rows_dropped_on_a_folded_group_go_into_it(panel, session):
    session.layering.add_layer()
    session.layering.add_group()
    rows_called(panel, "Group 1")[0].setExpanded(False)
    drag(panel, ["Layer 1", "Paint"], "Group 1", 0.5)
    assert names(panel) == ["Group 1"]
    assert held(session, "Group 1") == ["Layer 1", "Paint"]


def test_a_row_dropped_just_beneath_an_open_group_is_the_topmost_in_it(panel, session):
    session.layering.add_layer()
    session.together.group()
    drag(panel, ["Paint"], "Group 1", 0.98)
    assert held(session, "Group 1") == ["Paint", "Layer 1"]


def test_a_group_is_not_dropped_into_itself(panel, session):
    session.layering.add_layer()
    session.together.group()
    drag(panel, ["Group 1"], "Layer 1", 0.9)
    assert names(panel) == ["Group 1", "Paint"]


def test_what_is_no_layer_cannot_be_dropped(panel, session):
    session.layering.add_layer()
    foreign = QMimeData()
    foreign.setText("Paint")
    by = (Qt.DropAction.MoveAction, foreign, LEFT, Qt.KeyboardModifier.NoModifier)
    event = QDragEnterEvent(row_of(panel, "Paint").center(), *by)
    event.ignore()
    QApplication.sendEvent(panel.tree.viewport(), event)
    assert not event.isAccepted()


def test_a_folded_group_opens_when_something_is_held_over_it(panel):
    assert panel.tree.autoExpandDelay() > 0
    assert panel.tree.hasAutoScroll()


# Several at once


def click(panel, qtbot, name, keys=Qt.KeyboardModifier.NoModifier):
    row = row_of(panel, name)
    spot = QPoint(row.right() - 40, row.center().y())
    qtbot.mouseClick(panel.tree.viewport(), LEFT, keys, spot)


def chosen(session):
    return [one.properties.name for one in session.chosen.layers]


def test_ctrl_and_shift_choose_several_and_the_last_clicked_is_active(panel, session, qtbot):
    for _ in range(3):
        session.layering.add_layer()
    click(panel, qtbot, "Layer 1")
    click(panel, qtbot, "Layer 3", CTRL)
    assert chosen(session) == ["Layer 1", "Layer 3"]
    assert active(session).properties.name == "Layer 3"
    click(panel, qtbot, "Paint", SHIFT)
    assert chosen(session) == ["Paint", "Layer 1", "Layer 2", "Layer 3"]
    click(panel, qtbot, "Layer 2", CTRL)
    assert chosen(session) == ["Paint", "Layer 1", "Layer 3"]
    click(panel, qtbot, "Layer 2")
    assert chosen(session) == ["Layer 2"]


def test_taking_a_layer_out_leaves_the_active_one_active(panel, session, qtbot):
    session.layering.add_layer()
    click(panel, qtbot, "Paint", CTRL)
    click(panel, qtbot, "Layer 1", CTRL)
    assert chosen(session) == ["Paint"]
    click(panel, qtbot, "Layer 1", CTRL)
    click(panel, qtbot, "Paint", CTRL)
    assert active(session).properties.name == "Layer 1"


def test_the_rows_follow_what_the_session_chooses(panel, session):
    session.layering.add_layer()
    session.chosen.choose(one.id for one in session.easel.document.layers)
    assert [item.text(0) for item in panel.tree.selectedItems()] == ["Layer 1", "Paint"]
    session.layering.add_layer()
    assert [item.text(0) for item in panel.tree.selectedItems()] == ["Layer 2"]


def test_a_click_beneath_the_rows_leaves_them_chosen(panel, session, qtbot):
    viewport = panel.tree.viewport()
    qtbot.mouseClick(viewport, LEFT, pos=QPoint(60, viewport.height() - 5))
    assert [item.text(0) for item in panel.tree.selectedItems()] == ["Paint"]


def test_what_the_panel_sets_goes_for_all_that_are_chosen(panel, session, qtbot):
    session.layering.add_layer()
    click(panel, qtbot, "Paint", CTRL)
    steps = session.easel.document.history.position
    panel.blend.setCurrentIndex(panel.blend.findData(BlendMode.multiply.value))
    panel.blend.activated.emit(panel.blend.currentIndex())
    panel.opacity.edited.emit(0.5)
    panel.locked.click()
    row = row_of(panel, "Paint")
    qtbot.mouseClick(panel.tree.viewport(), LEFT, pos=QPoint(row.left() + 10, row.center().y()))
    looks = [replace(one.properties, name="") for one in session.chosen.layers]
    assert looks[0] == looks[1]
    assert (looks[0].opacity, looks[0].locked, looks[0].visible) == (0.5, True, False)
    assert session.easel.document.history.position == steps + 4


def test_a_folded_group_stays_folded_when_layers_come(panel, session):
    session.layering.add_group()
    session.layering.move(session.easel.document.root.children[0].id, session.easel.active, 0)
    group = panel.tree.findItems("Group 1", Qt.MatchFlag.MatchExactly)[0]
    group.setExpanded(False)
    session.layering.add_layer()
    assert not panel.tree.findItems("Group 1", Qt.MatchFlag.MatchExactly)[0].isExpanded()


def test_painting_renews_the_thumbnail_when_the_hand_rests(panel, session, qtbot):
    layer = active(session)
    before = panel.tree._thumbnail(layer).toImage()
    with session.easel.document.painting(layer.id, "Paint") as tiles:
        tiles.write(session.easel.document.bounds, np.full((192, 256, 4), 255, np.uint8))
    qtbot.waitUntil(lambda: panel.tree._thumbnail(layer).toImage() != before)
    assert panel.tree._thumbnail(layer).toImage().pixelColor(10, 10).name() == "#ffffff"


def test_a_generated_layer_offers_to_be_made_anew(panel, session, repainted, qtbot):
    assert not panel.buttons["reroll"].isEnabled()
    repainted()
    session.candidates.keep(session.candidates.waiting[0].id)
    assert panel.buttons["reroll"].isEnabled()
    panel.buttons["reroll"].click()
    qtbot.waitUntil(lambda: len(session.candidates.waiting) == 1)


def test_another_document_brings_its_own_layers(panel, session):
    document = document_of(64, 64)
    document.root.children[0].properties = replace(
        document.root.children[0].properties, name="Other"
    )
    session.easel.put(document)
    assert names(panel) == ["Other"]


# Masks


def mask_spot(panel, name):
    row = row_of(panel, name)
    return QPoint(row.left() + 26 + 44 + 3 + 20, row.center().y())


def picture_spot(panel, name):
    row = row_of(panel, name)
    return QPoint(row.left() + 26 + 20, row.center().y())


def test_the_button_adds_a_mask_and_takes_it_in_hand(panel, session):
    panel.buttons["add_mask"].click()
    assert session.easel.on_mask
    assert not panel.buttons["add_mask"].isEnabled()


def test_a_click_chooses_between_picture_and_mask(panel, session, qtbot):
    panel.buttons["add_mask"].click()
    viewport = panel.tree.viewport()
    qtbot.mouseClick(viewport, LEFT, pos=picture_spot(panel, "Paint"))
    assert not session.easel.on_mask
    qtbot.mouseClick(viewport, LEFT, pos=mask_spot(panel, "Paint"))
    assert session.easel.on_mask


def test_a_click_on_the_mask_of_another_layer_chooses_both(panel, session, qtbot):
    panel.buttons["add_mask"].click()
    session.layering.add_layer()
    qtbot.mouseClick(panel.tree.viewport(), LEFT, pos=mask_spot(panel, "Paint"))
    assert active(session).properties.name == "Paint"
    assert session.easel.on_mask


def test_a_mask_is_told_to_those_who_cannot_see_it(panel):
    panel.buttons["add_mask"].click()
    item = panel.tree.topLevelItem(0)
    assert "masked" in item.data(0, Qt.ItemDataRole.AccessibleTextRole)


def test_the_thumbnail_of_a_mask_is_white_where_it_shows(session):
    session.masking.add()
    mask = session.masking.mask
    canvas = session.easel.document.extent
    half = Bounds(0, 0, canvas.width // 2, canvas.height)
    mask.hidden.write(half, np.full((half.height, half.width), 255, np.uint8))
    seen = mask_picture(mask, canvas, Extent(40, 40))
    assert (seen[:, 2] == (0, 0, 0, 255)).all()
    assert (seen[:, -3] == 255).all()


def test_the_menu_of_a_row_has_what_can_be_done_with_it(panel, session):
    titles = [action.text() for action in panel.menu().actions()]
    assert "Add mask" in titles
    assert "Apply mask" not in titles
    session.masking.add()
    shown = {action.text(): action for action in panel.menu().actions()}
    assert shown["Mask on"].isChecked()
    shown["Mask on"].trigger()
    assert not session.masking.mask.is_on


def test_in_the_menu_of_a_row_kin_stands_beside_kin(panel):
    entries = panel.menu().actions()
    words = ["|" if one.isSeparator() else one.text() for one in entries]
    assert words[0] != "|" != words[-1]
    assert ("|", "|") not in list(pairwise(words))
    before = [word for word, after in pairwise(words) if after == "|"]
    assert "Delete layer" in before
    assert words[-2] == "|"


def test_a_layer_is_labelled_by_its_menu(panel, session):
    labels = panel.menu().actions()[-1].menu().actions()
    labels[1].trigger()
    assert active(session).properties.label is Label.red
    row = panel.tree.visualItemRect(panel.tree.topLevelItem(0))
    drawn = panel.tree.viewport().grab().toImage().pixelColor(row.left() + 1, row.center().y())
    assert drawn == LABEL_COLOURS[Label.red]
    session.easel.document.history.undo()
    assert active(session).properties.label is Label.none


# Ctrl on a picture or a mask


def paint(session, bounds):
    with session.easel.document.painting(session.easel.active, "Paint") as tiles:
        tiles.write(bounds, np.full((bounds.height, bounds.width, 4), 255, np.uint8))


def test_ctrl_on_a_picture_selects_what_is_painted_and_chooses_nothing(panel, session, qtbot):
    paint(session, Bounds(10, 20, 30, 40))
    session.layering.add_layer()
    paint(session, Bounds(100, 20, 30, 40))
    viewport, selection = panel.tree.viewport(), session.easel.document.selection
    qtbot.mouseClick(viewport, LEFT, CTRL, picture_spot(panel, "Paint"))
    assert selection.bounds == Bounds(10, 20, 30, 40)
    assert chosen(session) == ["Layer 1"]
    qtbot.mouseClick(viewport, LEFT, CTRL | SHIFT, picture_spot(panel, "Layer 1"))
    assert selection.bounds == Bounds(10, 20, 120, 40)
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.mouseClick(viewport, LEFT, CTRL | alt, picture_spot(panel, "Paint"))
    assert selection.bounds == Bounds(100, 20, 30, 40)


def test_ctrl_on_a_mask_selects_what_it_shows(panel, session, qtbot):
    session.selecting.select(
        Bounds(5, 5, 20, 20), np.full((20, 20), 255, np.uint8), Combine.replace, "Select"
    )
    session.masking.add()
    session.selecting.select_none()
    qtbot.mouseClick(panel.tree.viewport(), LEFT, CTRL, mask_spot(panel, "Paint"))
    assert session.easel.document.selection.bounds == Bounds(5, 5, 20, 20)


def eye_of(panel, name):
    row = row_of(panel, name)
    return QPoint(row.left() + 10, row.center().y())


def shown(session):
    document = session.easel.document
    return [one.properties.name for one in document.layers if one.properties.visible]


def test_a_drag_over_eyes_hides_all_in_one_step(panel, session, qtbot):
    for _ in range(3):
        session.layering.add_layer()
    steps, eyes = session.easel.document.history.position, panel.tree.viewport()
    qtbot.mousePress(eyes, LEFT, pos=eye_of(panel, "Layer 3"))
    for name in ("Layer 2", "Layer 1", "Layer 2"):
        qtbot.mouseMove(eyes, pos=eye_of(panel, name))
    assert shown(session) == ["Paint"]
    qtbot.mouseRelease(eyes, LEFT, pos=eye_of(panel, "Layer 2"))
    qtbot.mouseMove(eyes, pos=eye_of(panel, "Paint"))
    assert shown(session) == ["Paint"]
    history = session.easel.document.history
    assert history.position == steps + 1
    assert history.latest.title == "Hide layers"
    history.undo()
    assert shown(session) == ["Paint", "Layer 1", "Layer 2", "Layer 3"]
    history.redo()
    assert shown(session) == ["Paint"]


def test_two_sweeps_are_two_steps(panel, session, qtbot):
    session.layering.add_layer()
    steps = session.easel.document.history.position
    for _ in range(2):
        qtbot.mouseClick(panel.tree.viewport(), LEFT, pos=eye_of(panel, "Paint"))
    assert session.easel.document.history.position == steps + 2


def test_alt_on_an_eye_shows_the_layer_alone_and_then_the_others_again(panel, session, qtbot):
    for _ in range(2):
        session.layering.add_layer()
    qtbot.mouseClick(panel.tree.viewport(), LEFT, pos=eye_of(panel, "Layer 2"))
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.mouseClick(panel.tree.viewport(), LEFT, alt, pos=eye_of(panel, "Paint"))
    assert shown(session) == ["Paint"]
    qtbot.mouseClick(panel.tree.viewport(), LEFT, alt, pos=eye_of(panel, "Paint"))
    assert shown(session) == ["Paint", "Layer 1"]


def visible_names(panel):
    tree = panel.tree
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return [item.text(0) for item in items if not item.isHidden()]


def labelled(session):
    """Paint, then a red Sky, a group Trees with an Oak in it, and a masked Fog."""
    layering = session.layering
    for name, label in (("Sky", Label.red), ("Oak", Label.none), ("Fog", Label.none)):
        id = layering.add_layer()  # noqa: A001
        look = session.easel.document.layer(id).properties
        layering.set_properties(id, replace(look, name=name, label=label), "Name")
        if name == "Oak":
            session.together.group()
            group = session.easel.document.parent_of(id)
            layering.set_properties(group.id, replace(group.properties, name="Trees"), "Name")
            session.easel.activate(group.id)
    session.masking.add()


@pytest.mark.parametrize(
    ("words", "kind", "label", "expected"),
    [
        ("SK", None, None, ["Sky"]),
        ("oak", None, None, ["Trees"]),
        ("", Kind.group, None, ["Trees"]),
        ("", Kind.masked, None, ["Fog"]),
        ("", None, Label.red, ["Sky"]),
        ("fog", None, Label.red, []),
        ("", None, None, ["Fog", "Trees", "Sky", "Paint"]),
    ],
)
def test_the_list_can_be_narrowed(panel, session, qtbot, words, kind, label, expected):
    labelled(session)
    panel.search.click()
    qtbot.keyClicks(panel.filter.words, words)
    panel.filter.kind.setCurrentIndex(panel.filter.kind.findData(kind and kind.value))
    panel.filter.label.setCurrentIndex(panel.filter.label.findData(label.value if label else None))
    assert visible_names(panel) == expected
    qtbot.keyClick(panel.filter.words, Qt.Key.Key_Escape)
    assert visible_names(panel) == ["Fog", "Trees", "Sky", "Paint"]
    assert not panel.search.isChecked()


def test_a_layer_renamed_or_added_follows_the_filter(panel, session, qtbot):
    panel.search.click()
    qtbot.keyClicks(panel.filter.words, "layer")
    assert visible_names(panel) == []
    session.layering.add_layer()
    assert visible_names(panel) == ["Layer 1"]
    layer = session.easel.document.layer(session.easel.active)
    named = replace(layer.properties, name="Sea")
    session.layering.set_properties(layer.id, named, "Name")
    assert visible_names(panel) == []
