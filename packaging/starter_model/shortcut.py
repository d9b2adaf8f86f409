"""The latents of a set encoder without the encoder: from pictures of half their size, in no time.

What `analytic` sets is linear in the colours of each cell, but for its normalisations: they divide
by how far the whole picture is from grey. So latents are a polynomial in that, with coefficients
linear in the colours of a cell's quarters, and fitting it leaves about 0.02 of unit deviation.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812

from starter_model.networks import Vae, to_latents

CELL = 4  # px of a latent cell, in pictures of half the size
POWERS = 3  # of the mean square of a picture
RIDGE = 1e-6


class Shortcut:
    """Fitted once to what the encoder makes of some pictures."""

    def __init__(self, vae: Vae, pictures: torch.Tensor) -> None:
        """Pictures: float[n, 3, side, side] of the whole size, 0..1."""
        with torch.no_grad():
            meant = torch.cat([to_latents(vae, some) for some in pictures.split(8)])
        seen = _terms(F.avg_pool2d(pictures, 2)).flatten(0, 1).double()
        goal = meant.permute(0, 2, 3, 1).reshape(-1, meant.shape[1]).double()
        ridge = RIDGE * len(seen) * torch.eye(seen.shape[1], dtype=seen.dtype, device=seen.device)
        self._weights = torch.linalg.solve(seen.T @ seen + ridge, seen.T @ goal).float()

    def latents(self, pictures: torch.Tensor) -> torch.Tensor:
        """[n, 4, h/4, w/4] of pictures of half the size, float[n, 3, h, w], 0..1."""
        found = _terms(pictures) @ self._weights
        height, width = (side // CELL for side in pictures.shape[2:])
        return found.permute(0, 2, 1).reshape(len(pictures), -1, height, width)


def _terms(pictures: torch.Tensor) -> torch.Tensor:
    """[n, cells, terms]: the colours of each quarter of a cell and 1, times each power."""
    signed = pictures * 2 - 1
    quarters = F.pixel_unshuffle(F.avg_pool2d(signed, CELL // 2), 2).flatten(2).permute(0, 2, 1)
    linear = torch.cat((quarters, torch.ones_like(quarters[..., :1])), 2)
    far = signed.square().mean((1, 2, 3)).view(-1, 1, 1)
    return torch.cat([linear * far**power for power in range(POWERS)], 2)
