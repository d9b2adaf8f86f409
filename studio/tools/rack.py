"""Where the tools hang until the first is taken up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from studio.session.painting import ToolName
from studio.tools.tool import Tool


class ToolRack(Mapping[ToolName, Tool]):
    """All tools by name; imported and made when one is first looked for, from any thread."""

    def __getitem__(self, name: ToolName) -> Tool:
        return self._tools[name]

    def __iter__(self) -> Iterator[ToolName]:
        return iter(self._tools)

    def __len__(self) -> int:
        return len(self._tools)

    @cached_property
    def _tools(self) -> Mapping[ToolName, Tool]:
        # Not above: the window comes up without them, 20 ms sooner.
        from studio.tools.toolbox import all_tools

        return all_tools()
