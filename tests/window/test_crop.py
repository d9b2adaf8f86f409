from __future__ import annotations

import pytest

from studio.geometry import Bounds, Extent
from studio.window.crop_options import CropOptions


@pytest.fixture
def options(desk):
    desk.do("tool_crop")
    return desk.window.findChild(CropOptions)


def test_numbers_typed_size_the_box_about_its_middle(desk, options):
    desk.session.cropping.pull(Bounds(50, 50, 100, 80))
    options.width_field.setValue(60)
    options.height_field.setValue(40)
    assert desk.session.cropping.box == Bounds(70, 70, 60, 40)


def test_an_aspect_shapes_the_box_and_what_is_typed(desk, options):
    options.aspect.setCurrentIndex(options.aspect.findText("1 : 1"))
    options.aspect.activated.emit(options.aspect.currentIndex())
    assert desk.session.cropping.box == Bounds(32, 0, 192, 192)
    options.height_field.setValue(100)
    assert desk.session.cropping.box == Bounds(78, 46, 100, 100)


def test_enter_applies_and_undo_takes_pull_by_pull_back(desk, options):
    cropping = desk.session.cropping
    cropping.pull(Bounds(50, 50, 100, 80))
    assert desk.window.options.undo.isEnabled()
    cropping.pull(Bounds(50, 50, 90, 80))
    desk.do("undo")
    assert cropping.box == Bounds(50, 50, 100, 80)
    desk.do("apply")
    assert desk.document.extent == Extent(100, 80)
    desk.do("undo")
    assert desk.document.extent == Extent(256, 192)


def test_giving_up_leaves_no_trace(desk, options):
    desk.session.cropping.pull(Bounds(50, 50, 100, 80))
    desk.do("give_up")
    assert desk.document.extent == Extent(256, 192)
    assert not desk.session.cropping.is_on
