from __future__ import annotations

import numpy as np
import pytest
import torch

from starter_model.backdrops import BACKDROPS, paint_backdrops
from starter_model.finish import turned
from starter_model.ground import Chance
from starter_model.holes import holes_of, pixels_of
from starter_model.palette import COLOURS, HUES, main_hue, rgb_table
from starter_model.plans import NONE, PLAIN, Kind
from starter_model.profiles import MICRO
from starter_model.scenes import Composer

SIDE = MICRO.side
CPU = torch.device("cpu")
COUNT = 40


def composed(planner, composer, kind=None, seed=1, count=COUNT):
    plan = planner.plan(count, seed, kind)
    return plan, composer.compose(plan, seed)


def test_the_same_seed_gives_the_same_scenes(planner, composer):
    (_, first), (_, second) = composed(planner, composer), composed(planner, composer)
    assert torch.equal(first.pictures, second.pictures)
    assert torch.equal(first.holes, second.holes)
    assert torch.equal(first.starts, second.starts)


def test_another_seed_gives_other_scenes(planner, composer):
    (_, first), (_, second) = (composed(planner, composer, seed=seed) for seed in (1, 2))
    assert not torch.equal(first.pictures, second.pictures)


@pytest.mark.parametrize("kind", [None, *Kind])
def test_scenes_are_pictures_with_holes_of_whole_cells(planner, composer, kind):
    _, scenes = composed(planner, composer, kind)
    assert scenes.pictures.shape == (COUNT, 3, SIDE, SIDE)
    assert scenes.holes.shape == (COUNT, 1, SIDE // 8, SIDE // 8)
    assert scenes.pictures.isfinite().all()
    assert 0 <= float(scenes.pictures.min()) <= float(scenes.pictures.max()) <= 1
    assert scenes.holes.flatten(1).any(1).all()


@pytest.mark.parametrize("kind", [Kind.alone, Kind.pair, Kind.scenery, Kind.doodle])
def test_where_everything_is_painted_the_hole_is_everything(planner, composer, kind):
    _, scenes = composed(planner, composer, kind)
    assert scenes.holes.all()


@pytest.mark.parametrize("kind", [Kind.inpaint, Kind.removal])
def test_a_hole_leaves_surroundings_and_takes_over_half_of_the_side(planner, kind):
    _, scenes = composed(planner, Composer(planner.drawings, 128, CPU), kind)
    share = scenes.holes.float().mean((1, 2, 3)).sqrt()
    assert (share < 1).float().mean() > 0.8
    assert 0.45 < float(share.median()) < 0.8


def test_the_object_of_a_hole_is_within_it(planner, composer):
    plan, scenes = composed(planner, composer, Kind.inpaint)
    centre = (np.clip(plan.centre[:, 0], 0.05, 0.95) * SIDE // 8).astype(int)
    inside = scenes.holes[torch.arange(COUNT), 0, centre[:, 1], centre[:, 0]]
    assert inside.all()


def test_only_doodles_start_from_another_picture(planner, composer):
    plan, scenes = composed(planner, composer)
    differs = (scenes.starts != scenes.pictures).flatten(1).any(1).numpy()
    assert not differs[plan.kind != Kind.doodle].any()
    assert differs[plan.kind == Kind.doodle].all()


def test_nothing_is_put_where_something_was_removed(planner):
    plan = planner.plan(200, 1, Kind.removal)
    assert (plan.sprite[:, 0] == NONE).all()


@pytest.mark.parametrize("index", range(len(BACKDROPS)), ids=[one.name for one in BACKDROPS])
@pytest.mark.parametrize("side", [64, 128])
def test_a_backdrop_is_painted_within_range_at_any_size(index, side):
    chance = Chance.of(1, CPU)
    named = torch.tensor([[0, 3], [5, 1]])
    picture = paint_backdrops(torch.full((2,), index), named, side, chance)
    assert picture.shape == (2, 3, side, side)
    assert picture.isfinite().all()
    assert 0 <= float(picture.min()) <= float(picture.max()) <= 1


@pytest.mark.parametrize("colour", range(len(COLOURS)), ids=[one.name for one in COLOURS])
def test_a_plain_backdrop_has_the_colour_it_is_named_by(colour):
    chance = Chance.of(1, CPU)
    named = torch.full((8, 2), colour)
    picture = paint_backdrops(torch.full((8,), PLAIN), named, 16, chance)
    error = (picture.mean((0, 2, 3)) - torch.from_numpy(rgb_table()[colour])).abs().max()
    assert float(error) < 20 / 255


@pytest.mark.parametrize("hue", HUES, ids=[COLOURS[hue].name for hue in HUES])
def test_a_turned_drawing_has_the_hue_that_was_meant(hue):
    red = torch.tensor((0.8, 0.1, 0.1)).view(1, 3, 1, 1).expand(1, 3, 16, 16)
    after = turned(red, torch.tensor([COLOURS[hue].hue]))[0].permute(1, 2, 0)
    opaque = torch.cat((after, torch.ones(16, 16, 1)), 2)
    found = main_hue((opaque * 255).byte().numpy())
    assert abs((found - COLOURS[hue].hue + 0.5) % 1 - 0.5) < 0.03


@pytest.mark.parametrize("size", [0.02, 0.5, 1.4], ids=["a dot", "half", "larger than the picture"])
def test_a_hole_of_any_size_is_a_hole(size):
    boxes = torch.tensor([[0.5, 0.5, size / 2, size / 2]]).expand(30, 4)
    shapes = torch.zeros(30, 1, 64, 64)
    shapes[:, :, 30:34, 30:34] = 1
    holes = holes_of(boxes, shapes, 64, torch.Generator().manual_seed(1))
    assert holes.flatten(1).any(1).all()
    assert pixels_of(holes).shape == (30, 1, 64, 64)
