"""What is done to objects and pictures: colour, light, styles, and the doodles made of them.

Pictures are float[n, 3, side, side], 0..1.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812

from starter_model.ground import Ground, shaded

LUMA = (0.299, 0.587, 0.114)


def turned(rgb: torch.Tensor, by: torch.Tensor) -> torch.Tensor:
    """The hue turned, saturation and value kept (Smith 1978); by: [n], of a whole turn.

    rgb: [n, 3, h, w].
    """
    value, _ = rgb.max(1, keepdim=True)
    chroma = value - rgb.min(1, keepdim=True).values
    hue = _hue(rgb, value, chroma) + 6 * by.view(-1, 1, 1, 1)
    offsets = torch.tensor((5.0, 3.0, 1.0), device=rgb.device).view(1, 3, 1, 1)
    place = (offsets + hue) % 6
    return value - chroma * torch.minimum(place, 4 - place).clamp(0, 1)


def _hue(rgb: torch.Tensor, value: torch.Tensor, chroma: torch.Tensor) -> torch.Tensor:
    """[n, 1, h, w], 0..6."""
    red, green, blue = (rgb[:, one : one + 1] for one in range(3))
    width = chroma.clamp(min=1e-6)
    of_red, of_green = (green - blue) / width % 6, (blue - red) / width + 2
    of_blue = (red - green) / width + 4
    return torch.where(value == red, of_red, torch.where(value == green, of_green, of_blue))


def lit_like(rgb: torch.Tensor, cover: torch.Tensor, behind: torch.Tensor) -> torch.Tensor:
    """An object in the tint and brightness of the picture behind it.

    rgb: premultiplied. cover: [n, 1, h, w].
    """
    area = cover.sum((2, 3), keepdim=True).clamp(min=1)
    around = (behind * cover).sum((2, 3), keepdim=True) / area
    light = luma(around)
    tint = (around + 0.15) / (light + 0.15)
    return (rgb * tint.sqrt() * (0.62 + 0.5 * light)).clamp(0, 1)


def shadowed(picture: torch.Tensor, cover: torch.Tensor) -> torch.Tensor:
    """A soft shadow below and beside an object."""
    side = picture.shape[-1]
    down = side // 40
    shadow = F.avg_pool2d(cover, side // 16 * 2 + 1, 1, side // 16)
    shadow = F.pad(shadow, (down // 2, -(down // 2), down, -down))
    return picture * (1 - 0.4 * shadow)


def photographed(picture: torch.Tensor, ground: Ground) -> torch.Tensor:
    """One light, one lens and one film over everything in the picture."""
    slope_x, slope_y = ground.between(-0.35, 0.35), ground.between(-0.35, 0.35)
    light = slope_x * (ground.x - 0.5) + slope_y * (ground.y - 0.5)
    picture = (picture * (1 + light)).clamp(1e-3, 1) ** ground.between(0.8, 1.3)
    blurred = F.avg_pool2d(picture, 3, 1, 1, count_include_pad=False)
    picture = picture + (blurred - picture) * ground.between(0, 1)
    return shaded(picture, ground.cells(ground.side, ground.side), 0.03)


def watercolour(picture: torch.Tensor, ground: Ground) -> torch.Tensor:
    """Pale washes that run a little, dark where they end, on rough paper."""
    radius = max(1, ground.side // 64)
    wash = _blurred(_displaced(picture, ground), radius)
    edge = (luma(wash) - _blurred(luma(wash), 2 * radius)).abs()
    pale = wash * 0.74 + 0.26 - 1.2 * edge
    return shaded(shaded(pale, ground.noise(3, 16), 0.05), ground.noise(64, 256, 1.0), 0.03)


def pencil(picture: torch.Tensor, ground: Ground) -> torch.Tensor:
    """Grey lines where it changes, light hatching where it is dark."""
    grey = luma(picture)
    radius = max(1, ground.side // 48)
    dodged = (grey / _blurred(grey, radius).clamp(min=0.05)).clamp(0, 1)
    hatching = (1 - grey) * (0.5 + 0.5 * ground.cells(ground.side // 2, 6).clamp(-1, 1))
    drawn = (1 - 2.2 * (1 - dodged) - 0.3 * hatching).clamp(0.05, 1)
    return drawn.expand(-1, 3, -1, -1)


def doodled(picture: torch.Tensor, cover: torch.Tensor, ground: Ground) -> torch.Tensor:
    """The picture as a child would block it in: crude shapes, a few flat colours."""
    coarse = F.adaptive_avg_pool2d(picture, max(6, ground.side // 20))
    steps = 4.0
    flat = (coarse * steps).round() / steps
    colours = F.interpolate(flat, picture.shape[-2:], mode="nearest")
    shape = (_blurred(cover, ground.side // 24) > 0.45).float()
    inside = (picture * cover).sum((2, 3), keepdim=True) / cover.sum((2, 3), keepdim=True).clamp(
        min=1
    )
    plain_inside = ground.often(0.5)
    filled = colours + (inside - colours) * plain_inside
    behind = _halves(picture * (1 - cover), 1 - cover)
    return behind + (filled - behind) * shape


def luma(rgb: torch.Tensor) -> torch.Tensor:
    """[n, 1, h, w]."""
    return (rgb * torch.tensor(LUMA, device=rgb.device).view(1, 3, 1, 1)).sum(1, keepdim=True)


def _halves(picture: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """The mean of the upper and of the lower half, each as one flat colour."""
    means = F.adaptive_avg_pool2d(picture, (2, 1))
    means = means / F.adaptive_avg_pool2d(weight, (2, 1)).clamp(min=0.02)
    return F.interpolate(means.clamp(0, 1), picture.shape[-2:], mode="nearest")


def _blurred(picture: torch.Tensor, radius: int) -> torch.Tensor:
    """Twice a box."""
    for _ in range(2):
        picture = F.avg_pool2d(picture, 2 * radius + 1, 1, radius, count_include_pad=False)
    return picture


def _displaced(picture: torch.Tensor, ground: Ground) -> torch.Tensor:
    """Edges that wander by up to a hundredth of the side."""
    across = (2 * ground.x - 1) + 0.02 * ground.noise(8, 32)
    down = (2 * ground.y - 1) + 0.02 * ground.noise(8, 32)
    grid = torch.cat((across, down), 1).permute(0, 2, 3, 1)
    return F.grid_sample(picture, grid, padding_mode="border", align_corners=False)
