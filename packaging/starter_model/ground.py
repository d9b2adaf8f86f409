"""What backgrounds are painted with: coordinates, chance, noise and a few brushes, on any device.

Pictures are float[n, 3, side, side], 0..1; fields are float[n, 1, side, side]; colours float[n, 3].
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812  (its usual name)

Rgb255 = tuple[float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """Random numbers by a seed. few: on the CPU, for decisions; many: on the device, for noise."""

    few: torch.Generator
    many: torch.Generator

    @staticmethod
    def of(seed: int, device: torch.device) -> Chance:
        """The same seed gives the same numbers on the same kind of device."""
        few, many = torch.Generator(), torch.Generator(device)
        return Chance(few.manual_seed(seed), many.manual_seed(seed))


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """n pictures being painted. chance: where every random number comes from."""

    count: int
    side: int
    device: torch.device
    chance: Chance

    @property
    def x(self) -> torch.Tensor:
        """[1, 1, 1, side], 0..1 to the right."""
        return self._axis().view(1, 1, 1, -1)

    @property
    def y(self) -> torch.Tensor:
        """[1, 1, side, 1], 0..1 down."""
        return self._axis().view(1, 1, -1, 1)

    def between(self, low: float, high: float) -> torch.Tensor:
        """A number each, [n, 1, 1, 1]."""
        drawn = torch.rand((self.count, 1, 1, 1), generator=self.chance.few)
        return (low + (high - low) * drawn).to(self.device)

    def often(self, share: float) -> torch.Tensor:
        """1 for this share of the pictures, else 0."""
        return (self.between(0, 1) < share).float()

    def colour(self, *choices: Rgb255, spread: float = 12) -> torch.Tensor:
        """One of the colours each, a little off; [n, 3, 1, 1]."""
        table = torch.tensor(choices) / 255
        chosen = table[torch.randint(len(choices), (self.count,), generator=self.chance.few)]
        off = torch.randn((self.count, 3), generator=self.chance.few) * spread / 255
        return (chosen + off).clamp(0, 1).view(-1, 3, 1, 1).to(self.device)

    def any_colour(self) -> torch.Tensor:
        """Of nature rather than of a paint box: seldom saturated."""
        light = self.between(0.08, 0.95)
        tint = torch.randn((self.count, 3), generator=self.chance.few).to(self.device) * 0.13
        return (light + tint.view(-1, 3, 1, 1)).clamp(0, 1)

    def noise(self, lowest: int = 4, highest: int = 64, fall: float = 0.55) -> torch.Tensor:
        """Fractal noise of mean 0 and deviation about 1: cells across the picture, doubling."""
        total, weight, power, cells = 0.0, 1.0, 0.0, min(lowest, self.side)
        while cells <= min(highest, self.side):
            total = total + weight * self.cells(cells, cells)
            power, weight, cells = power + weight * weight, weight * fall, cells * 2
        return total / math.sqrt(power)

    def cells(self, down: int, across: int) -> torch.Tensor:
        """Smooth noise of deviation about 1 with so many cells each way."""
        shape = (self.count, 1, min(down, self.side), min(across, self.side))
        drawn = torch.randn(shape, generator=self.chance.many, device=self.device)
        return F.interpolate(drawn, (self.side, self.side), mode="bicubic", align_corners=False)

    def upright(self, top: torch.Tensor, bottom: torch.Tensor) -> torch.Tensor:
        """From one colour to another, downwards."""
        return self.filled(top + (bottom - top) * self.y)

    def filled(self, colour: torch.Tensor) -> torch.Tensor:
        """The colour everywhere."""
        return colour.expand(self.count, 3, self.side, self.side)

    def below(self, level: torch.Tensor, swing: float = 0.0) -> torch.Tensor:
        """1 under a wavy line at the level (0..1 down), 0 above, soft by a pixel."""
        waves = torch.zeros((), device=self.device)
        for weight, low, high in ((1.0, 0.5, 1.6), (0.4, 1.5, 3.0)):
            turns, start = self.between(low, high), self.between(0, math.tau)
            waves = waves + weight * torch.sin(math.tau * turns * self.x + start)
        return self.soft(self.y - level - swing * waves)

    def soft(self, distance: torch.Tensor) -> torch.Tensor:
        """0..1 across the edge where a distance (in picture sides) is 0."""
        return (distance * self.side + 0.5).clamp(0, 1)

    def spots(self, count: int, smallest: float, largest: float) -> torch.Tensor:
        """1 within round spots strewn about, radii in picture sides."""
        covered = torch.zeros((self.count, 1, self.side, self.side), device=self.device)
        for _ in range(count):
            across, down = self.x - self.between(0, 1), self.y - self.between(0, 1)
            reach = self.between(smallest, largest) - (across * across + down * down).sqrt()
            covered = torch.maximum(covered, self.soft(reach))
        return covered

    def _axis(self) -> torch.Tensor:
        return (torch.arange(self.side, device=self.device) + 0.5) / self.side


def over(under: torch.Tensor, cover: torch.Tensor, colour: torch.Tensor) -> torch.Tensor:
    """A colour laid over a picture where the cover (0..1) says."""
    return under + (colour - under) * cover


def shaded(picture: torch.Tensor, field: torch.Tensor, strength: float) -> torch.Tensor:
    """Lighter where the field is high, darker where it is low."""
    return (picture * (1 + strength * field)).clamp(0, 1)
