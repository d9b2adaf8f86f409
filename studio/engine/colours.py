"""What latents look like, in a fifth of a millisecond: a linear guess at each one's colour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import torch

from studio.generation.request import Rgb

_SIDE = 96
# Squares along a side of a picture: from soft fields of colour to texture, soft and hard.
_SOFT = (2, 4, 7, 16)
_HARD = (3, 8)


class Preview(Protocol):
    """Something that shows latents."""

    def rgb(self, latents: torch.Tensor) -> Rgb:
        """The first of [b, channels, h, w] as uint8[h·n, w·n, 3], read-only."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class LatentColours:
    """weights: float[channels + 1, 3], from latents and 1 to RGB in 0..1."""

    weights: torch.Tensor

    def rgb(self, latents: torch.Tensor) -> Rgb:
        """The first of [b, channels, h, w] as uint8[h, w, 3], read-only."""
        pixels = latents[0].permute(1, 2, 0).float().cpu() @ self.weights[:-1] + self.weights[-1]
        shown: Rgb = pixels.mul(255).round().clamp(0, 255).to(torch.uint8).contiguous().numpy()
        shown.flags.writeable = False
        return shown


def fit_colours(encode: Callable[[torch.Tensor], torch.Tensor]) -> LatentColours:
    """Fit to a VAE by ridge least squares, on its own latents of varied pictures.

    encode: pictures [b, 3, h, w] in 0..1 to latents as a denoiser sees them.
    """
    pictures = _varied_pictures()
    latents = encode(pictures).float().cpu()
    colours = torch.nn.functional.adaptive_avg_pool2d(pictures, latents.shape[-2:])
    known = latents.permute(0, 2, 3, 1).flatten(0, 2)
    known = torch.cat([known, torch.ones(len(known), 1)], 1)
    wanted = colours.permute(0, 2, 3, 1).flatten(0, 2)
    squares = known.T @ known + 1e-3 * torch.eye(known.shape[1])
    return LatentColours(torch.linalg.solve(squares, known.T @ wanted))


def _varied_pictures() -> torch.Tensor:
    """[b, 3, h, w] in 0..1: squares of random colours, of several sizes, blurred or not."""
    numbers = torch.Generator().manual_seed(0)
    made = []
    for count in (*_SOFT, *_HARD):
        squares = torch.rand(1, 3, count, count, generator=numbers)
        mode = "bicubic" if count in _SOFT else "nearest"
        made.append(torch.nn.functional.interpolate(squares, size=(_SIDE, _SIDE), mode=mode))
    return ((torch.cat(made) - 0.5) * 1.4 + 0.5).clamp(0, 1)
