"""What mixing costs in the modes that QPainter has not, or not exactly."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from studio.document.blending import BlendMode
from studio.document.mixing import mix_over
from studio.document.tiles import TILE, bounds_of
from tests.benchmarks import Benchmark, Row, at_most, cpu_seconds, median
from tests.benchmarks.canvas_composite import noise

# ms a MPix, one core.
BARS = {
    BlendMode.colour_dodge: 10.0,
    BlendMode.colour_burn: 10.0,
    BlendMode.soft_light: 10.0,
    BlendMode.vivid_light: 10.0,
    BlendMode.hue: 12.0,
    BlendMode.saturation: 12.0,
    BlendMode.colour: 12.0,
    BlendMode.luminosity: 12.0,
}
TILES = 16
MEGAPIXELS = TILES * TILE * TILE / 1e6


def modes() -> Iterator[Row]:
    """Tiles of noise of every alpha, one over another: nothing can be skipped."""
    rng = np.random.default_rng(0)
    at = bounds_of((0, 0))
    below, above = ([noise(rng, at) for _ in range(TILES)] for _ in range(2))

    def mix(mode: BlendMode) -> None:
        for pixels, source in zip(below, above, strict=True):
            mix_over(pixels, source, 0.5, mode)

    works = [partial(mix, mode) for mode in BARS]
    for (mode, bar), seconds in zip(BARS.items(), cpu_seconds(*works, rounds=9), strict=True):
        name = f"{mode.name.replace('_', ' ')}, noise of every alpha"
        yield at_most(name, median(seconds) * 1e3 / MEGAPIXELS, "ms CPU a MPix", bar)


BENCHMARKS = (Benchmark("modes", modes),)
