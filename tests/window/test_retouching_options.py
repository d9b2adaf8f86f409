from __future__ import annotations

import pytest

from studio.session.painting import ToolName
from studio.window.retouching_options import RetouchingOptions


@pytest.fixture
def options(desk):
    desk.session.painting.tool = ToolName.heal
    return desk.window.options.findChild(RetouchingOptions)


def test_they_are_seen_with_the_tools_that_take_from_elsewhere(desk, options, qtbot):
    assert options.isVisible()
    desk.session.painting.tool = ToolName.clone
    assert options.isVisible()
    desk.session.painting.tool = ToolName.brush
    qtbot.waitUntil(lambda: not options.isVisible())


def test_the_source_may_be_the_whole_picture(desk, options):
    assert not desk.session.retouching.merged
    options.merged.click()
    assert desk.session.retouching.merged


def test_a_source_may_stay_where_it_is(desk, options):
    options.aligned.click()
    assert not desk.session.retouching.aligned
