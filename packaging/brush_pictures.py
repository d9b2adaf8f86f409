"""Draw the tips and papers of the brushes: `python packaging/brush_pictures.py`.

Made of nothing but numbers, so they are ours to give away (CC0) and come out the same every time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

BRUSHES = Path(__file__).parent.parent / "resources" / "brushes"
SIDE = 256

Picture = NDArray[np.float64]


def noise(seed: int, coarse: float, slope: float = 1.0, stretch: float = 1.0) -> Picture:
    """Periodic noise, 0..1: waves up to SIDE / coarse px, fainter the finer; evenly spread."""
    waves = np.fft.fft2(np.random.default_rng(seed).standard_normal((SIDE, SIDE)))
    y, x = np.meshgrid(np.fft.fftfreq(SIDE, 1 / SIDE), np.fft.fftfreq(SIDE, 1 / SIDE))[::-1]
    distance = np.hypot(x * stretch, y)
    waves *= np.where(distance < coarse, 0.0, 1.0 / np.maximum(distance, 1.0) ** slope)
    drawn = np.real(np.fft.ifft2(waves))
    order = np.empty(drawn.size)
    order[np.argsort(drawn, axis=None)] = np.linspace(0, 1, drawn.size)
    return order.reshape(drawn.shape)


def radius(squeeze: float = 1.0) -> Picture:
    """Distance from the middle, 1 at the rim; squeezed upright."""
    axis = (np.arange(SIDE) + 0.5) / SIDE * 2 - 1
    return np.hypot(axis, axis[:, np.newaxis] / squeeze)


def step(value: Picture, low: float, high: float) -> Picture:
    """0 below low, 1 above high, smooth between."""
    share = np.clip((value - low) / (high - low), 0, 1)
    return share * share * (3 - 2 * share)


def disc(soft: float, ragged: float = 0.0, seed: int = 0, squeeze: float = 1.0) -> Picture:
    """A blot that fades over `soft` of its radius, its rim as ragged as wanted."""
    far = radius(squeeze) + ragged * (noise(seed, 2, 1.6) - 0.5)
    return 1 - step(far, 0.92 - ragged / 2 - soft, 0.92 - ragged / 2)


def chalk() -> Picture:
    """Crumbs packed densely, fewer towards the rim."""
    crumbs = step(noise(3, 10, 0.8), 0.42, 0.58)
    return disc(0.25, 0.2, 4) * (0.25 + 0.75 * crumbs)


def charcoal() -> Picture:
    """A broken stick: an uneven, longish grain."""
    grain = step(noise(7, 5, 1.0, stretch=2.2), 0.35, 0.75)
    return disc(0.35, 0.35, 8, squeeze=0.72) * (0.12 + 0.88 * grain)


def bristles() -> Picture:
    """A flat row of hairs, seen from the end: each carries another amount of paint."""
    return _hairs(11, 260, across=0.90, down=0.26, thick=(2.0, 5.5))


def round_bristles() -> Picture:
    """A round bunch of hairs."""
    return _hairs(13, 420, across=0.84, down=0.84, thick=(1.6, 5.0))


def fan() -> Picture:
    """A few hairs in a row, wide apart."""
    return _hairs(17, 46, across=0.92, down=0.10, thick=(2.5, 5.0))


def _hairs(
    seed: int, count: int, *, across: float, down: float, thick: tuple[float, float]
) -> Picture:
    random, drawn = np.random.default_rng(seed), np.zeros((SIDE, SIDE))
    for _ in range(count):
        turn, far = random.uniform(0, 2 * np.pi), np.sqrt(random.uniform(0, 1))
        x, y = far * np.cos(turn) * across, far * np.sin(turn) * down
        spot = np.zeros((SIDE, SIDE))
        middle = round((x + 1) * SIDE * 8), round((y + 1) * SIDE * 8)
        width = round(random.uniform(*thick) * 16)
        cv2.circle(spot, middle, width, random.uniform(0.25, 1.0), -1, cv2.LINE_AA, 4)
        drawn = np.maximum(drawn, spot)
    return np.asarray(cv2.GaussianBlur(drawn, (0, 0), 1.2))


def splatter() -> Picture:
    """Drops: a few large ones, many small."""
    random, drawn = np.random.default_rng(23), np.zeros((SIDE, SIDE))
    for _ in range(70):
        far, turn = random.uniform(0, 0.88) ** 0.8, random.uniform(0, 2 * np.pi)
        size = 1.2 + 15 * random.uniform(0, 1) ** 5 * (1 - far * 0.6)
        middle = (np.array([np.cos(turn), np.sin(turn)]) * far + 1) * SIDE * 8
        x, y = (round(one) for one in middle)
        axes = round(size * 16), round(size * 16 * random.uniform(0.7, 1))
        cv2.ellipse(drawn, (x, y), axes, np.degrees(turn), 0, 360, 1.0, -1, cv2.LINE_AA, 4)
    return np.asarray(cv2.GaussianBlur(drawn, (0, 0), 0.8))


def sponge() -> Picture:
    """Pores of all sizes."""
    pores = step(noise(29, 4, 1.1), 0.45, 0.62)
    return disc(0.3, 0.4, 30) * pores


def wash() -> Picture:
    """A puddle: even inside, darker where it dried along its rim."""
    far = radius() + 0.30 * (noise(31, 2, 1.9) - 0.5)
    inside = 1 - step(far, 0.70, 0.80)
    rim = np.exp(-(((far - 0.68) / 0.05) ** 2))
    return np.clip(inside * (0.50 + 0.14 * noise(33, 3, 1.4)) + 0.42 * rim * inside, 0, 1)


def cloud() -> Picture:
    """Vapour without an edge."""
    return disc(0.85, 0.25, 37) * step(noise(38, 2, 1.7), 0.15, 0.95)


def leaves() -> Picture:
    """A few leaves that point every way."""
    random, drawn = np.random.default_rng(41), np.zeros((SIDE, SIDE))
    for _ in range(13):
        far, turn = random.uniform(0.1, 0.66), random.uniform(0, 2 * np.pi)
        middle = (np.array([np.cos(turn), np.sin(turn)]) * far + 1) * SIDE / 2
        _draw_leaf(drawn, middle, random.uniform(0, 2 * np.pi), random.uniform(26, 42))
    return np.asarray(cv2.GaussianBlur(drawn, (0, 0), 0.8))


def _draw_leaf(drawn: Picture, middle: Picture, turn: float, long: float) -> None:
    along = np.linspace(-1, 1, 24)
    wide = 0.30 * (1 - along**2) * (1 - 0.35 * along)
    outline = np.concatenate([np.stack([along, wide], 1), np.stack([along, -wide], 1)[::-1]])
    cosine, sine = np.cos(turn), np.sin(turn)
    points = outline @ np.array([[cosine, sine], [-sine, cosine]]) * long + middle
    shade = np.zeros_like(drawn)
    cv2.fillPoly(shade, [np.round(points * 16).astype(np.int32)], 0.9, cv2.LINE_AA, 4)
    np.maximum(drawn * (shade == 0), shade, out=drawn)


def blades() -> Picture:
    """Grass that bends."""
    random, drawn = np.random.default_rng(43), np.zeros((SIDE, SIDE))
    for _ in range(16):
        foot, lean = random.uniform(60, 196), random.uniform(-60, 60)
        tall = random.uniform(110, 215)
        t = np.linspace(0, 1, 16)[:, np.newaxis]
        spine = np.concatenate([foot + lean * t**2, 240 - tall * t], 1)
        wide = np.concatenate([4.5 * (1 - t), np.zeros_like(t)], 1)
        points = np.concatenate([spine + wide, (spine - wide)[::-1]])
        cv2.fillPoly(
            drawn, [np.round(points * 16).astype(np.int32)], random.uniform(0.6, 1), cv2.LINE_AA, 4
        )
    return drawn


def paper() -> Picture:
    """Cold-pressed: hills a few pixels wide, their tops level."""
    return 1 - (1 - (0.75 * noise(51, 14, 1.0) + 0.25 * noise(52, 50, 0.6))) ** 1.3


def fine_paper() -> Picture:
    """Tooth, as a pencil feels it."""
    return noise(55, 45, 0.7)


def canvas() -> Picture:
    """A plain weave, not quite even."""
    axis = np.arange(SIDE) / SIDE * 2 * np.pi * 32
    wavy = 0.9 * (noise(61, 3, 1.6) - 0.5) * 2
    across, down = axis[np.newaxis, :] + wavy, axis[:, np.newaxis] + wavy.T
    over = np.sin(across / 2) ** 2, np.sin(down / 2) ** 2
    checks = (np.floor(across / (2 * np.pi)) + np.floor(down / (2 * np.pi))) % 2
    threads = np.where(checks > 0, 0.35 + 0.65 * over[0], 0.35 + 0.65 * over[1])
    return np.clip(0.85 * threads + 0.25 * noise(62, 20, 0.8) - 0.05, 0, 1)


def rough() -> Picture:
    """Rock and bark: wide valleys and sharp tops."""
    return noise(71, 4, 1.25) * 0.8 + 0.2 * noise(72, 30, 0.8)


TIPS: tuple[Callable[[], Picture], ...] = (
    chalk,
    charcoal,
    bristles,
    round_bristles,
    fan,
    splatter,
    sponge,
    wash,
    cloud,
    leaves,
    blades,
)
TEXTURES: tuple[Callable[[], Picture], ...] = (paper, fine_paper, canvas, rough)


def main() -> None:
    """Draw all of them."""
    for folder, pictures in (("tips", TIPS), ("textures", TEXTURES)):
        for draw in pictures:
            grey = np.round(255 * np.clip(draw(), 0, 1)).astype(np.uint8)
            if folder == "tips":
                grey = np.asarray(cv2.resize(grey, (192, 192), interpolation=cv2.INTER_AREA))
            path = BRUSHES / folder / f"{draw.__name__}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            _, png = cv2.imencode(".png", grey, [cv2.IMWRITE_PNG_COMPRESSION, 9])
            path.write_bytes(png.tobytes())


if __name__ == "__main__":
    main()
