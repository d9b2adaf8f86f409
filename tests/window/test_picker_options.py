from __future__ import annotations

import pytest

from studio.session.painting import ToolName
from studio.window.picker_options import PickerOptions


@pytest.fixture
def options(desk):
    desk.session.painting.tool = ToolName.picker
    return desk.window.options.findChild(PickerOptions)


def test_they_are_seen_with_the_picker_in_hand(desk, options, qtbot):
    assert options.isVisible()
    desk.session.painting.tool = ToolName.brush
    qtbot.waitUntil(lambda: not options.isVisible())


def test_the_sample_size_is_set(desk, options):
    options.side.setCurrentIndex(2)
    options.side.activated.emit(2)
    assert desk.session.picking.side == 5
    assert options.side.accessibleName() == "Sample size"


def test_one_layer_or_all_are_looked_at(desk, options):
    options.merged.click()
    assert not desk.session.picking.merged
