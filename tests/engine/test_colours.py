"""The linear guess at what latents look like."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from studio.engine.colours import LatentColours, fit_colours
from studio.engine.device import CPU
from studio.engine.loading import load_model
from studio.engine.plan import DevicePlan
from studio.models.catalogue import installed


def test_a_linear_code_is_recovered_exactly():
    mixing = torch.tensor([[1.0, 0.5, 0.0], [0.0, 1.0, -1.0], [0.5, 0.0, 2.0], [1.0, 1.0, 1.0]])

    def encode(pictures):
        small = torch.nn.functional.avg_pool2d(pictures, 8)
        return torch.einsum("lc,bchw->blhw", mixing, small) + 0.3

    colours = fit_colours(encode)
    picture = torch.zeros(1, 3, 8, 8)
    picture[0] = torch.tensor([1.0, 0.5, 0.25])[:, None, None]
    assert np.abs(colours.rgb(encode(picture))[0, 0] - np.array([255, 128, 64])).max() <= 1


def test_colours_out_of_range_are_held_at_its_ends():
    colours = LatentColours(torch.tensor([[1.0, -1.0, 0.0], [0.0, 0.0, 0.5]]))
    shown = colours.rgb(torch.full((1, 1, 2, 3), 5.0))
    assert shown.shape == (2, 3, 3)
    assert shown[0, 0].tolist() == [255, 0, 128]
    assert not shown.flags.writeable


@pytest.mark.model
def test_the_model_that_ships_is_shown_as_it_is():
    model = load_model(installed().find("starter"), DevicePlan(CPU))
    across = torch.linspace(0, 1, 64)
    picture = torch.stack(
        [across.expand(64, 64), across.expand(64, 64).T, torch.full((64, 64), 0.5)]
    )
    shown = model.preview.rgb(model.encode(picture[None])).astype(float)
    truth = torch.nn.functional.avg_pool2d(picture[None], 8)[0].permute(1, 2, 0).numpy() * 255
    assert np.abs(shown - truth).mean() < 6
