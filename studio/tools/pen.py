"""Drawing paths.

A click sets a corner, a drag a smooth node; the first node clicked on closes the path. Nodes and
the handles of the latest can be dragged. Alt parts the two handles of a node, or gives it new ones;
clicked on with Alt it is a corner. Shift keeps handles to steps of 15 degrees. Nodes catch at
lines nearby, unless Ctrl is held.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from studio.session.aids.snapping import Catching
from studio.session.painting import ToolName
from studio.session.pathing import Pathing
from studio.tools.boxes import stepped
from studio.tools.clicking import spot_of
from studio.tools.snapping import caught_at, with_lines
from studio.tools.tool import Gesture, Modifiers, Pointer, PointerEvent
from studio.transform.bezier import Node, Path, Side

if TYPE_CHECKING:
    from studio.session.session import Session

# What a path becomes with the pointer where it is; not before it was dragged past its slack.
_Pull: TypeAlias = Callable[[PointerEvent], Path]


@dataclass(frozen=True, slots=True)
class PenTool:
    """Draw a path node by node; Enter ends it, Backspace takes the last node back."""

    name: ToolName = ToolName.pen

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Set a node, or pull at one."""
        pathing, event, dragged = session.pathing, press, False
        before, latest = pathing.path, pathing.latest
        catching = session.snapping.catching()
        clicked, pull, index = _pull_of(pathing, press, catching)
        try:
            pathing.show(clicked, index)
            while event.kind is not Pointer.release:
                event = yield with_lines(None, catching.caught)
                dragged = dragged or math.dist(spot_of(press), spot_of(event)) > press.slack
                pathing.show(pull(event) if dragged else clicked, index)
        except BaseException:
            pathing.show(before, latest)
            raise
        pathing.settle()


def _pull_of(pathing: Pathing, press: PointerEvent, catching: Catching) -> tuple[Path, _Pull, int]:
    """The path if it is but a click, what a drag makes of it, and which node it is about."""
    path = pathing.path
    alone = Modifiers.alt in press.modifiers
    side = _handle_at(pathing, press)
    if side is not None:
        return path, partial(_pulled, path, pathing.latest, side), pathing.latest
    index = _node_at(path, press)
    if index is None:
        return _added(path, spot_of(caught_at(catching, press)))
    if index == 0 and _may_close(pathing):
        closed = replace(path, closed=True)
        return closed, partial(_mirrored, closed, 0), 0
    if alone:
        bare = path.with_node(index, Node.corner(path.nodes[index].spot))
        return bare, partial(_mirrored, path, index), index
    return path, partial(_moved, path, index, catching, spot_of(press)), index


def _added(path: Path, spot: tuple[float, float]) -> tuple[Path, _Pull, int]:
    """A node more; to a closed path none is added."""
    if path.closed:
        return path, lambda _: path, len(path.nodes) - 1
    index = len(path.nodes)
    longer = path.with_node(index, Node.corner(spot))
    return longer, partial(_mirrored, longer, index), index


def _moved(
    path: Path, index: int, catching: Catching, start: tuple[float, float], event: PointerEvent
) -> Path:
    """The node takes the way of the pointer, and catches where it comes to lie itself."""
    node = path.nodes[index]
    off = node.spot[0] - start[0], node.spot[1] - start[1]
    sample = replace(event.sample, x=event.sample.x + off[0], y=event.sample.y + off[1])
    return path.with_node(
        index, node.moved_to(spot_of(caught_at(catching, replace(event, sample=sample))))
    )


def _mirrored(path: Path, index: int, event: PointerEvent) -> Path:
    """Handles to both sides; with Alt only the one that goes out."""
    node = path.nodes[index]
    to = _in_steps(node, event)
    if Modifiers.alt in event.modifiers:
        return path.with_node(index, node.pulled(Side.out, to, alone=True))
    return path.with_node(index, node.mirrored(to))


def _pulled(path: Path, index: int, side: Side, event: PointerEvent) -> Path:
    node = path.nodes[index]
    alone = Modifiers.alt in event.modifiers
    return path.with_node(index, node.pulled(side, _in_steps(node, event), alone=alone))


def _in_steps(node: Node, event: PointerEvent) -> tuple[float, float]:
    if Modifiers.shift not in event.modifiers:
        return spot_of(event)
    return stepped(node.spot, spot_of(event))


def _may_close(pathing: Pathing) -> bool:
    nodes = pathing.path.nodes
    return not pathing.path.closed and len(nodes) > 1 and pathing.latest == len(nodes) - 1


def _handle_at(pathing: Pathing, press: PointerEvent) -> Side | None:
    """The handle of the latest node that is pressed on."""
    if pathing.latest >= len(pathing.path.nodes):
        return None
    node = pathing.path.nodes[pathing.latest]
    for side in (Side.out, Side.into):
        handle = node.handle(side)
        if handle != node.spot and math.dist(handle, spot_of(press)) <= press.slack:
            return side
    return None


def _node_at(path: Path, press: PointerEvent) -> int | None:
    near = [math.dist(node.spot, spot_of(press)) for node in path.nodes]
    least = min(near, default=math.inf)
    return near.index(least) if least <= press.slack else None
