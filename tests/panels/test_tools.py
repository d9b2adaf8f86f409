from __future__ import annotations

import pytest
from PySide6.QtWidgets import QToolButton

from studio.panels.tools import ToolsPanel
from studio.session.actions.every import actions_of
from studio.session.painting import ToolName
from studio.session.tool_groups import GROUPS, next_in_group


@pytest.fixture
def tools(session, qtbot):
    panel = ToolsPanel(session, {action.id: action for action in actions_of(session)})
    qtbot.addWidget(panel)
    return panel


def lit(tools: ToolsPanel) -> list[str]:
    return [button.objectName() for button in tools.findChildren(QToolButton) if button.isChecked()]


def test_every_tool_has_one_place():
    places = [name for group in GROUPS for name in group]
    assert sorted(name.value for name in places) == sorted(name.value for name in ToolName)


@pytest.mark.parametrize("name", list(ToolName))
def test_the_tool_in_hand_is_lit(tools, session, name: ToolName):
    session.painting.tool = name
    assert lit(tools) == [f"tool_{name.value}"]


def test_a_button_takes_up_what_its_group_used_last(tools, session):
    session.painting.tool = ToolName.magnetic
    session.painting.tool = ToolName.brush
    tools.findChild(QToolButton, "tool_magnetic").click()
    assert session.painting.tool is ToolName.magnetic


def test_a_group_offers_all_its_tools(tools, session):
    menu = tools.findChild(QToolButton, "tool_lasso").menu()
    assert [shown.text().split("\t")[0] for shown in menu.actions()] == [
        "Lasso selection",
        "Polygon selection",
        "Magnetic selection",
    ]
    menu.actions()[1].trigger()
    assert session.painting.tool is ToolName.polygon


def test_a_key_goes_through_a_group():
    taken, tool = [], ToolName.brush
    for _ in range(4):
        tool = next_in_group(ToolName.lasso, tool)
        taken.append(tool)
    assert taken == [ToolName.lasso, ToolName.polygon, ToolName.magnetic, ToolName.lasso]


def test_where_it_is_too_low_for_one_column_there_are_two_and_none_is_cut_off(tools):
    tools.resize(tools.sizeHint())
    tools.show()
    assert tools.columns == 1
    tools.resize(tools.width() * 2, tools.minimumSizeHint().height())
    assert tools.columns == 2
    tools.layout().activate()
    buttons = tools.findChildren(QToolButton)
    assert len(buttons) == len(GROUPS)
    assert all(tools.rect().contains(button.geometry()) for button in buttons)
    places = [button.geometry() for button in buttons]
    assert not any(a.intersects(b) for a in places for b in places if a is not b)
    tools.resize(tools.width(), tools.sizeHint().height())
    assert tools.columns == 1
