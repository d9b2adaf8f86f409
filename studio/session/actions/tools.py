"""The actions of the Tools menu."""

from __future__ import annotations

from functools import partial

from studio.session.actions.action import Action, Menu
from studio.session.painting import Painting, ToolName
from studio.session.session import Session
from studio.session.tool_groups import DRAWING, next_in_group
from studio.text import tr


def tool_actions(session: Session) -> tuple[Action, ...]:
    """Take up a tool, or the next one of its group."""
    painting = session.painting
    shape, joins = tr("Shift adds, Alt takes away."), tr("Click from corner to corner.")
    drawn = tr("Drawn with the brush, or filled.")
    tools = (
        (ToolName.brush, tr("Brush"), tr("Paint with the foreground colour."), "B"),
        (ToolName.eraser, tr("Eraser"), tr("Make the layer transparent."), "E"),
        (ToolName.mask, tr("Mask brush"), tr("Paint what to repaint; Alt takes it away."), "K"),
        (
            ToolName.strength,
            tr("Strength brush"),
            tr("Paint how much to repaint, by pressure; Alt takes it away."),
            "",
        ),
        (ToolName.smudge, tr("Smudge"), tr("Push paint about."), "N"),
        (ToolName.blur, tr("Blur"), tr("Soften what is there."), ""),
        (ToolName.liquify, tr("Liquify"), tr("Push the picture about like thick paint."), ""),
        (ToolName.clone, tr("Clone"), tr("Paint what is elsewhere; Alt sets where."), "S"),
        (ToolName.heal, tr("Heal"), tr("Mend with the detail of elsewhere; Alt sets where."), ""),
        (ToolName.rectangle, tr("Rectangle selection"), shape, "R"),
        (ToolName.ellipse, tr("Ellipse selection"), shape, "J"),
        (ToolName.lasso, tr("Lasso selection"), shape, "L"),
        (ToolName.polygon, tr("Polygon selection"), joins, ""),
        (ToolName.magnetic, tr("Magnetic selection"), tr("Click along an edge."), ""),
        (ToolName.wand, tr("Magic wand"), tr("Select an area of like colour."), "W"),
        (ToolName.fill, tr("Fill"), tr("Fill an area of like colour."), "G"),
        (ToolName.gradient, tr("Gradient"), tr("From one colour to the other."), ""),
        (ToolName.line, tr("Line"), drawn, "U"),
        (ToolName.draw_rectangle, tr("Rectangle"), drawn, ""),
        (ToolName.draw_ellipse, tr("Ellipse"), drawn, ""),
        (ToolName.draw_polygon, tr("Polygon"), joins, ""),
        (ToolName.pen, tr("Pen"), tr("Draw a path: click corners, drag curves."), "P"),
        (ToolName.text, tr("Text"), tr("Click to write, or drag a box to write in."), "T"),
        (ToolName.picker, tr("Colour picker"), tr("Take a colour from the picture."), "I"),
        (ToolName.move, tr("Move"), tr("Move the active layer."), "V"),
        (ToolName.crop, tr("Crop"), tr("Choose what of the canvas is kept."), "C"),
    )
    taken_up = tuple(
        Action(
            f"tool_{name.value}",
            Menu.shapes if name in DRAWING else Menu.tools,
            title,
            tip,
            partial(setattr, painting, "tool", name),
            (key,) if key else (),
            is_checked=partial(_is_in_hand, painting, name),
        )
        for name, title, tip, key in tools
    )
    return (*taken_up, *_next_actions(painting))


def _next_actions(painting: Painting) -> tuple[Action, ...]:
    groups = (
        (ToolName.mask, tr("Next of mask and strength"), "Shift+K"),
        (ToolName.smudge, tr("Next of smudge, blur and liquify"), "Shift+N"),
        (ToolName.clone, tr("Next of clone and heal"), "Shift+S"),
        (ToolName.rectangle, tr("Next of rectangle and ellipse"), "Shift+R"),
        (ToolName.lasso, tr("Next lasso"), "Shift+L"),
        (ToolName.fill, tr("Next of fill and gradient"), "Shift+G"),
        (ToolName.line, tr("Next shape"), "Shift+U"),
    )
    return tuple(
        Action(
            f"next_{first.value}",
            Menu.next_tool,
            title,
            tr("Go through the tools that share a button."),
            partial(_take_next, painting, first),
            (key,),
        )
        for first, title, key in groups
    )


def _take_next(painting: Painting, first: ToolName) -> None:
    painting.tool = next_in_group(first, painting.tool)


def _is_in_hand(painting: Painting, name: ToolName) -> bool:
    return painting.tool is name
