from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.layers import GroupLayer, LayerId, PaintLayer
from studio.geometry import Bounds
from studio.session.layers.showing import Showing
from tests.document.paintings import add_group, add_paint
from tests.tools.desk import Desk, desk


@pytest.fixture
def at() -> Desk:
    return desk()


@pytest.fixture
def showing(at: Desk) -> Showing:
    return Showing(at.easel)


def named(
    document: Document,
    id: LayerId,  # noqa: A002
    name: str,
    *,
    visible: bool = True,
    clipped: bool = False,
) -> None:
    layer = document.layer(id)
    look = replace(layer.properties, name=name, visible=visible, clipped=clipped)
    layer.properties = look


@pytest.fixture
def layers(at: Desk) -> dict[str, LayerId]:
    """Bottom, a group with two in it, the upper clipped to the lower, and a hidden top."""
    document, bottom = at.document, at.layer
    group = add_group(document)
    made: dict[str, PaintLayer | GroupLayer] = {
        "bottom": bottom,
        "group": group,
        "base": add_paint(document, parent=group.id),
        "clipped": add_paint(document, parent=group.id),
        "other": add_paint(document, parent=group.id),
        "top": add_paint(document),
    }
    for name, layer in made.items():
        named(document, layer.id, name)
    named(document, made["clipped"].id, "clipped", clipped=True)
    named(document, made["top"].id, "top", visible=False)
    return {name: layer.id for name, layer in made.items()}


def seen(at: Desk) -> set[str]:
    return {one.properties.name for one in at.document.layers if one.properties.visible}


def test_a_layer_alone_keeps_the_groups_around_it(at, showing, layers):
    showing.alone(layers["other"])
    assert seen(at) == {"group", "other"}
    showing.alone(layers["other"])
    assert seen(at) == {"bottom", "group", "base", "clipped", "other"}


def test_a_clipped_layer_alone_keeps_what_it_is_clipped_to(at, showing, layers):
    showing.alone(layers["clipped"])
    assert seen(at) == {"group", "base", "clipped"}


def test_a_group_alone_keeps_what_is_in_it(at, showing, layers):
    showing.alone(layers["group"])
    assert seen(at) == {"group", "base", "clipped", "other"}


def test_from_one_alone_to_another_those_before_are_remembered(at, showing, layers):
    showing.alone(layers["other"])
    showing.alone(layers["bottom"])
    assert "bottom" in seen(at)
    assert "group" not in seen(at)
    showing.alone(layers["bottom"])
    assert seen(at) == {"bottom", "group", "base", "clipped", "other"}


def test_a_hidden_layer_alone_is_shown(at, showing, layers):
    showing.alone(layers["top"])
    assert seen(at) >= {"top"}
    assert not seen(at) & {"bottom", "group"}


def test_each_time_is_one_step_that_can_be_undone(at, showing, layers):
    before, steps = seen(at), at.document.history.position
    showing.alone(layers["other"])
    showing.alone(layers["other"])
    assert at.document.history.position == steps + 2
    at.document.history.undo()
    assert seen(at) == {"group", "other"}
    at.document.history.undo()
    assert seen(at) == before


def test_a_layer_that_was_alone_from_the_start_brings_all_back(at, showing, layers):
    for name in ("bottom", "base", "clipped"):
        showing.show([layers[name]], visible=False)
    showing.alone(layers["other"])
    assert "bottom" in seen(at)


def test_what_is_shown_is_what_is_seen(at, showing, layers):
    area = Bounds(0, 0, 20, 20)
    with at.document.painting(layers["bottom"], "Paint") as tiles:
        tiles.write(area, np.full((20, 20, 4), 255, np.uint8))
    compositor = at.easel.compositor
    assert compositor.tile((0, 0))[5, 5, 3] == 255
    showing.alone(layers["other"])
    tile = compositor.tile((0, 0))
    assert tile is None or not tile[:20, :20].any()
    assert not flatten(at.document, area).any()


def test_showing_what_is_shown_is_no_step(at, showing, layers):
    steps = at.document.history.position
    showing.show([layers["bottom"]], visible=True)
    assert at.document.history.position == steps
