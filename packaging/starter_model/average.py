"""The running average of weights in training."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import nn


class Average:
    """The exponential moving average of some weights: what is shipped in the end."""

    def __init__(self, weights: Sequence[nn.Parameter], slowest: float) -> None:
        self._weights = list(weights)
        self._slowest = slowest
        self._mean = [weight.detach().clone() for weight in self._weights]

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Take in the weights after a step; the first ones count for more."""
        keep = min(self._slowest, (1 + step) / (10 + step))
        now = [weight.detach() for weight in self._weights]
        # Not documented, but what torch.optim itself is made of: one kernel for all weights.
        torch._foreach_lerp_(self._mean, now, 1 - keep)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Within, the networks have the averaged weights."""
        kept = [weight.detach().clone() for weight in self._weights]
        self._set(self._mean)
        try:
            yield
        finally:
            self._set(kept)

    def set_for_good(self) -> None:
        """The networks get the averaged weights; training is over."""
        self._set(self._mean)

    def state(self) -> list[torch.Tensor]:
        """To be saved."""
        return self._mean

    def restore(self, state: list[torch.Tensor]) -> None:
        """What was saved."""
        for mean, saved in zip(self._mean, state, strict=True):
            mean.copy_(saved)

    @torch.no_grad()
    def _set(self, values: list[torch.Tensor]) -> None:
        for weight, value in zip(self._weights, values, strict=True):
            weight.copy_(value)
