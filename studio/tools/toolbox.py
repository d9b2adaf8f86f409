"""All tools there are."""

from __future__ import annotations

from collections.abc import Mapping

from studio.session.painting import ToolName
from studio.tools.brush import BrushTool, EraserTool, MaskTool, StrengthTool
from studio.tools.crop import CropTool
from studio.tools.drawing import DrawEllipseTool, DrawPolygonTool, DrawRectangleTool, LineTool
from studio.tools.fill import FillTool
from studio.tools.gradient import GradientTool
from studio.tools.lassos import MagneticTool, PolygonTool
from studio.tools.move import MoveTool
from studio.tools.pen import PenTool
from studio.tools.picker import PickerTool
from studio.tools.retouching import retouching_tools
from studio.tools.shapes import EllipseTool, LassoTool, RectangleTool
from studio.tools.text import TextTool
from studio.tools.tool import Tool
from studio.tools.wand import WandTool


def all_tools() -> Mapping[ToolName, Tool]:
    """The tools by name, in the order of the toolbar."""
    tools: tuple[Tool, ...] = (
        BrushTool(),
        EraserTool(),
        MaskTool(),
        StrengthTool(),
        *retouching_tools(),
        RectangleTool(),
        EllipseTool(),
        LassoTool(),
        PolygonTool(),
        MagneticTool(),
        WandTool(),
        FillTool(),
        GradientTool(),
        LineTool(),
        DrawRectangleTool(),
        DrawEllipseTool(),
        DrawPolygonTool(),
        TextTool(),
        PickerTool(),
        MoveTool(),
        CropTool(),
        PenTool(),
    )
    return {tool.name: tool for tool in tools}
