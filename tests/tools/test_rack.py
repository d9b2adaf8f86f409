from __future__ import annotations

from studio.session.painting import ToolName
from studio.tools.rack import ToolRack


def test_every_tool_hangs_there_in_the_order_of_the_toolbar():
    rack = ToolRack()
    assert len(rack) == len(ToolName)
    assert [rack[name].name for name in rack] == list(rack)
    assert next(iter(rack)) is ToolName.brush


def test_a_tool_stays_the_one_it_was():
    rack = ToolRack()
    assert rack[ToolName.text] is rack[ToolName.text]
