"""Photoshop documents, read with psd-tools into ours."""

from __future__ import annotations

import io
import logging
import struct
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from studio.colour import BLACK, Colour
from studio.document.blending import BlendMode
from studio.document.document import MAX_SIDE, Document
from studio.document.layers import (
    AdjustmentLayer,
    FillLayer,
    GroupLayer,
    Label,
    Layer,
    LayerMask,
    LayerProperties,
    PaintLayer,
)
from studio.document.tiles import TILE, Pixels, TileStore, keys_covering
from studio.errors import InputError
from studio.files.opening import open_file
from studio.files.openraster.format import Opened
from studio.files.openraster.stack import MAX_DEPTH, MAX_LAYERS
from studio.files.pictures.decoding import strips_of_image
from studio.files.pictures.exif import BROKEN
from studio.files.pictures.straight import premultiplied_bgra
from studio.files.pictures.tiling import fill_tiles
from studio.files.psd.adjustments import adjustment_of, older_adjustment_of
from studio.files.psd.blocks import LABELS
from studio.files.psd.losses import Losses
from studio.files.psd.modes import PASS_THROUGH, mode_of
from studio.files.psd.pictures import Colours, coverage_of, picture_of
from studio.files.psd.vectors import shown_by
from studio.geometry import Bounds, Extent, Point
from studio.text import tr

if TYPE_CHECKING:
    from psd_tools import PSDImage
    from psd_tools.api import layers as found

SIGNATURE = b"8BPS"

_ICC, _EXIF = 1039, 1058
_FARTHEST = 1 << 20
_LARGEST_LAYER = 30_000
_MULTICHANNEL = 7
# As an OpenRaster file: no more than its packing could hold, and some for small files.
_PIXELS_OF_A_BYTE, _PIXELS_OF_ANY_FILE = 1024, 1 << 26
_BYTES_OF_ANY_FILE = 512 << 20


def load(path: Path) -> Opened:
    """Read a document; what has no place in ours is named in the warnings.

    Raises:
        InputError: it is not there, no Photoshop document, damaged, or made to harm.
    """
    with open_file(path) as stream:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        extent = _extent_of(stream.read(26), path.name)
        stream.seek(0)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # psd-tools tells of channels it could not read
                return _Reader(_opened(stream, size), extent, size, path).opened()
        except MemoryError as error:
            raise InputError(
                tr("There is not enough memory to open {name}.", name=path.name),
                tr("Close other programs or make the picture smaller first."),
            ) from error
        except BROKEN as error:
            raise InputError(
                tr("{name} cannot be read as a Photoshop document.", name=path.name),
                tr("It may be damaged or cut short. Save it again where it was made."),
            ) from error


def _extent_of(header: bytes, name: str) -> Extent:
    """The size of the canvas, looked at before anything else.

    Raises:
        InputError: it is larger than a canvas may be, or its colours are inks of no known kind.
    """
    if len(header) < 26 or not header.startswith(SIGNATURE):
        raise InputError(
            tr("{name} is not a Photoshop document.", name=name),
            tr("It may be damaged, cut short or of another kind."),
        )
    height, width, _, mode = struct.unpack_from(">IIHH", header, 14)
    if mode == _MULTICHANNEL:
        raise InputError(
            tr("{name} has inks of its own instead of colours.", name=name),
            tr("Change its mode to RGB where it was made."),
        )
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise InputError(
            tr("{name} is too large to open.", name=name),
            tr("A picture may have up to {most} pixels a side.", most=MAX_SIDE),
        )
    return Extent(width, height)


def _opened(stream: BinaryIO, size: int) -> PSDImage:
    from psd_tools import PSDImage

    logging.getLogger("psd_tools").setLevel(logging.CRITICAL)
    # Zip makes 1032 bytes of one, and a picture passes through several shapes on its way.
    return PSDImage.open(stream, max_alloc_bytes=_BYTES_OF_ANY_FILE + 4096 * size)


class _Reader:
    """One file being read."""

    def __init__(self, psd: PSDImage, extent: Extent, size: int, path: Path) -> None:
        self._psd = psd
        self._path = path
        self._document = Document(extent)
        self._losses = Losses()
        self._remarks: list[str] = []
        self._pixels_left = _PIXELS_OF_ANY_FILE + _PIXELS_OF_A_BYTE * size
        self._layers_left = MAX_LAYERS
        is_lab = psd.color_mode.name == "LAB"
        self._colours = Colours(psd.depth, _resource(psd, _ICC), is_lab)

    def opened(self) -> Opened:
        """The document."""
        document = self._document
        document.root.children += self._layers(self._psd, 0)
        if not document.root.children:
            document.root.children.append(self._background())
        remarks = (*self._losses.sentences(), *dict.fromkeys(self._remarks))
        notes = _resource(self._psd, _EXIF)
        return Opened(document, remarks, b"Exif\0\0" + notes if notes else b"")

    def _layers(self, group: Iterable[found.Layer], depth: int) -> list[Layer]:
        if depth > MAX_DEPTH:
            raise _harmful(self._path.name)
        return [made for one in group if (made := self._layer(one, depth)) is not None]

    def _layer(self, one: found.Layer, depth: int) -> Layer | None:
        from psd_tools.api import adjustments, layers

        self._layers_left -= 1
        if self._layers_left < 0:
            raise _harmful(self._path.name)
        look, document = self._look(one), self._document
        if isinstance(one, layers.Group):
            children = self._layers(one, depth + 1)
            return GroupLayer(document.new_id(), look, children, self._mask(one))
        if isinstance(one, layers.AdjustmentLayer):
            return self._adjustment(one, look)
        if isinstance(one, adjustments.SolidColorFill | layers.ShapeLayer) and not one.has_pixels():
            return self._fill(one, look)
        older = older_adjustment_of(one)
        if older is not None:
            self._losses.alike.append(one.name)
            return AdjustmentLayer(document.new_id(), look, older, self._mask(one))
        layer = PaintLayer(document.new_id(), look, mask=self._mask(one))
        self._paint(layer, one)
        self._losses.of_pixels(one)
        return layer

    def _look(self, one: found.Layer) -> LayerProperties:
        key = bytes(one.blend_mode)
        mode = mode_of(key)
        if mode is None:
            self._losses.modes.append(one.name)
        locks = one.locks
        if one.has_effects():
            self._losses.effects.append(one.name)
        label = int(one.sheet_color)
        return LayerProperties(
            one.name.rstrip("\0"),
            visible=one.visible,
            opacity=one.opacity / 255 * (_byte(one.fill_opacity) / 255),
            blend=mode or BlendMode.normal,
            locked=locks is not None and (locks.complete or locks.composite),
            alpha_locked=locks is not None and locks.transparency,
            clipped=one.clipping,
            label=LABELS[label] if label < len(LABELS) else Label.none,
            pass_through=key == PASS_THROUGH,
        )

    def _adjustment(self, one: found.AdjustmentLayer, look: LayerProperties) -> Layer | None:
        adjustment, is_all = adjustment_of(one)
        if adjustment is None:
            self._losses.adjustments.append(one.name)
            return None
        if not is_all:
            self._losses.alike.append(one.name)
        mask = self._mask(one)
        return AdjustmentLayer(self._document.new_id(), look, adjustment, mask)

    def _fill(self, one: found.Layer, look: LayerProperties) -> Layer | None:
        colour = _colour_of(one)
        if colour is None:
            self._losses.shapes.append(one.name)
            return None
        return FillLayer(self._document.new_id(), look, colour, self._mask(one))

    def _paint(self, layer: PaintLayer, one: found.Layer) -> None:
        if not self._is_within_reason(Bounds(one.left, one.top, one.width, one.height)):
            self._losses.pictures.append(one.name)
            return
        try:
            image = picture_of(one, self._colours, self._remarks)
        except ValueError:
            self._losses.pictures.append(one.name)
            return
        if image is not None:
            strips = map(premultiplied_bgra, strips_of_image(image))
            fill_tiles(layer.tiles, Point(one.left, one.top), strips)

    def _background(self) -> Layer:
        """What a document without layers looks like, as one."""
        self._is_within_reason(self._document.bounds)
        layer = PaintLayer(self._document.new_id(), LayerProperties(self._path.stem))
        image = picture_of(self._psd, self._colours, self._remarks)
        if image is not None:
            fill_tiles(layer.tiles, Point(0, 0), map(premultiplied_bgra, strips_of_image(image)))
        return layer

    def _mask(self, one: found.Layer) -> LayerMask | None:
        there = one.mask
        if there is None:
            return self._mask_of_paths(one)
        at = Bounds.from_edges(*there.bbox)
        canvas = self._document.bounds
        if not self._is_within_reason(at):
            self._losses.masks.append(one.name)
            return None
        mask = LayerMask(is_on=not there.disabled)
        if there.background_color < 255:
            _hide_all(mask.hidden, canvas, 255 - there.background_color)
        try:
            shown = coverage_of(one)
        except ValueError:
            self._losses.masks.append(one.name)
            return None
        cut = at.intersection(canvas)
        if shown is not None and shown.shape == (at.height, at.width) and not cut.is_empty:
            mask.hidden.write(cut, 255 - shown[cut.slices_in(at)])
        mask.hidden.snapshot()
        return mask

    def _mask_of_paths(self, one: found.Layer) -> LayerMask | None:
        paths = one.vector_mask
        if paths is None:
            return None
        try:
            shown = shown_by(paths, self._document.extent)
        except ValueError:
            self._losses.vectors.append(one.name)
            return None
        mask = LayerMask(is_on=not paths.disabled)
        mask.hidden.write(self._document.bounds, 255 - shown)
        mask.hidden.snapshot()
        return mask

    def _is_within_reason(self, at: Bounds) -> bool:
        """Whether pixels may lie there.

        Raises:
            InputError: the pictures so far are more than a file of this size could hold.
        """
        if at.extent.longest_side > _LARGEST_LAYER or max(abs(at.x), abs(at.y)) > _FARTHEST:
            return False
        self._pixels_left -= max(0, at.extent.area)
        if self._pixels_left < 0:
            raise _harmful(self._path.name)
        return True


def _hide_all(hidden: TileStore, canvas: Bounds, amount: int) -> None:
    """Whole tiles share one array: a mask that hides a canvas of 16384² costs 64 KB."""
    tile = np.full((TILE, TILE), amount, np.uint8)
    tile.flags.writeable = False
    hidden.apply(dict.fromkeys(keys_covering(canvas), tile))


def _colour_of(one: found.Layer) -> Colour | None:
    """Of a solid fill, whatever its tag says else."""
    block: Pixels | object = one.tagged_blocks.get_data(b"SoCo")
    if block is None:
        return None
    try:
        parts = block[b"Clr "]  # type: ignore[index]  # a descriptor: a tree of anything
        return Colour(*(_byte(float(parts[key])) for key in (b"Rd  ", b"Grn ", b"Bl  ")))
    except (KeyError, TypeError, ValueError):
        return BLACK if b"SoCo" in one.tagged_blocks else None


def _byte(value: float) -> int:
    return min(max(round(value), 0), 255)


def _resource(psd: PSDImage, key: int) -> bytes:
    content = psd.image_resources.get_data(key)
    return content if isinstance(content, bytes) else b""


def _harmful(name: str) -> InputError:
    return InputError(
        tr("{name} unpacks to far more than it holds.", name=name),
        tr("It may have been made to harm. Do not open files you do not trust."),
    )
