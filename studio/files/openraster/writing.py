"""A document written as an OpenRaster file."""

from __future__ import annotations

import itertools
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import BinaryIO

import cv2
import numpy as np

from studio.colour import WHITE, Colour
from studio.document.blending import BlendMode
from studio.document.composite import flatten
from studio.document.document import MAX_SIDE, Document
from studio.document.fills import FillContent, FillTiles
from studio.document.layers import (
    FillLayer,
    GroupLayer,
    Layer,
    LayerMask,
    LayerProperties,
    PaintLayer,
    Pictured,
    TextLayer,
)
from studio.document.laying import veiled
from studio.document.masks import masked_tiles
from studio.document.tiles import Pixels, TileStore, bounds_of
from studio.errors import InputError
from studio.files.openraster.adjusting import adjustment_text
from studio.files.openraster.aids import aids_text
from studio.files.openraster.clipping import wrapped
from studio.files.openraster.covering import fill_text
from studio.files.openraster.parsing import parse_stack
from studio.files.openraster.reuse import LastSave
from studio.files.openraster.stack import (
    ORIGIN,
    Stack,
    StackGroup,
    StackLayer,
    StackMask,
    StackNode,
    write_stack,
)
from studio.files.openraster.thumbnail import Shrunk, bands
from studio.files.openraster.wording import wording_of
from studio.files.pictures.png import strips_of, write_png
from studio.files.pictures.straight import straight_rgba
from studio.geometry import EMPTY, Bounds, Extent, Point, union_of
from studio.text import tr

MIMETYPE = b"image/openraster"
MIMETYPE_ENTRY, STACK = "mimetype", "stack.xml"
MERGED, THUMBNAIL = "mergedimage.png", "Thumbnails/thumbnail.png"
SELECTION = "repaint-studio/selection.png"

_NOTHING = np.zeros((1, 1, 4), np.uint8)


def write_document(document: Document, stream: BinaryIO, last: LastSave | None = None) -> None:
    """Write a whole file; the same document gives the same bytes.

    last: the save before this one, whose pictures are copied where they are still right.

    Raises:
        InputError: it has more layers or levels than could be read again.
    """
    last = last or LastSave()
    with zipfile.ZipFile(stream, "w") as archive, last.opened():
        _Writer(archive, document, last).write()


class _Writer:
    """One file being written."""

    def __init__(self, archive: zipfile.ZipFile, document: Document, last: LastSave) -> None:
        self._archive = archive
        self._document = document
        self._last = last
        self._numbers = itertools.count()

    def write(self) -> None:
        """Every entry; the MIME type first and unpacked, so that it lies at a fixed place."""
        document = self._document
        self._put(MIMETYPE_ENTRY, MIMETYPE, zipfile.ZIP_STORED)
        nodes = tuple(self._node(layer) for layer in document.root.children)
        chosen = document.selection.bounds
        entry = "" if chosen.is_empty else SELECTION
        aids = aids_text(document.aids)
        self._put(STACK, _xml_of(Stack(document.extent, nodes, entry, _corner(chosen), aids)))
        if entry:
            coverage = strips_of(document.selection.read(chosen))
            self._put_png(SELECTION, chosen.extent, coverage, channels=1)
        self._put_merged()
        for name, content in document.attachments.items():
            # Not deflated: what shrinks too well is taken for a bomb when it is opened.
            self._put(name, content, zipfile.ZIP_STORED)

    def _node(self, layer: Layer) -> StackNode:
        if isinstance(layer, GroupLayer):
            children = tuple(map(self._node, layer.children))
            if layer.mask is not None:
                children += (self._group_mask(layer.mask),)
            return StackGroup(layer.properties, children)
        number = self._free_number()
        mask = self._put_mask(number, layer.mask)
        if isinstance(layer, PaintLayer):
            return self._painted(layer, number, mask)
        if isinstance(layer, TextLayer):
            return self._lettered(layer, number, mask)
        if isinstance(layer, FillLayer):
            return self._filled(layer, number, mask)
        self._put_png(_source(number), Extent(1, 1), [_NOTHING])
        text = adjustment_text(layer.adjustment)
        return StackLayer(layer.properties, _source(number), ORIGIN, mask=mask, adjustment=text)

    def _painted(self, layer: PaintLayer, number: int, mask: StackMask | None) -> StackLayer:
        drawn, recipe = self._drawn(layer, number, mask), _recipe(number) if layer.recipe else ""
        if recipe:
            self._put(recipe, layer.recipe.encode())
        return replace(drawn, recipe=recipe)

    def _lettered(self, layer: TextLayer, number: int, mask: StackMask | None) -> StackLayer:
        self._put(_text(number), wording_of(layer.text).encode())
        return replace(self._drawn(layer, number, mask), text=_text(number))

    def _drawn(self, layer: Pictured, number: int, mask: StackMask | None) -> StackLayer:
        source = _source(number)
        is_masked = mask is not None and mask.is_on
        bounds = self._put_tiles(source, layer, is_masked=is_masked)
        unmasked = _unmasked(number) if is_masked else ""
        if unmasked:
            self._put_tiles(unmasked, layer)
        return StackLayer(layer.properties, source, _corner(bounds), "", mask, unmasked)

    def _filled(self, layer: FillLayer, number: int, mask: StackMask | None) -> StackLayer:
        canvas, source = self._document.bounds, _source(number)
        hidden = TileStore(channels=1)
        if layer.mask is not None and layer.mask.is_on:
            hidden = layer.mask.hidden
        strips = (_filled(layer.content, canvas, band, hidden.read(band)) for band in bands(canvas))
        self._put_png(source, canvas.extent, strips)
        return StackLayer(
            layer.properties, source, ORIGIN, mask=mask, fill=fill_text(layer.content)
        )

    def _group_mask(self, mask: LayerMask) -> StackLayer:
        """A layer that keeps of those beneath it what the mask shows: others know that as well."""
        number, canvas = self._free_number(), self._document.bounds
        look = LayerProperties(tr("Mask"), visible=mask.is_on, blend=BlendMode.destination_in)
        strips = (_shown(mask.hidden.read(band)) for band in bands(canvas))
        self._put_png(_source(number), canvas.extent, strips)
        return StackLayer(look, _source(number), ORIGIN, "", self._put_mask(number, mask))

    def _put_mask(self, number: int, mask: LayerMask | None) -> StackMask | None:
        if mask is None:
            return None
        bounds = mask.hidden.bounds.intersection(self._document.bounds)
        bounds = Bounds(0, 0, 1, 1) if bounds.is_empty else bounds
        strips = (mask.hidden.read(band) for band in bands(bounds))
        self._put_png(_mask(number), bounds.extent, strips, channels=1)
        return StackMask(_mask(number), _corner(bounds), mask.is_on)

    def _free_number(self) -> int:
        taken = self._document.attachments
        return next(n for n in self._numbers if not _entries(n) & taken.keys())

    def _put_tiles(self, entry: str, layer: Pictured, *, is_masked: bool = False) -> Bounds:
        """The picture of a layer, as much of it as its mask shows, in the place of all of it."""
        made_of = [layer.tiles.snapshot()]
        if is_masked and layer.mask is not None:
            made_of.append(layer.mask.hidden.snapshot())
        canvas = self._document.bounds
        with self._archive.open(_entry(entry, zipfile.ZIP_STORED), "w") as stream:
            bounds = self._last.copied(canvas, made_of, stream, entry)
            if bounds is None:
                bounds = _painted(layer.tiles, canvas)
                seen = _masked_store(layer) if is_masked else layer.tiles
                strips = (straight_rgba(seen.read(band)) for band in bands(bounds))
                write_png(stream, bounds.extent, strips)
                self._last.note(canvas, made_of, bounds, entry)
        return bounds

    def _put_merged(self) -> None:
        extent = self._document.extent
        small = Shrunk(extent)
        self._put_png(MERGED, extent, self._merged(small))
        pixels = straight_rgba(small.thumbnail())
        self._put_png(THUMBNAIL, Extent(pixels.shape[1], pixels.shape[0]), strips_of(pixels))

    def _merged(self, small: Shrunk) -> Iterator[Pixels]:
        """The composite in strips: a canvas of 16384² is a gigabyte."""
        for band in bands(self._document.bounds):
            pixels = flatten(self._document, band)
            small.add(pixels)
            yield straight_rgba(pixels)

    def _put_png(
        self, entry: str, extent: Extent, strips: Iterable[Pixels], *, channels: int = 4
    ) -> None:
        # Stored: it is deflated already.
        with self._archive.open(_entry(entry, zipfile.ZIP_STORED), "w") as stream:
            write_png(stream, extent, strips, channels=channels)

    def _put(self, entry: str, content: bytes, packing: int = zipfile.ZIP_DEFLATED) -> None:
        self._archive.writestr(_entry(entry, packing), content)


def _xml_of(stack: Stack) -> bytes:
    """The list of layers; no file takes the place of another that could not be read again.

    Raises:
        InputError: it has more layers or levels than could be read again.
    """
    with suppress(InputError):  # the groups around what is clipped may be too many
        return _readable(replace(stack, nodes=wrapped(stack.nodes)))
    return _readable(stack)


def _readable(stack: Stack) -> bytes:
    xml = write_stack(stack)
    parse_stack(xml, [])
    return xml


def painted_bounds(tiles: TileStore, canvas: Bounds) -> Bounds:
    """Canvas px tightly around what is painted; without what is off the canvas where that is far.

    Farther than a picture may be large, that is: such a layer could not be read again.
    """
    tight = union_of(
        _painted_in(tile).translated(bounds_of(key).x, bounds_of(key).y)
        for key in tiles.keys
        if (tile := tiles.get(key)) is not None
    )
    return tight if tight.extent.longest_side <= MAX_SIDE else tight.intersection(canvas)


def _painted(tiles: TileStore, canvas: Bounds) -> Bounds:
    """The same; one clear pixel where nothing is painted, as a PNG cannot have none."""
    bounds = painted_bounds(tiles, canvas)
    return Bounds(0, 0, 1, 1) if bounds.is_empty else bounds


def _painted_in(tile: Pixels) -> Bounds:
    x, y, width, height = cv2.boundingRect(cv2.extractChannel(tile, 3))
    return Bounds(x, y, width, height) if width else EMPTY


def _source(number: int) -> str:
    return f"data/layer{number}.png"


def _recipe(number: int) -> str:
    return f"repaint-studio/recipe{number}.json"


def _mask(number: int) -> str:
    return f"repaint-studio/mask{number}.png"


def _unmasked(number: int) -> str:
    return f"repaint-studio/unmasked{number}.png"


def _text(number: int) -> str:
    return f"repaint-studio/text{number}.json"


def _entries(number: int) -> set[str]:
    names = (_source, _recipe, _mask, _unmasked, _text)
    return {name(number) for name in names}


def _masked_store(layer: Pictured) -> TileStore:
    store = TileStore()
    store.apply(masked_tiles(layer))
    return store


def _filled(content: FillContent, canvas: Bounds, band: Bounds, hidden: Pixels) -> Pixels:
    """What a canvas is filled with as far as it is not hidden: RGBA."""
    if isinstance(content, Colour):
        return _shown(hidden, content)
    return straight_rgba(veiled(FillTiles(content, canvas).read(band), hidden))


def _shown(hidden: Pixels, colour: Colour = WHITE) -> Pixels:
    """A colour as opaque as it is shown: RGBA."""
    straight = np.full((*hidden.shape, 4), (colour.red, colour.green, colour.blue, 255), np.uint8)
    straight[..., 3] -= hidden
    return straight


def _corner(bounds: Bounds) -> Point:
    return Point(bounds.x, bounds.y)


def _entry(name: str, packing: int) -> zipfile.ZipInfo:
    """An entry with no time of its own, so that the same document gives the same bytes."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = packing
    entry.external_attr = 0o644 << 16
    return entry
