"""Which tools share a place in the toolbar and a key."""

from __future__ import annotations

from studio.session.painting import ToolName

# In the order of the toolbar; the first of a group is the one shown at first.
GROUPS: tuple[tuple[ToolName, ...], ...] = (
    (ToolName.brush,),
    (ToolName.eraser,),
    (ToolName.mask, ToolName.strength),
    (ToolName.smudge, ToolName.blur, ToolName.liquify),
    (ToolName.clone, ToolName.heal),
    (ToolName.rectangle, ToolName.ellipse),
    (ToolName.lasso, ToolName.polygon, ToolName.magnetic),
    (ToolName.wand,),
    (ToolName.fill, ToolName.gradient),
    (ToolName.line, ToolName.draw_rectangle, ToolName.draw_ellipse, ToolName.draw_polygon),
    (ToolName.pen,),
    (ToolName.text,),
    (ToolName.picker,),
    (ToolName.move,),
    (ToolName.crop,),
)

# Tools that paint with a brush of their own.
WITH_BRUSH = frozenset(
    {
        *(ToolName.brush, ToolName.eraser, ToolName.mask, ToolName.strength),
        *(ToolName.smudge, ToolName.blur, ToolName.liquify, ToolName.clone, ToolName.heal),
    }
)

# Tools whose press may take hold of the selection.
SELECTING = frozenset(
    {
        *(ToolName.rectangle, ToolName.ellipse),
        *(ToolName.lasso, ToolName.polygon, ToolName.magnetic),
        ToolName.wand,
    }
)


# Tools that draw shapes.
DRAWING = frozenset(
    {ToolName.line, ToolName.draw_rectangle, ToolName.draw_ellipse, ToolName.draw_polygon}
)


# Tools that leave a frame of their own on the canvas, to be pulled at.
FRAMING = frozenset({ToolName.crop, ToolName.pen})


def group_of(name: ToolName) -> tuple[ToolName, ...]:
    """The tools that share a place with one, it among them."""
    return next((group for group in GROUPS if name in group), (name,))


def next_in_group(first: ToolName, in_hand: ToolName) -> ToolName:
    """The tool after the one in hand, if that is of the first one's group; else the first."""
    group = group_of(first)
    if in_hand not in group:
        return first
    return group[(group.index(in_hand) + 1) % len(group)]
