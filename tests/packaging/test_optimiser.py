from __future__ import annotations

import torch

from starter_model.networks import make_unet
from starter_model.optimiser import Optimiser
from starter_model.profiles import MICRO


def changed(layout: torch.memory_format) -> dict[str, torch.Tensor]:
    """Weights of a UNet after two steps, in a layout of memory."""
    torch.manual_seed(1)
    unet = make_unet(MICRO).to(memory_format=layout)
    optimiser = Optimiser(unet, 0.01)
    words = torch.randn(2, MICRO.length, MICRO.text)
    inputs = torch.randn(2, 9, 8, 8)
    for _ in range(2):
        optimiser.forget_gradients()
        unet(inputs, torch.tensor([10, 900]), words).sample.square().mean().backward()
        optimiser.step()
    return {name: weight.detach() for name, weight in unet.named_parameters()}


def test_convolutions_learn_alike_wherever_their_channels_lie():
    """A GPU has them last."""
    torch.manual_seed(1)
    unet = make_unet(MICRO)
    first, last = changed(torch.contiguous_format), changed(torch.channels_last)
    convolutions = {name: one.detach() for name, one in unet.named_parameters() if one.ndim == 4}
    for name, before in convolutions.items():
        moved = (first[name] - before).norm()
        assert moved > 0, name
        assert (first[name] - last[name]).norm() < 0.1 * moved, name
