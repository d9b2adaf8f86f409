from __future__ import annotations

from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from starter_model.networks import make_unet
from starter_model.passage import Shown, has_room, open_passage
from starter_model.profiles import CPU, GPU, MICRO
from starter_model.reading import CHANNELS, GRID, PATCHES

SMALL = replace(CPU, unet=(64, 128, 128), text=64)
FINE = replace(SMALL, side=256, unet=(32, 64, 128, 128), plain_levels=2)
SCENES = 96


@pytest.fixture(scope="module", params=[SMALL, FINE], ids=["128 px", "256 px"])
def profile(request):
    return request.param


@pytest.fixture(scope="module")
def shown(profile):
    """Half of them pictures, half of them holes in the middle; words that differ by place."""
    torch.manual_seed(1)
    cells = profile.side // 8
    is_whole = torch.arange(SCENES) % 2 == 0
    hole = torch.zeros(SCENES, 1, cells, cells)
    hole[..., cells // 4 : -cells // 4, cells // 4 : -cells // 4] = 1
    hole[is_whole] = 1
    inputs = torch.cat(
        (torch.randn(SCENES, 4, cells, cells), hole, (1 - hole).repeat(1, 4, 1, 1)), 1
    )
    words = torch.randn(1, profile.length, profile.text) + torch.randn(
        SCENES, profile.length, profile.text
    )
    words[:, 0] = words[0, 0]  # every prompt begins the same
    times, wanted = torch.randint(1000, (SCENES,)), torch.randn(SCENES, 4, cells, cells)
    return Shown(inputs, times, words, is_whole, wanted, torch.ones_like(hole))


@pytest.fixture(scope="module")
def opened(profile, shown):
    """What a token tells, and what came of the last level before and after."""
    torch.manual_seed(2)
    unet, teller = make_unet(profile), nn.Linear(profile.text, CHANNELS * (GRID // PATCHES) ** 2)
    before = last_level(unet, shown)
    open_passage(unet, teller, shown)
    with torch.no_grad():
        told = teller(shown.words[:, -(PATCHES**2) :]).mT
    told = told.reshape(SCENES, -1, PATCHES, PATCHES)
    return F.pixel_shuffle(told, GRID // PATCHES), before, last_level(unet, shown)


def last_level(unet, shown):
    found = []
    handle = unet.up_blocks[-1].register_forward_hook(lambda _, __, made: found.append(made))
    with torch.no_grad():
        for lot in shown.lots():
            unet(lot.inputs, lot.times, lot.words)
    handle.remove()
    return torch.cat(found)


def likeness(made, told):
    """Of each value told, the correlation of the channel that is most like it."""
    both = [one - one.mean((2, 3), keepdim=True) for one in (made, told)]
    rows = [F.normalize(one.transpose(0, 1).flatten(1), dim=1) for one in both]
    return (rows[1] @ rows[0].T).amax(1)


def test_what_is_told_comes_to_the_last_level_finely(opened, shown):
    told, before, after = opened
    some = shown.is_whole
    meant = F.interpolate(told[some], size=after.shape[-1])
    assert (likeness(before[some], meant) < 0.2).all()
    assert (likeness(after[some], meant) > 0.8).all()


def test_around_a_hole_it_comes_small_into_its_middle(opened, shown):
    told, _, after = opened
    edge = after.shape[-1] // 4
    inside = after[~shown.is_whole][..., edge:-edge, edge:-edge]
    meant = F.interpolate(F.avg_pool2d(told[~shown.is_whole], 2), size=2 * edge)
    assert (likeness(inside, meant) > 0.8).all()


def test_only_a_unet_that_comes_by_eight_places_with_attention_has_room():
    assert [has_room(make_unet(one)) for one in (CPU, GPU, MICRO)] == [True, True, False]
