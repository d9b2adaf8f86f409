"""Clipped layers in an OpenRaster file, as others read it and as it comes back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio.document.blending import BlendMode
from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.layers import GroupLayer, Layer, LayerProperties, PaintLayer
from studio.files.openraster.clipping import unwrapped, wrapped
from studio.files.openraster.format import load, save
from studio.files.openraster.parsing import parse_stack
from studio.files.openraster.stack import (
    MAX_DEPTH,
    Stack,
    StackGroup,
    StackLayer,
    StackNode,
    write_stack,
)
from studio.geometry import Extent, Point
from tests.files.openraster.krita_sheet import sheet

SIZE = Extent(64, 48)


def layer(name: str, *, adjustment: str = "", **look) -> StackLayer:
    properties = replace(LayerProperties(name), **look)
    return StackLayer(properties, f"{name}.png", Point(0, 0), adjustment=adjustment)


def group(name: str, *children: StackNode, **look) -> StackGroup:
    return StackGroup(replace(LayerProperties(name), **look), children)


def returned(nodes: tuple[StackNode, ...]) -> tuple[StackNode, ...]:
    """As they come back out of the text of a file."""
    return parse_stack(write_stack(Stack(SIZE, nodes)), []).nodes


def whole(nodes: tuple[StackNode, ...]) -> tuple[StackNode, ...]:
    """Unwrapped on every level, as the reader does."""
    return tuple(
        replace(node, children=whole(node.children)) if isinstance(node, StackGroup) else node
        for node in unwrapped(nodes)
    )


ground = layer("ground")
base = layer("base", opacity=0.4, blend=BlendMode.multiply, visible=False, locked=True)
one, two = layer("one", clipped=True), layer("two", clipped=True, blend=BlendMode.screen)

STACKS: dict[str, tuple[StackNode, ...]] = {
    "nothing clipped": (ground, base),
    "lowest of all": (base, one, two),
    "above others": (ground, base, one, two, layer("top")),
    "two runs": (ground, base, one, layer("other"), two),
    "clipped to nothing": (one, two),
    "clipped to nothing, passing through": (group("g", one, two, pass_through=True),),
    "in a group": (group("g", ground, base, one),),
    "lowest of a group that passes through": (ground, group("g", base, one, pass_through=True)),
    "to a group with a run of its own": (ground, group("g", ground, base, one), two),
    "to a group that passes through": (ground, group("g", base, pass_through=True), one),
    "to an adjustment": (ground, layer("grey", adjustment="invert"), one),
    "in a way of another program": (ground, layer("b", foreign_blend="krita:odd"), one),
}


@pytest.mark.parametrize("nodes", STACKS.values(), ids=STACKS)
def test_every_stack_comes_back_as_it_was(nodes: tuple[StackNode, ...]):
    assert whole(returned(wrapped(nodes))) == nodes


def test_what_lies_above_others_is_a_group_for_other_programs():
    below, run, top = wrapped((ground, base, one, layer("top")))
    assert (below, top) == (ground, layer("top"))
    assert isinstance(run, StackGroup)
    assert run.properties == LayerProperties(
        "base", visible=False, opacity=0.4, blend=BlendMode.multiply
    )
    assert run.children == (layer("base", locked=True), one)


def test_what_is_lowest_stays_as_it_is():
    assert wrapped((base, one)) == (base, one)


def test_a_run_that_another_program_added_to_is_a_group():
    (_, run) = wrapped((ground, base, one))
    assert isinstance(run, StackGroup)
    changed = replace(run, children=(*run.children, layer("theirs")))
    assert unwrapped((changed,)) == (changed,)


@pytest.mark.parametrize("levels", [3, MAX_DEPTH - 3], ids=["few", "as many as can be read"])
def test_a_document_of_many_levels_is_written_nevertheless(tmp_path: Path, levels: int):
    document = Document(Extent(8, 8))
    looks = (LayerProperties("ground"), LayerProperties("base"), one.properties)
    held: list[Layer] = [PaintLayer(document.new_id(), look) for look in looks]
    for _ in range(levels):
        held = [GroupLayer(document.new_id(), LayerProperties("g"), held)]
    document.root.children += held
    save(document, tmp_path / "out.ora")
    again = load(tmp_path / "out.ora").document
    assert [layer.properties for layer in again.layers] == [
        layer.properties for layer in document.layers
    ]


def test_a_document_comes_back_with_its_layers_and_its_picture(tmp_path: Path):
    document, _ = sheet()
    save(document, tmp_path / "out.ora")
    again = load(tmp_path / "out.ora").document
    looks = [[layer.properties for layer in one.layers] for one in (document, again)]
    assert looks[0] == looks[1]
    shown, before = flatten(again, document.bounds), flatten(document, document.bounds)
    np.testing.assert_array_equal(shown, before)
