"""What adjustment layers do to the picture beneath them: pure functions of pixels.

Each is frozen, says how far around a pixel it looks (`margin`, canvas px), and turns premultiplied
BGRA uint8[h, w, 4] into the same; all but blur leave the alpha as it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.colour import BLACK, WHITE, Colour
from studio.document.laying import opaque, with_alpha_of
from studio.document.tiles import Pixels
from studio.text import tr

# float64[256, 3] in 0..1: what each value of blue, green and red becomes.
_Tones: TypeAlias = NDArray[np.float64]

# Beyond it three boxes are as good as a Gaussian and cost the same at any radius.
_GAUSSIAN_MOST = 3.0


@dataclass(frozen=True, slots=True)
class BrightnessContrast:
    """Both -1..1; contrast turns about middle grey."""

    brightness: float = 0.0
    contrast: float = 0.0

    def applied(self, pixels: Pixels) -> Pixels:
        """Lighter or darker, steeper or flatter."""
        slope = math.tan((min(self.contrast, 0.98) + 1) * math.pi / 4)
        return _toned(pixels, (_ramp() - 0.5) * slope + 0.5 + self.brightness / 2)


@dataclass(frozen=True, slots=True)
class Levels:
    """What becomes black and white, the bend between, and what those become; 0..1."""

    black: float = 0.0
    white: float = 1.0
    gamma: float = 1.0
    out_black: float = 0.0
    out_white: float = 1.0

    def applied(self, pixels: Pixels) -> Pixels:
        """Stretched between black and white."""
        span = max(self.white - self.black, 1 / 255)
        tones = np.clip((_ramp() - self.black) / span, 0, 1) ** (1 / max(self.gamma, 0.01))
        return _toned(pixels, self.out_black + tones * (self.out_white - self.out_black))


@dataclass(frozen=True, slots=True)
class Curves:
    """A smooth curve through points (from, to), both 0..1, left to right."""

    points: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 1.0))

    def applied(self, pixels: Pixels) -> Pixels:
        """Every tone moved as the curve says."""
        return _toned(pixels, curve_through(self.points, _ramp()[:, 0])[:, np.newaxis])


@dataclass(frozen=True, slots=True)
class HueSaturation:
    """hue: degrees, -180..180; saturation, lightness: -1..1."""

    hue: float = 0.0
    saturation: float = 0.0
    lightness: float = 0.0

    def applied(self, pixels: Pixels) -> Pixels:
        """Colours turned, deeper or greyer, lighter or darker."""
        straight = opaque(pixels)[..., :3].astype(np.float32) / np.float32(255)
        hls = np.asarray(cv2.cvtColor(straight, cv2.COLOR_BGR2HLS), np.float32)
        hls[..., 0] = (hls[..., 0] + np.float32(self.hue)) % np.float32(360)
        hls[..., 2] = np.clip(hls[..., 2] * np.float32(1 + self.saturation), 0, 1)
        towards = np.float32(1.0 if self.lightness > 0 else 0.0)
        hls[..., 1] += (towards - hls[..., 1]) * np.float32(abs(self.lightness))
        turned = cv2.cvtColor(hls, cv2.COLOR_HLS2BGR) * np.float32(255)
        return _with_alpha(np.rint(np.clip(turned, 0, 255)).astype(np.uint8), pixels)


@dataclass(frozen=True, slots=True)
class ColourBalance:
    """Cyan to red, magenta to green, yellow to blue: -1..1 each; black and white stay."""

    red: float = 0.0
    green: float = 0.0
    blue: float = 0.0

    def applied(self, pixels: Pixels) -> Pixels:
        """Middle tones shifted most."""
        tones = _ramp()
        shift = np.array([self.blue, self.green, self.red])
        return _toned(pixels, tones + shift * tones * (1 - tones))


@dataclass(frozen=True, slots=True)
class Invert:
    """The negative."""

    def applied(self, pixels: Pixels) -> Pixels:
        """White less each colour."""
        return _toned(pixels, 1 - _ramp())


@dataclass(frozen=True, slots=True)
class Posterise:
    """Only so many tones a channel, 2 at least."""

    tones: float = 4

    def applied(self, pixels: Pixels) -> Pixels:
        """Each channel at the nearest tone."""
        steps = max(round(self.tones), 2)
        return _toned(pixels, np.floor(_ramp() * (steps - 1e-9)) / (steps - 1))


@dataclass(frozen=True, slots=True)
class GradientMap:
    """Colours by how bright a pixel is."""

    dark: Colour = BLACK
    light: Colour = WHITE

    def applied(self, pixels: Pixels) -> Pixels:
        """Between the two colours."""
        grey = cv2.cvtColor(opaque(pixels), cv2.COLOR_BGRA2GRAY)
        ends = np.array([[one.blue, one.green, one.red] for one in (self.dark, self.light)])
        tones = ends[0] + _ramp()[:, :1] * (ends[1] - ends[0])
        table = np.rint(tones).astype(np.uint8)[np.newaxis]
        return _with_alpha(np.asarray(cv2.LUT(cv2.merge((grey,) * 3), table), np.uint8), pixels)


@dataclass(frozen=True, slots=True)
class Blur:
    """radius: canvas px, the deviation of the Gaussian."""

    radius: float = 5.0

    def applied(self, pixels: Pixels) -> Pixels:
        """Softened, alpha included."""
        return blurred(pixels, self.radius)


@dataclass(frozen=True, slots=True)
class Sharpen:
    """Unsharp mask: amount 0..5 of what is finer than radius (canvas px)."""

    amount: float = 1.0
    radius: float = 2.0

    def applied(self, pixels: Pixels) -> Pixels:
        """What differs from its surroundings differs more."""
        soft = blurred(pixels, self.radius)
        sharp = cv2.addWeighted(pixels, 1 + self.amount, soft, -self.amount, 0)
        sharp[..., :3] = np.minimum(sharp[..., :3], pixels[..., 3:])
        sharp[..., 3] = pixels[..., 3]
        return np.asarray(sharp, np.uint8)


Adjustment: TypeAlias = (
    BrightnessContrast
    | Levels
    | Curves
    | HueSaturation
    | ColourBalance
    | Invert
    | Posterise
    | GradientMap
    | Blur
    | Sharpen
)


def margin_of(adjustment: Adjustment) -> int:
    """Canvas px around a pixel that what becomes of it depends on."""
    return reach_of_blur(adjustment.radius) if isinstance(adjustment, Blur | Sharpen) else 0


def title_of(adjustment: Adjustment | type[Adjustment]) -> str:
    """What menus and layers call it."""
    titles: dict[type[Adjustment], str] = {
        BrightnessContrast: tr("Brightness and contrast"),
        Levels: tr("Levels"),
        Curves: tr("Curves"),
        HueSaturation: tr("Hue and saturation"),
        ColourBalance: tr("Colour balance"),
        Invert: tr("Invert"),
        Posterise: tr("Posterise"),
        GradientMap: tr("Gradient map"),
        Blur: tr("Blur"),
        Sharpen: tr("Sharpen"),
    }
    return titles[adjustment if isinstance(adjustment, type) else type(adjustment)]


def curve_through(
    points: tuple[tuple[float, float], ...], tones: NDArray[np.float64]
) -> NDArray[np.float64]:
    """A curve through points at tones, never beyond its neighbours (Fritsch and Carlson 1980)."""
    x, y = (np.array(axis, float) for axis in zip(*sorted(points), strict=True))
    if len(x) == 1:
        return np.full_like(tones, y[0])
    steps = np.maximum(np.diff(x), 1e-6)
    slopes = np.diff(y) / steps
    tangents = np.concatenate((slopes[:1], (slopes[:-1] + slopes[1:]) / 2, slopes[-1:]))
    turns = np.concatenate(([False], slopes[:-1] * slopes[1:] <= 0, [False]))
    tangents[turns] = 0
    limit = 3 * np.minimum(np.append(abs(slopes), np.inf), np.append(np.inf, abs(slopes)))
    tangents = np.clip(tangents, -limit, limit)
    part = np.clip(np.searchsorted(x, tones, "right") - 1, 0, len(steps) - 1)
    t = np.clip((tones - x[part]) / steps[part], 0, 1)
    start = y[part] * (1 + 2 * t) + tangents[part] * steps[part] * t
    end = y[part + 1] * (3 - 2 * t) + tangents[part + 1] * steps[part] * (t - 1)
    return np.asarray(start * (1 - t) ** 2 + end * t**2)


def blurred(pixels: Pixels, radius: float) -> Pixels:
    """Pixels softened; at the edges of the array the outermost go on."""
    if radius <= 0:
        return pixels
    if radius <= _GAUSSIAN_MOST:
        side = 2 * reach_of_blur(radius) + 1
        size = (side, side)
        soft = cv2.GaussianBlur(pixels, size, radius, borderType=cv2.BORDER_REPLICATE)
        return np.asarray(soft, np.uint8)
    side = 2 * _half_box(radius) + 1
    for _ in range(3):
        pixels = np.asarray(cv2.blur(pixels, (side, side), borderType=cv2.BORDER_REPLICATE))
    return pixels


def reach_of_blur(radius: float) -> int:
    """Canvas px around a pixel that it becomes a mean of."""
    if radius <= 0:
        return 0
    return math.ceil(3 * radius) if radius <= _GAUSSIAN_MOST else 3 * _half_box(radius)


def _half_box(radius: float) -> int:
    return round(math.sqrt(4 * radius**2 + 1) / 2 - 0.5)


def _ramp() -> _Tones:
    return np.repeat(np.arange(256)[:, np.newaxis] / 255, 3, axis=1)


def _toned(pixels: Pixels, tones: _Tones) -> Pixels:
    table = np.rint(np.clip(np.broadcast_to(tones, (256, 3)), 0, 1) * 255).astype(np.uint8)
    straight = np.ascontiguousarray(opaque(pixels)[..., :3])
    return _with_alpha(np.asarray(cv2.LUT(straight, table[np.newaxis]), np.uint8), pixels)


def _with_alpha(colours: Pixels, pixels: Pixels) -> Pixels:
    """Colours, BGR and not premultiplied, as opaque as pixels are."""
    out = np.asarray(cv2.cvtColor(colours, cv2.COLOR_BGR2BGRA), np.uint8)
    return with_alpha_of(pixels, out)
