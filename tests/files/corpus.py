"""Small files of every kind that can be opened, and damaged copies of them.

For tests of the parsers, long and short: `corpus()` makes one file of each kind, `truncated` and
`flipped` break it. Nothing is random from one run to the next.
"""

import io
import random
import struct
from collections.abc import Iterator, Mapping

import numpy as np
from PIL import Image, ImageCms, PngImagePlugin

from studio.colour import Colour
from studio.document.adjustments import (
    BrightnessContrast,
    ColourBalance,
    Curves,
    HueSaturation,
    Invert,
    Levels,
    Posterise,
)
from studio.document.blending import BlendMode
from studio.document.document import Document
from studio.document.layers import (
    AdjustmentLayer,
    FillLayer,
    GroupLayer,
    Label,
    LayerMask,
    LayerProperties,
    PaintLayer,
)
from studio.files.openraster.writing import write_document as write_openraster
from studio.files.pictures.straight import premultiplied_bgra
from studio.files.psd.writing import write_document as write_photoshop
from studio.geometry import Bounds, Extent

PARAMETERS = "a fox\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5"
SVG = b"""<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
     width="300" height="200">
  <defs><linearGradient id="g"><stop offset="0" stop-color="#f00"/></linearGradient>
    <g id="dot"><circle cx="20" cy="20" r="15"/></g></defs>
  <rect width="300" height="100" fill="url(#g)"/>
  <g transform="translate(50 50) rotate(12)" opacity="0.5"><use xlink:href="#dot"/></g>
  <path d="M10 80 C 40 10, 65 10, 95 80 S 150 150, 180 80 z" fill="#0a0"/>
</svg>"""


def corpus() -> Mapping[str, bytes]:
    """Contents by names that say what they are."""
    return {
        "layers.ora": in_openraster(painting()),
        "layers.psd": in_photoshop(painting()),
        "plain.png": packed(picture(), "PNG", pnginfo=words(), icc_profile=profile()),
        "deep.png": deep_png(),
        "palette.png": packed(picture().convert("RGB").quantize(16), "PNG"),
        "plain.jpg": packed(picture().convert("RGB"), "JPEG", exif=notes(), icc_profile=profile()),
        "plain.webp": packed(picture(), "WEBP", lossless=True, exif=notes()),
        "lossy.webp": packed(picture(), "WEBP", quality=60),
        "plain.avif": packed(picture(), "AVIF", quality=60, exif=notes()),
        "plain.tif": packed(picture(), "TIFF", compression="tiff_adobe_deflate"),
        "packed.tif": packed(picture().convert("RGB"), "TIFF", compression="tiff_lzw"),
        "plain.gif": packed(picture().convert("RGB"), "GIF"),
        "drawing.svg": SVG,
    }


def truncated(content: bytes, percent: int) -> Iterator[bytes]:
    """The file cut short at every so many per cent."""
    for part in range(0, 100, percent):
        yield content[: len(content) * part // 100]


def flipped(content: bytes, count: int, seed: int = 1) -> Iterator[bytes]:
    """Copies with one to eight bytes changed; half of them near the start, where headers are."""
    chance = random.Random(seed)
    for index in range(count):
        damaged = bytearray(content)
        reach = len(damaged) if index % 2 else min(len(damaged), 512)
        for _ in range(chance.choice((1, 1, 2, 4, 8))):
            damaged[chance.randrange(reach)] = chance.randrange(256)
        yield bytes(damaged)


def painting() -> Document:
    """Layers of every sort: groups, masks, modes, fills and adjustments."""
    document = Document(Extent(60, 50))
    root = document.root.children
    root.append(paint(document, Bounds(-2, -3, 58, 48), LayerProperties("底 base")))
    look = LayerProperties("Group ✓", opacity=128 / 255, blend=BlendMode.multiply)
    group = GroupLayer(document.new_id(), look)
    through = LayerProperties("Through", pass_through=True, label=Label.violet)
    inner = GroupLayer(document.new_id(), through, mask=mask(Bounds(0, 0, 10, 10)))
    low = paint(document, Bounds(5, 5, 40, 30), LayerProperties("in", visible=False))
    low.mask = mask(Bounds(8, 6, 20, 20))
    over = LayerProperties("over", blend=BlendMode.overlay, locked=True)
    clipped = LayerProperties("clipped", clipped=True, alpha_locked=True)
    inner.children.append(paint(document, Bounds(10, 10, 30, 20), over))
    inner.children.append(paint(document, Bounds(14, 12, 30, 20), clipped))
    group.children += [low, inner]
    fill = LayerProperties("Fill", opacity=51 / 255)
    root += [group, FillLayer(document.new_id(), fill, Colour(10, 200, 30))]
    for adjustment in (
        Invert(),
        Posterise(5),
        BrightnessContrast(0.2, 0.1),
        Levels(0.2, 0.8, 1.2),
        Curves(((0, 0), (0.4, 0.6), (1, 1))),
        HueSaturation(30, 0.2, -0.1),
        ColourBalance(0.2, -0.1, 0.3),
    ):
        name = LayerProperties(type(adjustment).__name__, opacity=51 / 255)
        root.append(AdjustmentLayer(document.new_id(), name, adjustment))
    return document


def paint(document: Document, place: Bounds, look: LayerProperties, seed: int = 1) -> PaintLayer:
    """A layer with all sorts of pixels in a place."""
    layer = PaintLayer(document.new_id(), look)
    layer.tiles.write(place, premultiplied_bgra(noise(place.extent, seed)))
    return layer


def mask(place: Bounds) -> LayerMask:
    """One that hides more or less of a place."""
    hiding = LayerMask()
    hiding.hidden.write(place, noise(place.extent)[..., 0].copy())
    return hiding


def noise(extent: Extent, seed: int = 1) -> np.ndarray:
    """Straight RGBA, uint8[h, w, 4]."""
    shape = (extent.height, extent.width, 4)
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def picture() -> Image.Image:
    """RGBA, 60 × 50."""
    return Image.fromarray(noise(Extent(60, 50)))


def packed(image: Image.Image, kind: str, **how: object) -> bytes:
    """A picture as a file of a kind that Pillow writes."""
    stream = io.BytesIO()
    image.save(stream, kind, **how)
    return stream.getvalue()


def in_photoshop(document: Document) -> bytes:
    """A document as a PSD."""
    stream = io.BytesIO()
    write_photoshop(document, stream)
    return stream.getvalue()


def in_openraster(document: Document) -> bytes:
    """A document as an ORA."""
    stream = io.BytesIO()
    write_openraster(document, stream)
    return stream.getvalue()


def words() -> PngImagePlugin.PngInfo:
    """What the web UI writes into its pictures."""
    info = PngImagePlugin.PngInfo()
    info.add_text("parameters", PARAMETERS)
    return info


def notes() -> Image.Exif:
    """What a camera writes into its own; lying on its side."""
    exif = Image.Exif()
    exif[0x010F] = "Leica"
    exif[0x0112] = 6
    return exif


def profile() -> bytes:
    """sRGB."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def deep_png() -> bytes:
    """16 bits a channel."""
    import cv2

    rising = np.linspace(0, 65535, 60 * 50 * 3).reshape(50, 60, 3).astype(np.uint16)
    return bytes(cv2.imencode(".png", rising)[1])


def photoshop_header(
    width: int, height: int, depth: int = 8, mode: int = 3, version: int = 1
) -> bytes:
    """The first bytes of a Photoshop document; of version 2 it is a large one (.psb)."""
    return struct.pack(">4sH6xHIIHH", b"8BPS", version, 3, height, width, depth, mode)
