"""The pixels of a Photoshop document, whatever its colours are, brought to straight sRGB."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.document.tiles import Pixels
from studio.files.pictures.dithering import dithered
from studio.files.pictures.profiles import in_srgb

if TYPE_CHECKING:
    from psd_tools import PSDImage
    from psd_tools.api.layers import Layer

_TRANSPARENCY = -1


@dataclass(frozen=True, slots=True)
class Colours:
    """What the numbers of a document mean. depth: bits a channel; is_lab: CIE L*a*b*."""

    depth: int
    profile: bytes = b""
    is_lab: bool = False


def picture_of(part: Layer | PSDImage, colours: Colours, remarks: list[str]) -> Image.Image | None:
    """All of a layer, or what all layers make together: RGBA; None where nothing is.

    Raises:
        ValueError: it is damaged, or larger than what it is read with allows.
    """
    colour, alpha = _shallow(part) if colours.depth <= 8 else _deep(part, colours.depth)
    if colour is None:
        return None
    upright = _rgb(colour, colours, remarks)
    if alpha is None:
        return upright.convert("RGBA")
    upright.putalpha(alpha)
    return upright


def coverage_of(layer: Layer) -> Pixels | None:
    """What the mask of a layer shows, uint8[h, w]; None where it is empty.

    Raises:
        ValueError: it is damaged, or larger than what it is read with allows.
    """
    image = layer.mask.topil() if layer.mask is not None else None
    return None if image is None else np.asarray(image.convert("L"))


def _shallow(part: Layer | PSDImage) -> tuple[Image.Image | None, Image.Image | None]:
    image = part.topil(apply_icc=False)
    if image is None:
        return None, None
    if image.mode in {"RGBA", "LA"}:
        return image.convert(image.mode[:-1]), image.getchannel("A")
    if image.mode in {"1", "P"}:
        return image.convert("RGB"), None
    # Pillow has no such mode with alpha, so that psd-tools leaves it out.
    return image, part.topil(channel=_TRANSPARENCY, apply_icc=False)


def _deep(part: Layer | PSDImage, depth: int) -> tuple[Image.Image | None, Image.Image | None]:
    tones, shape = part.numpy("color"), part.numpy("shape")
    if tones is None or tones.size == 0:
        return None, None
    if depth == 32:
        tones = _encoded(tones)  # such documents hold light, not tones
    straight = dithered(tones * np.float32(255))
    alpha = None if shape is None or not shape.size else Image.fromarray(_eight(shape[..., 0]))
    return _of_channels(straight), alpha


def _of_channels(straight: Pixels) -> Image.Image:
    """Grey, RGB or CMYK; what is stored of an ink is what it leaves white."""
    channels = straight.shape[2]
    if channels >= 4:
        return Image.fromarray(np.ascontiguousarray(255 - straight[..., :4]), "CMYK")
    if channels == 3:
        return Image.fromarray(np.ascontiguousarray(straight))
    return Image.fromarray(np.ascontiguousarray(straight[..., 0]))


def _eight(shape: NDArray[np.floating]) -> Pixels:
    return np.asarray(np.rint(np.clip(shape, 0, 1) * 255)).astype(np.uint8)


def _encoded(light: NDArray[np.floating]) -> NDArray[np.floating]:
    """Light as sRGB's tones (IEC 61966-2-1)."""
    light = np.clip(light, 0, 1)
    steep = 1.055 * np.power(light, 1 / 2.4, dtype=np.float32) - 0.055
    return np.where(light <= 0.0031308, 12.92 * light, steep).astype(np.float32)


def _rgb(image: Image.Image, colours: Colours, remarks: list[str]) -> Image.Image:
    if colours.is_lab:
        # Band by band: as a whole, Pillow gives a and b with another zero.
        return Image.fromarray(_from_lab(np.dstack([np.asarray(one) for one in image.split()])))
    return in_srgb(image, colours.profile, remarks).convert("RGB")


def _from_lab(lab: Pixels) -> Pixels:
    """CIE L*a*b* of 8 bits, a and b about 128, as Photoshop and OpenCV both hold it."""
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(lab), cv2.COLOR_LAB2RGB), np.uint8)
