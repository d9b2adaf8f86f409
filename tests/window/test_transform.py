from __future__ import annotations

import pytest

from studio.document.composite import flatten


@pytest.fixture
def transforming(desk):
    desk.stroke()
    desk.do("add_layer")
    desk.stroke()
    desk.do("transform")
    return desk.session.transforming


def picture(desk):
    return flatten(desk.document, desk.document.bounds).tobytes()


def test_the_bar_shows_the_numbers_while_it_goes_on(desk, transforming):
    assert desk.window.options._transform.isVisible()
    assert desk.window.options.title.text() == "Free transform"
    desk.do("give_up")
    assert not desk.window.options._transform.isVisible()


def test_a_number_typed_is_a_pull(desk, transforming):
    fields = desk.window.options.transform.fields
    fields["rotation"].setValue(30)
    fields["width"].setValue(50)
    assert fields["rotation"].value() == pytest.approx(30)
    before, steps = picture(desk), desk.document.history.position
    desk.do("apply")
    assert picture(desk) != before
    assert desk.document.history.position == steps + 1


def test_undo_amid_it_takes_back_a_pull(desk, transforming):
    first = transforming.quad
    desk.window.options.transform.fields["x"].setValue(100)
    desk.do("undo")
    assert transforming.quad == first
    desk.do("undo")
    assert not transforming.is_on
    assert desk.document.history.position == 3


def test_taking_up_another_tool_applies_it(desk, transforming):
    desk.window.options.transform.fields["x"].setValue(100)
    desk.do("tool_eraser")
    assert not transforming.is_on
    assert desk.document.history.titles[-1] == "Transform"


def test_the_selection_is_transformed_from_its_menu(desk):
    desk.do("select_all")
    desk.do("shrink_selection")
    desk.do("transform_selection")
    fields = desk.window.options.transform.fields
    before = desk.document.selection.bounds
    fields["width"].setValue(100)
    assert desk.document.selection.bounds == before
    desk.do("apply")
    assert desk.document.selection.bounds.width == pytest.approx(100, abs=2)
    assert desk.document.history.titles[-1] == "Transform selection"


def test_a_warp_shows_its_nodes_in_place_of_the_numbers(desk, transforming):
    options = desk.window.options.transform
    desk.do("warp")
    assert transforming.net.side == 4
    assert not options.fields["x"].isVisible()
    assert options.warp.isChecked()
    options.side.setCurrentIndex(options.side.findData(5))
    options.side.activated.emit(options.side.currentIndex())
    assert transforming.net.side == 5
    desk.do("warp")
    assert transforming.quad is not None
    assert options.fields["x"].isVisible()
