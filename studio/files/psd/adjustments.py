"""Adjustment layers as Photoshop has them, in and out."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING, assert_never

from studio.colour import Colour
from studio.document.adjustments import (
    Adjustment,
    Blur,
    BrightnessContrast,
    ColourBalance,
    Curves,
    GradientMap,
    HueSaturation,
    Invert,
    Levels,
    Posterise,
    Sharpen,
)
from studio.files.psd.blocks import block, brightness_block

if TYPE_CHECKING:
    from psd_tools.api import adjustments as kinds
    from psd_tools.api.layers import AdjustmentLayer, Layer

_MASTER = 0
_MOST_POINTS = 19
_LEVELS_RECORDS = 29


def adjustment_of(layer: AdjustmentLayer) -> tuple[Adjustment | None, bool]:
    """What it does in our terms, None where we have none; and whether that is all it does."""
    from psd_tools.api import adjustments as kinds

    match layer:
        case kinds.Invert():
            return Invert(), True
        case kinds.Posterize():
            return Posterise(float(min(max(layer.posterize or 4, 2), 255))), True
        case kinds.BrightnessContrast():
            return _brightness(layer.brightness, layer.contrast), layer.use_legacy
        case kinds.Levels():
            return _levels(layer)
        case kinds.Curves():
            return _curves(layer)
        case kinds.HueSaturation():
            return _hue_saturation(layer)
    return _of_colours(layer)


def older_adjustment_of(layer: Layer) -> Adjustment | None:
    """Brightness as files from before Photoshop CS3 have it, which psd-tools takes for paint."""
    found = layer.tagged_blocks.get_data(b"brit")
    if found is None:
        return None
    return _brightness(found.brightness, found.contrast)


def blocks_of(adjustment: Adjustment) -> bytes | None:
    """What says it in a file; None where Photoshop has nothing like it."""
    match adjustment:
        case Invert():
            return block(b"nvrt", b"")
        case Posterise(tones=tones):
            return block(b"post", struct.pack(">H2x", round(tones)))
        case BrightnessContrast(brightness=brightness, contrast=contrast):
            words = round(brightness * 127.5), round(contrast * 100)
            return block(b"brit", struct.pack(">3hBx", *words, 127, 0)) + brightness_block(*words)
        case Levels():
            return block(b"levl", _levels_block(adjustment))
        case Curves(points=points):
            return block(b"curv", _curves_block(points))
        case HueSaturation(hue=hue, saturation=saturation, lightness=lightness):
            master = round(hue), round(saturation * 100), round(lightness * 100)
            return block(b"hue2", struct.pack(">HBx6h", 2, 0, 0, 25, 0, *master) + _hue_ranges())
        case ColourBalance(red=red, green=green, blue=blue):
            middle = (round(100 * part) for part in (red, green, blue))
            return block(b"blnc", struct.pack(">9hBx", 0, 0, 0, *middle, 0, 0, 0, 0))
        case GradientMap() | Blur() | Sharpen():
            return None
        case _:
            assert_never(adjustment)


def _levels(layer: kinds.Levels) -> tuple[Adjustment | None, bool]:
    found = layer.data
    if not found:
        return None, False
    master, others = found[0], list(found)[1:4]
    gamma = master.gamma / 100 if master.gamma else 1.0
    tones = (master.input_floor, master.input_ceiling, master.output_floor, master.output_ceiling)
    black, white, out_black, out_white = (tone / 255 for tone in tones)
    plain = (0, 255, 0, 255, 100)
    is_all = all(
        (one.input_floor, one.input_ceiling, one.output_floor, one.output_ceiling, one.gamma)
        == plain
        for one in others
    )
    return Levels(black, white, gamma, out_black, out_white), is_all


def _curves(layer: kinds.Curves) -> tuple[Adjustment | None, bool]:
    found = layer.data
    if found is None or found.is_map:
        return None, False
    by_channel: dict[int, Sequence[Sequence[int]]] = {}
    if layer.extra is not None:
        by_channel = {one.channel_id: one.points for one in layer.extra}
    elif found.version == 1:
        channels = [bit for bit in range(32) if found.count_map >> bit & 1]
        by_channel = dict(zip(channels, found.data, strict=False))
    points = by_channel.pop(_MASTER, ((0, 0), (255, 255)))
    is_all = all(list(map(tuple, one)) == [(0, 0), (255, 255)] for one in by_channel.values())
    # Photoshop has what comes out before what goes in.
    return Curves(tuple((across / 255, up / 255) for up, across in points)), is_all


def _hue_saturation(layer: kinds.HueSaturation) -> tuple[Adjustment | None, bool]:
    if layer.master is None or layer.enable_colorization:
        return None, False
    hue, saturation, lightness = layer.master
    is_all = not any(any(settings) for _, settings in layer.data or ())
    return HueSaturation(float(hue), _unit(saturation / 100), _unit(lightness / 100)), is_all


def _brightness(brightness: float, contrast: float) -> BrightnessContrast:
    return BrightnessContrast(_unit(brightness / 127.5), _unit(contrast / 100))


def _of_colours(layer: AdjustmentLayer) -> tuple[Adjustment | None, bool]:
    from psd_tools.api import adjustments as kinds

    match layer:
        case kinds.ColorBalance():
            return _balance(layer)
        case kinds.GradientMap():
            return _gradient(layer)
    return None, False


def _balance(layer: kinds.ColorBalance) -> tuple[Adjustment | None, bool]:
    if layer.midtones is None:
        return None, False
    red, green, blue = (_unit(part / 100) for part in layer.midtones)
    return ColourBalance(red, green, blue), False


def _gradient(layer: kinds.GradientMap) -> tuple[Adjustment | None, bool]:
    stops = layer.color_stops
    if not stops or any(stop.mode != 0 for stop in stops):
        return None, False
    ends = [Colour(*(part >> 8 for part in stop.color[:3])) for stop in (stops[0], stops[-1])]
    dark, light = reversed(ends) if layer.reversed else ends
    return GradientMap(dark, light), len(stops) == 2


def _unit(value: float) -> float:
    return min(max(value, -1.0), 1.0)


def _levels_block(levels: Levels) -> bytes:
    tones = (levels.black, levels.white, levels.out_black, levels.out_white)
    master = struct.pack(">5H", *(round(255 * tone) for tone in tones), _gamma(levels.gamma))
    plain = struct.pack(">5H", 0, 255, 0, 255, 100)
    return struct.pack(">H", 2) + master + plain * (_LEVELS_RECORDS - 1)


def _gamma(gamma: float) -> int:
    return min(max(round(100 * gamma), 10), 999)


def _curves_block(points: tuple[tuple[float, float], ...]) -> bytes:
    """The curve of all channels, twice, as Photoshop itself writes it."""
    step = max(1, -(-len(points) // _MOST_POINTS))
    kept = sorted(points)[::step]
    kept = kept if len(kept) > 1 else [(0.0, kept[0][1]), (1.0, kept[0][1])]
    pairs = b"".join(
        struct.pack(">2H", *(round(255 * min(max(part, 0.0), 1.0)) for part in (up, across)))
        for across, up in kept
    )
    curve = struct.pack(">H", len(kept)) + pairs
    extra = b"Crv " + struct.pack(">HIH", 4, 1, _MASTER)
    return struct.pack(">BHI", 0, 1, 1) + curve + extra + curve


def _hue_ranges() -> bytes:
    """Red, yellow, green, cyan, blue, magenta: where each fades in and out; nothing changed."""
    middles = range(0, 360, 60)
    edges = ([(middle + by) % 360 for by in (-45, -15, 15, 45)] for middle in middles)
    return b"".join(struct.pack(">7h", *edge, 0, 0, 0) for edge in edges)
