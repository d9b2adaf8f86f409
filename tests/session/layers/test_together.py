from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from studio.document.layers import LayerId
from studio.errors import InputError
from studio.geometry import Bounds
from studio.session.layers.chosen import Chosen
from studio.session.layers.layering import Layering
from studio.session.layers.together import Together
from tests.session.stacks import names, one_white_layer, picture, red

ROOT = LayerId(0)


@pytest.fixture
def easel():
    """Layers one, Layer 1, Layer 2, Layer 3 from the bottom."""
    easel = one_white_layer()
    layering = Layering(easel)
    for number in range(3):
        layering.add_layer(red(20, 10), Bounds(30 * number, 5, 20, 10))
    return easel


@pytest.fixture
def chosen(easel):
    return Chosen(easel)


@pytest.fixture
def together(easel, chosen):
    return Together(easel, chosen, Layering(easel))


def ids_of(easel, *wanted):
    return [one.id for name in wanted for one in easel.document.layers if name in names_of(one)]


def names_of(layer):
    return {layer.properties.name}


def lock(easel, name):
    layer = easel.document.layer(ids_of(easel, name)[0])
    layer.properties = replace(layer.properties, locked=True)


def held(easel, name):
    return [one.properties.name for one in easel.document.group(ids_of(easel, name)[0]).children]


def fail_while_moving(together):
    with together.moving() as move:
        move.by(0, 100)
        raise ZeroDivisionError


# Which are chosen


def test_the_active_layer_is_always_chosen(easel, chosen):
    first, second = ids_of(easel, "one", "Layer 1")
    assert chosen.ids == {easel.active}
    chosen.choose([first, second])
    assert easel.active in {first, second}
    easel.activate(first)
    assert chosen.ids == {first, second}
    easel.activate(ids_of(easel, "Layer 3")[0])
    assert not chosen.are_several


def test_a_new_layer_is_the_only_one_chosen(easel, chosen):
    chosen.choose(ids_of(easel, "one", "Layer 3"))
    added = Layering(easel).add_layer()
    assert chosen.ids == {added}


def test_choosing_nothing_changes_nothing(easel, chosen):
    before, told = chosen.ids, []
    chosen.changed.connect(told.append)
    chosen.choose([])
    assert chosen.ids == before
    assert not told


def test_layers_that_go_are_no_longer_chosen(easel, chosen, together):
    first, third = ids_of(easel, "one", "Layer 3")
    chosen.choose([third])
    together.duplicate()
    chosen.choose([*ids_of(easel, "Layer 3 copy"), first], first)
    easel.document.history.undo()
    assert chosen.ids == {first}


def test_another_document_starts_with_its_own_active_layer(easel, chosen):
    chosen.choose(ids_of(easel, "one", "Layer 1"))
    easel.put(one_white_layer().document)
    assert chosen.ids == {easel.active}


# What is done with them


def test_the_chosen_layers_are_deleted_in_one_step(easel, chosen, together):
    before = picture(easel)
    chosen.choose(ids_of(easel, "Layer 1", "Layer 3"))
    together.remove()
    assert names(easel) == ["one", "Layer 2"]
    assert easel.active == ids_of(easel, "Layer 2")[0]
    easel.document.history.undo()
    assert names(easel) == ["one", "Layer 1", "Layer 2", "Layer 3"]
    assert (picture(easel) == before).all()


def test_none_is_deleted_while_one_is_locked(easel, chosen, together):
    lock(easel, "Layer 1")
    chosen.choose(ids_of(easel, "Layer 1", "Layer 3"))
    with pytest.raises(InputError, match="locked"):
        together.remove()
    assert len(names(easel)) == 4


def test_a_group_and_what_is_in_it_are_deleted_once(easel, chosen, together):
    chosen.choose(ids_of(easel, "Layer 1", "Layer 2"))
    together.group()
    chosen.choose(ids_of(easel, "Group 1", "Layer 1"))
    together.remove()
    assert names(easel) == ["one", "Layer 3"]
    easel.document.history.undo()
    assert held(easel, "Group 1") == ["Layer 1", "Layer 2"]


def test_deleting_every_layer_leaves_none_active(easel, chosen, together):
    chosen.choose(one.id for one in easel.document.layers)
    together.remove()
    assert easel.active == ROOT
    assert chosen.ids == frozenset()


def test_copies_lie_above_the_topmost_and_are_chosen(easel, chosen, together):
    chosen.choose(ids_of(easel, "one", "Layer 2"))
    together.duplicate()
    assert names(easel) == ["one", "Layer 1", "Layer 2", "one copy", "Layer 2 copy", "Layer 3"]
    assert chosen.ids == set(ids_of(easel, "one copy", "Layer 2 copy"))
    easel.document.history.undo()
    assert len(names(easel)) == 4


def test_a_duplicate_has_pixels_of_its_own(easel, chosen, together):
    easel.activate(ids_of(easel, "one")[0])
    original = easel.document.paint_layer(easel.active)
    together.duplicate()
    copy = easel.document.paint_layer(easel.active)
    with easel.document.painting(copy.id, "Stroke") as tiles:
        tiles.edit((0, 0))[:] = 0
    assert original.tiles.read(Bounds(0, 0, 1, 1))[0, 0].tolist() == [255] * 4


def test_a_group_is_made_where_the_topmost_is(easel, chosen, together):
    before, ids = picture(easel), ids_of(easel, "one", "Layer 2")
    chosen.choose(ids, ids[0])
    together.group()
    assert names(easel) == ["Layer 1", "Group 1", "Layer 3"]
    assert held(easel, "Group 1") == ["one", "Layer 2"]
    assert (chosen.ids, easel.active) == (set(ids), ids[0])
    easel.document.history.undo()
    assert names(easel) == ["one", "Layer 1", "Layer 2", "Layer 3"]
    assert (picture(easel) == before).all()


@pytest.mark.parametrize(
    ("moved", "index", "after"),
    [
        (("one", "Layer 1"), 4, ["Layer 2", "Layer 3", "one", "Layer 1"]),
        (("Layer 1", "Layer 3"), 0, ["Layer 1", "Layer 3", "one", "Layer 2"]),
        (("one", "Layer 3"), 2, ["Layer 1", "one", "Layer 3", "Layer 2"]),
        (("Layer 1", "Layer 2"), 2, ["one", "Layer 1", "Layer 2", "Layer 3"]),
        (("Layer 2",), 4, ["one", "Layer 1", "Layer 3", "Layer 2"]),
    ],
    ids=["to the top", "to the bottom", "between", "where they are", "one alone"],
)
def test_layers_move_together_in_one_step(easel, chosen, together, moved, index, after):
    before, steps = names(easel), easel.document.history.position
    chosen.choose(ids_of(easel, *moved))
    together.move(ROOT, index)
    assert names(easel) == after
    assert easel.document.history.position == steps + (before != after)
    easel.document.history.go_to(steps)
    assert names(easel) == before


def test_layers_of_different_groups_move_into_one(easel, chosen, together):
    chosen.choose(ids_of(easel, "Layer 1"))
    together.group()
    group = ids_of(easel, "Group 1")[0]
    chosen.choose(ids_of(easel, "one", "Layer 3"))
    together.move(group, 1)
    assert held(easel, "Group 1") == ["Layer 1", "one", "Layer 3"]


def test_a_group_is_not_moved_into_itself(easel, chosen, together):
    together.group()
    group = easel.document.root.children[-1]
    chosen.choose([group.id])
    together.move(group.id, 0)
    assert easel.document.root.children[-1] is group


def test_raising_several_keeps_their_order_and_stops_at_the_top(easel, chosen, together):
    chosen.choose(ids_of(easel, "one", "Layer 2"))
    for _ in range(4):
        together.raise_them()
    assert names(easel) == ["Layer 1", "Layer 3", "one", "Layer 2"]
    for _ in range(4):
        together.lower_them()
    assert names(easel) == ["one", "Layer 2", "Layer 1", "Layer 3"]


def test_one_drag_of_a_slider_is_one_step_for_all(easel, chosen, together):
    chosen.choose(ids_of(easel, "Layer 1", "Layer 3"))
    steps = easel.document.history.position
    for opacity in (0.9, 0.5, 0.3):
        together.show_as(partial(replace, opacity=opacity), "Opacity", scrub="opacity 1")
    together.show_as(partial(replace, opacity=0.4), "Opacity", scrub="opacity 2")
    assert [one.properties.opacity for one in chosen.layers] == [0.4, 0.4]
    assert easel.document.history.position == steps + 2
    easel.document.history.go_to(steps)
    assert [one.properties.opacity for one in chosen.layers] == [1.0, 1.0]


def test_a_look_that_all_have_is_no_step(easel, chosen, together):
    chosen.choose(ids_of(easel, "Layer 1", "Layer 3"))
    steps = easel.document.history.position
    together.show_as(partial(replace, opacity=1.0), "Opacity", scrub="opacity 1")
    assert easel.document.history.position == steps


def test_the_chosen_layers_are_moved_by_the_same_way(easel, chosen, together):
    chosen.choose(ids_of(easel, "Layer 1", "Layer 3"))
    before, steps = picture(easel), easel.document.history.position
    with together.moving() as move:
        move.by(3, 0)
        move.by(0, 100)
    after = picture(easel)
    assert (after[105:115, :20] == (0, 0, 255, 255)).all()
    assert (after[105:115, 60:80] == (0, 0, 255, 255)).all()
    assert (after[5:15, 30:50] == (0, 0, 255, 255)).all()
    assert (after[5:15, :20] == 255).all()
    assert easel.document.history.position == steps + 1
    easel.document.history.undo()
    assert (picture(easel) == before).all()


def test_a_group_is_moved_with_all_it_holds(easel, chosen, together):
    chosen.choose(ids_of(easel, "Layer 1", "Layer 2"))
    together.group()
    chosen.choose(ids_of(easel, "Group 1"))
    with together.moving() as move:
        move.by(0, 50)
    assert (picture(easel)[55:65, 30:50] == (0, 0, 255, 255)).all()


def test_an_interrupted_move_takes_all_of_them_back(easel, chosen, together):
    chosen.choose(ids_of(easel, "Layer 1", "Layer 3"))
    before, steps = picture(easel), easel.document.history.position
    with pytest.raises(ZeroDivisionError):
        fail_while_moving(together)
    assert np.array_equal(picture(easel), before)
    assert easel.document.history.position == steps


def test_nothing_is_moved_while_one_is_locked(easel, chosen, together):
    lock(easel, "Layer 1")
    chosen.choose(ids_of(easel, "Layer 1", "Layer 3"))
    with pytest.raises(InputError, match="locked"), together.moving():
        pass
