"""What changes the weights of the denoiser: Muon its matrices, AdamW the rest.

Muon makes the momentum of a matrix orthogonal, so that seldom seen directions count as well (Jordan
et al. 2024); scaled to AdamW's steps (Liu et al. 2025) it takes the same rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import torch
from torch import nn

DECAY = 0.01
# Iterations towards orthogonal: five are usual, and take as long as the gradients of a batch.
NEARLY = 3
# The first and the last one are no maps between features.
ENDS = ("conv_in", "conv_out")


class Optimiser:
    """Over a UNet."""

    def __init__(self, unet: nn.Module, rate: float) -> None:
        inner = [
            weight
            for name, weight in unet.named_parameters()
            if weight.ndim > 1 and not name.startswith(ENDS)
        ]
        known = {id(weight) for weight in inner}
        others = [weight for weight in unet.parameters() if id(weight) not in known]
        self._inner = [(weight, nn.Parameter(_matrix(weight.detach(), weight))) for weight in inner]
        self._muon = torch.optim.Muon(
            [flat for _, flat in self._inner],
            lr=rate,
            weight_decay=DECAY,
            adjust_lr_fn="match_rms_adamw",
            ns_steps=NEARLY,
        )
        self._adam = torch.optim.AdamW(
            others, lr=rate, betas=(0.9, 0.99), weight_decay=DECAY, fused=True
        )

    def set_rate(self, rate: float) -> None:
        """For the steps to come."""
        for one in (self._muon, self._adam):
            one.param_groups[0]["lr"] = rate

    def step(self) -> None:
        """Change the weights by their gradients."""
        for weight, flat in self._inner:
            # Where the weights are now: sharing them or restoring them may have moved them.
            flat.data = _matrix(weight.detach(), weight)
            flat.grad = None if weight.grad is None else _matrix(weight.grad, weight)
        self._muon.step()
        self._adam.step()

    def forget_gradients(self) -> None:
        """Before the next ones are computed."""
        for weight, _ in self._inner:
            weight.grad = None
        self._adam.zero_grad(set_to_none=True)

    def state(self) -> dict[str, object]:
        """To be saved."""
        return {"muon": self._muon.state_dict(), "adam": self._adam.state_dict()}

    def restore(self, state: Mapping[str, object]) -> None:
        """What was saved."""
        self._muon.load_state_dict(cast(dict[str, object], state["muon"]))
        self._adam.load_state_dict(cast(dict[str, object], state["adam"]))


def _matrix(values: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """[out, in] of values of a weight, in the order in which it lies in memory.

    So the weight itself becomes a view, also where its channels come last: a copy would be changed
    in its place. Which column is which does not matter to Muon.
    """
    is_last = weight.ndim == 4 and not weight.is_contiguous()
    return (values.permute(0, 2, 3, 1) if is_last else values).flatten(1)
