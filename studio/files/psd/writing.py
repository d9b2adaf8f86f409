"""A document written as a Photoshop file: every layer, and what they make together.

The layout is Adobe's "Photoshop File Formats Specification" of 2019. Layers are stored from bottom
to top, a group between a hidden foot and its head. The colours of the merged picture lie over
white, its alpha beside them, as Photoshop does it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from studio.colour import Colour
from studio.document.blending import BlendMode
from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.fills import FillContent, FillTiles
from studio.document.layers import (
    AdjustmentLayer,
    FillLayer,
    GroupLayer,
    Layer,
    LayerMask,
    LayerProperties,
    PaintLayer,
    Pictured,
)
from studio.document.tiles import Pixels, TileStore
from studio.errors import InputError
from studio.files.openraster.writing import painted_bounds
from studio.files.pictures.png import STRIP_ROWS
from studio.files.pictures.profiles import srgb_profile
from studio.files.pictures.straight import straight_rgba
from studio.files.psd.adjustments import blocks_of
from studio.files.psd.blocks import (
    label_block,
    protection,
    resource,
    section,
    short_name,
    solid_fill,
    unicode_name,
)
from studio.files.psd.modes import NORMAL, PASS_THROUGH, key_of
from studio.geometry import EMPTY, Bounds
from studio.text import tr

_ICC, _EXIF = 1039, 1058
_LARGEST_FILE = 2 << 30
_PACKED = struct.pack(">H", 1)
_HIDDEN, _IS_NEW, _NO_PIXELS = 2, 8, 16
_COLOURS, _ALPHA, _MASK = (0, 1, 2), -1, -2
_OPEN, _FOOT = 1, 3


@dataclass(frozen=True, slots=True, eq=False)
class _Record:
    """A layer as the file lists it; its channels follow when all are listed.

    key: its mode. blocks: all else that is said of it.
    """

    look: LayerProperties
    key: bytes
    blocks: bytes
    tiles: TileStore | None = None
    bounds: Bounds = EMPTY
    mask: LayerMask | None = None
    mask_bounds: Bounds = EMPTY

    @property
    def channels(self) -> tuple[int, ...]:
        """Their numbers, in the order of the file."""
        return (_ALPHA, *_COLOURS) if self.mask is None else (_ALPHA, *_COLOURS, _MASK)


def write_document(document: Document, stream: BinaryIO, exif: bytes = b"") -> None:
    """Write all of it; the stream must let itself be wound back.

    Raises:
        InputError: it would be larger than such a file may be.
    """
    _Writer(document, stream, exif).write()


def losses_of(document: Document) -> tuple[str, ...]:
    """What a Photoshop file cannot hold of it, a sentence each."""
    lost = [
        one.properties.name
        for one in document.layers
        if isinstance(one, AdjustmentLayer) and blocks_of(one.adjustment) is None
    ]
    plain = [one.properties.name for one in document.layers if _key(one.properties) is None]
    words = []
    if lost:
        words.append(
            tr("Photoshop has nothing that does this; left out: {names}.", names=_listed(lost))
        )
    if plain:
        words.append(
            tr("Photoshop has no such mode; Normal instead: {names}.", names=_listed(plain))
        )
    return tuple(words)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


class _Writer:
    def __init__(self, document: Document, stream: BinaryIO, exif: bytes) -> None:
        self._document = document
        self._stream = stream
        self._exif = exif
        self._is_opaque = all((strip[..., 3] == 255).all() for strip in _merged(document))

    def write(self) -> None:
        """The five parts, one after the other."""
        extent, channels = self._document.extent, 3 if self._is_opaque else 4
        head = (b"8BPS", 1, channels, extent.height, extent.width, 8, 3)
        self._stream.write(struct.pack(">4sH6xHIIHH", *head))
        self._stream.write(bytes(4))  # no palette
        self._write_resources()
        with self._counted(), self._counted(multiple=4):
            self._write_layers()
        self._write_merged(channels)

    def _write_resources(self) -> None:
        parts = [resource(_ICC, srgb_profile())]
        if self._exif:
            parts.append(resource(_EXIF, self._exif.removeprefix(b"Exif\0\0")))
        whole = b"".join(parts)
        self._stream.write(struct.pack(">I", len(whole)) + whole)

    def _write_layers(self) -> None:
        records = list(self._records(self._document.root.children))
        count = len(records) if self._is_opaque else -len(records)  # negative: alpha is merged too
        self._stream.write(struct.pack(">h", count))
        places = [self._write_record(record) for record in records]
        for record, place in zip(records, places, strict=True):
            lengths = list(self._write_channels(record))
            self._amend(place, self._lengths(record, lengths))

    def _records(self, layers: Sequence[Layer]) -> Iterator[_Record]:
        for layer in layers:
            look = layer.properties
            if isinstance(layer, GroupLayer):
                foot = LayerProperties("</Layer group>")
                yield _Record(foot, NORMAL, section(_FOOT, NORMAL))
                yield from self._records(layer.children)
                key = PASS_THROUGH if look.pass_through else _key(look) or NORMAL
                yield self._record(layer, section(_OPEN, key), key)
            elif isinstance(layer, FillLayer) and isinstance(layer.content, Colour):
                yield self._record(layer, solid_fill(layer.content))
            elif isinstance(layer, FillLayer):
                yield self._record(self._as_paint(layer, layer.content))
            elif isinstance(layer, AdjustmentLayer):
                blocks = blocks_of(layer.adjustment)
                if blocks is not None:
                    yield self._record(layer, blocks)
            else:
                yield self._record(layer)

    def _as_paint(self, layer: FillLayer, content: FillContent) -> PaintLayer:
        tiles = TileStore()
        tiles.apply(FillTiles(content, self._document.bounds).painted())
        return PaintLayer(layer.id, layer.properties, tiles, mask=layer.mask)

    def _record(self, layer: Layer, blocks: bytes = b"", key: bytes | None = None) -> _Record:
        look, canvas = layer.properties, self._document.bounds
        tiles = layer.tiles if isinstance(layer, Pictured) else None
        more = unicode_name(look.name) + label_block(look.label)
        more += protection(all_of_it=look.locked, alpha=look.alpha_locked)
        return _Record(
            look,
            key or _key(look) or NORMAL,
            blocks + more,
            tiles,
            EMPTY if tiles is None else painted_bounds(tiles, canvas),
            layer.mask,
            EMPTY if layer.mask is None else layer.mask.hidden.bounds.intersection(canvas),
        )

    def _write_record(self, record: _Record) -> int:
        """A layer of the list; returns where the lengths of its channels are to be put."""
        self._stream.write(_edges(record.bounds) + struct.pack(">H", len(record.channels)))
        place = self._stream.tell()
        self._stream.write(self._lengths(record, [2] * len(record.channels)))
        look = record.look
        flags = 0 if look.visible else _HIDDEN
        flags |= _IS_NEW | (_NO_PIXELS if record.tiles is None else 0)
        clipping = look.clipped or look.blend is BlendMode.source_atop
        opacity = round(look.opacity * 255)
        self._stream.write(b"8BIM" + record.key)
        self._stream.write(struct.pack(">BBBx", opacity, clipping, flags))
        extra = _mask_block(record) + bytes(4) + short_name(look.name) + record.blocks
        self._stream.write(struct.pack(">I", len(extra)) + extra)
        return place

    def _lengths(self, record: _Record, lengths: Sequence[int]) -> bytes:
        pairs = zip(record.channels, lengths, strict=True)
        return b"".join(struct.pack(">hI", number, length) for number, length in pairs)

    def _write_channels(self, record: _Record) -> Iterator[int]:
        """Each channel of a layer; yields how long it became."""
        tiles, mask = record.tiles, record.mask
        if tiles is None or record.bounds.is_empty:
            yield from (self._put(bytes(2)) for _number in (_ALPHA, *_COLOURS))
        else:
            strips = (straight_rgba(tiles.read(band)) for band in _bands(record.bounds))
            red, green, blue, alpha = _packed(strips, channels=4)
            for channel in (alpha, red, green, blue):
                yield self._put(_PACKED, channel.counts, *channel.rows)
        if mask is not None and record.mask_bounds.is_empty:
            yield self._put(bytes(2))
        elif mask is not None:
            shown = (255 - mask.hidden.read(band) for band in _bands(record.mask_bounds))
            (channel,) = _packed(shown, channels=1)
            yield self._put(_PACKED, channel.counts, *channel.rows)

    def _write_merged(self, channels: int) -> None:
        strips = map(_over_white, _merged(self._document))
        packed = _packed(strips, channels=channels)
        self._put(_PACKED, *(channel.counts for channel in packed))
        for channel in packed:
            self._put(*channel.rows)

    def _put(self, *parts: bytes) -> int:
        length = sum(map(len, parts))
        if self._stream.tell() + length > _LARGEST_FILE:
            raise InputError(
                tr("The painting is too large for a Photoshop file."),
                tr("Such a file holds 2 GB. Save it as OpenRaster, or make it smaller first."),
            )
        for part in parts:
            self._stream.write(part)
        return length

    @contextmanager
    def _counted(self, multiple: int = 1) -> Iterator[None]:
        """A part with its length before it, which is known only afterwards."""
        place = self._stream.tell()
        self._stream.write(bytes(4))
        yield
        length = self._stream.tell() - place - 4
        self._stream.write(bytes(-length % multiple))
        self._amend(place, struct.pack(">I", length + -length % multiple))

    def _amend(self, place: int, content: bytes) -> None:
        end = self._stream.tell()
        self._stream.seek(place)
        self._stream.write(content)
        self._stream.seek(end)


@dataclass(frozen=True, slots=True, eq=False)
class _Channel:
    """A channel packed row by row: how long each row became, and the rows."""

    counts: bytes
    rows: tuple[bytes, ...]


def _packed(strips: Iterator[Pixels], *, channels: int) -> list[_Channel]:
    """Strips, uint8[rows, w(, channels)], as PackBits."""
    from psd_tools.compression import encode_rle

    counts: list[list[bytes]] = [[] for _index in range(channels)]
    rows: list[list[bytes]] = [[] for _index in range(channels)]
    for strip in strips:
        height, width = strip.shape[:2]
        for index in range(channels):
            plane = strip if channels == 1 else strip[..., index]
            packed = encode_rle(np.ascontiguousarray(plane).tobytes(), width, height, 8, 1)
            counts[index].append(packed[: 2 * height])
            rows[index].append(packed[2 * height :])
    return [_Channel(b"".join(counts[i]), tuple(rows[i])) for i in range(channels)]


def _mask_block(record: _Record) -> bytes:
    if record.mask is None:
        return bytes(4)
    flags = 0 if record.mask.is_on else 2
    body = _edges(record.mask_bounds) + struct.pack(">BB2x", 255, flags)
    return struct.pack(">I", len(body)) + body


def _edges(bounds: Bounds) -> bytes:
    return struct.pack(">4i", bounds.y, bounds.x, bounds.bottom, bounds.right)


def _key(look: LayerProperties) -> bytes | None:
    """Its mode; to lie atop is to be clipped."""
    return NORMAL if look.blend is BlendMode.source_atop else key_of(look.blend)


def _merged(document: Document) -> Iterator[Pixels]:
    """The composite in strips: a canvas of 16384² is a gigabyte."""
    return (flatten(document, band) for band in _bands(document.bounds))


def _over_white(pixels: Pixels) -> Pixels:
    """Premultiplied BGRA as RGB over white, and the alpha."""
    out = np.empty_like(pixels)
    out[..., :3] = pixels[..., 2::-1] + (255 - pixels[..., 3:])
    out[..., 3] = pixels[..., 3]
    return out


def _bands(bounds: Bounds) -> Iterator[Bounds]:
    for top in range(bounds.y, bounds.bottom, STRIP_ROWS):
        bottom = min(top + STRIP_ROWS, bounds.bottom)
        yield Bounds.from_edges(bounds.x, top, bounds.right, bottom)
