"""Pictures of 16 or 32 bits a channel, which Pillow would cut off at 8."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.document.tiles import Pixels
from studio.files.pictures.dithering import dithered, eight_bits

if TYPE_CHECKING:
    from PIL.TiffImagePlugin import TiffImageFile

_BITS_PER_SAMPLE, _PHOTOMETRIC, _EXTRA_SAMPLES = 258, 262, 338
_GREY_OR_RGB = {1, 2}
_PREMULTIPLIED = 1
_DEPTH_IN_PNG, _DEEP = 24, 16


def is_deep(image: Image.Image) -> bool:
    """Whether a picture has more than 8 bits a channel that are worth reading."""
    if image.mode == "F" or image.mode.startswith("I"):
        return True
    if image.format == "TIFF":
        from PIL.TiffImagePlugin import TiffImageFile  # 7 ms, for a picture of that kind only

        return isinstance(image, TiffImageFile) and _is_deep_tiff(image)
    return image.format == "PNG" and image.mode in {"RGB", "RGBA"}


def in_eight_bits(image: Image.Image, stream: BinaryIO) -> Image.Image:
    """The same in 8 bits a channel, dithered; as Pillow has it where it cannot be read deeper.

    stream: the file that it was read from.
    """
    if image.mode == "F":
        return _like(image, _of_floats(np.asarray(image)))
    if image.mode.startswith("I"):
        grey = np.asarray(image).astype(np.int64).clip(0, 65535)
        return _like(image, eight_bits(grey.astype(np.uint16)))
    stream.seek(0)
    content = stream.read()
    if image.format == "PNG" and content[_DEPTH_IN_PNG : _DEPTH_IN_PNG + 1] != bytes((_DEEP,)):
        return image
    deep = _read_deep(content)
    if deep is None or deep.shape[1::-1] != image.size:
        return image
    return _like(image, eight_bits(deep))


def _is_deep_tiff(image: TiffImageFile) -> bool:
    """Whether it is grey or RGB of 16 bits, its alpha apart: what OpenCV reads as it is meant."""
    bits = image.tag_v2.get(_BITS_PER_SAMPLE, (8,))
    if max(bits if isinstance(bits, tuple) else (bits,)) != _DEEP:
        return False
    extra = image.tag_v2.get(_EXTRA_SAMPLES, ())
    extra = extra if isinstance(extra, tuple) else (extra,)
    return image.tag_v2.get(_PHOTOMETRIC) in _GREY_OR_RGB and _PREMULTIPLIED not in extra


def _read_deep(content: bytes) -> NDArray[np.uint16] | None:
    """uint16[h, w], or [h, w, 3 or 4] as RGB(A); None where OpenCV cannot read it so."""
    try:
        found = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
    if found is None or found.dtype != np.uint16:
        return None
    order = {3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGBA}
    if found.ndim == 3:
        found = cv2.cvtColor(found, order[found.shape[2]]) if found.shape[2] in order else found
    return np.asarray(found, np.uint16)


def _of_floats(tones: NDArray[np.floating]) -> Pixels:
    """Light or tones from 0 to 1; where some are brighter, from 0 to the brightest."""
    known = np.nan_to_num(tones, nan=0.0, posinf=0.0, neginf=0.0)
    top = max(float(known.max(initial=0.0)), 1.0)
    return dithered(known * np.float32(255 / top))


def _like(image: Image.Image, pixels: Pixels) -> Image.Image:
    """These pixels with all that is said of the picture, but a colour that stood for clear."""
    new = Image.fromarray(pixels)
    new.info = {key: value for key, value in image.info.items() if key != "transparency"}
    exif = image.getexif()
    if exif:
        new.info["exif"] = exif.tobytes()
    return new
