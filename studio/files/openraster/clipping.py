"""Layers that are clipped, as other programs understand them in an OpenRaster file.

There a layer is clipped to all that is beneath it in its group, not to one layer. So a layer and
those clipped to it are written as a group of their own where anything lies beneath them, marked
with `run`, which is taken apart again when it is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from studio.document.blending import BlendMode
from studio.document.layers import LayerProperties
from studio.files.openraster.stack import StackGroup, StackLayer, StackNode


def wrapped(nodes: Sequence[StackNode], *, is_isolated: bool = True) -> tuple[StackNode, ...]:
    """The nodes of a group, each run of clipped ones in a group with what it is clipped to.

    is_isolated: nothing from outside of that group is beneath its lowest node.
    """
    found: list[StackNode] = []
    for node, run in _runs([_wrapped_within(node) for node in nodes]):
        is_lowest = is_isolated and not found
        if run and not is_lowest and _can_be_clipped_to(node):
            found.append(_run_of(node, run))
        else:
            found += [node, *run]
    return tuple(found)


def unwrapped(nodes: Sequence[StackNode]) -> tuple[StackNode, ...]:
    """The nodes of a group without such groups, just as they were."""
    return tuple(one for node in nodes for one in _taken_apart(node))


def _runs(nodes: Sequence[StackNode]) -> Iterator[tuple[StackNode, list[StackNode]]]:
    """Each node that is not clipped, and those that are clipped to it."""
    left = list(nodes)
    while left:
        run = list(takewhile(lambda one: one.properties.clipped, left[1:]))
        yield left[0], run
        del left[: 1 + len(run)]


def _wrapped_within(node: StackNode) -> StackNode:
    if isinstance(node, StackLayer):
        return node
    children = wrapped(node.children, is_isolated=not node.properties.pass_through)
    return replace(node, children=children)


def _can_be_clipped_to(node: StackNode) -> bool:
    """Whether there is anything to it that others see."""
    is_adjustment = isinstance(node, StackLayer) and bool(node.adjustment)
    return not is_adjustment and not node.properties.clipped


def _run_of(base: StackNode, clipped: Sequence[StackNode]) -> StackGroup:
    """How the base is laid over goes for all together."""
    its = base.properties
    look = _laid_over_as(its, LayerProperties(its.name))
    inside = replace(its, visible=True, opacity=1.0, blend=BlendMode.normal, foreign_blend="")
    return StackGroup(look, (replace(base, properties=inside), *clipped), is_run=True)


def _taken_apart(node: StackNode) -> tuple[StackNode, ...]:
    if isinstance(node, StackLayer):
        return (node,)
    if not node.is_run or not _is_whole(node.children):
        return (node,)
    (base, *clipped), look = node.children, node.properties
    return (replace(base, properties=_laid_over_as(look, base.properties)), *clipped)


def _is_whole(nodes: Sequence[StackNode]) -> bool:
    """Whether it is still one layer and those clipped to it: other programs may change it."""
    return [node.properties.clipped for node in nodes] == [False, *[True] * (len(nodes) - 1)]


def _laid_over_as(one: LayerProperties, other: LayerProperties) -> LayerProperties:
    """The other, laid over what is beneath it as the one is."""
    return replace(
        other,
        visible=one.visible,
        opacity=one.opacity,
        blend=one.blend,
        foreign_blend=one.foreign_blend,
    )
