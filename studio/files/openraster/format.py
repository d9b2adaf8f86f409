"""OpenRaster, the native format: a document as other painting programs open it too.

Our own parts lie under `repaint-studio/`, which others ignore: the recipes of generated layers and
the selection. What others put into the file is kept for the next save.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

import numpy as np

from studio.document.document import Document
from studio.document.layers import (
    AdjustmentLayer,
    FillLayer,
    GroupLayer,
    Layer,
    LayerMask,
    PaintLayer,
    Pictured,
    TextLayer,
)
from studio.document.selection import Combine
from studio.errors import InputError
from studio.files.atomic import replace_file
from studio.files.opening import open_file
from studio.files.openraster.adjusting import parse_adjustment
from studio.files.openraster.aids import parse_aids
from studio.files.openraster.archive import Archive
from studio.files.openraster.clipping import unwrapped
from studio.files.openraster.covering import parse_fill
from studio.files.openraster.parsing import parse_stack
from studio.files.openraster.reuse import LastSave
from studio.files.openraster.stack import (
    Stack,
    StackGroup,
    StackLayer,
    StackMask,
    StackNode,
)
from studio.files.openraster.wording import parse_wording
from studio.files.openraster.writing import MERGED, MIMETYPE_ENTRY, STACK, THUMBNAIL, write_document
from studio.files.pictures.decoding import Decoded, decode, strips_of_image
from studio.files.pictures.straight import premultiplied_bgra
from studio.files.pictures.tiling import fill_tiles
from studio.geometry import Bounds, Extent
from studio.text import tr

_MAX_STACK_BYTES = 64 << 20
_MAX_FOREIGN_BYTES = 256 << 20
# zlib makes 1032 bytes of one at most: 258 pixels. Four empty canvases more for small files.
_PIXELS_OF_A_BYTE, _PIXELS_OF_ANY_FILE = 258, 1 << 30


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A document as it was read; `warnings` say, a sentence each, what could not be.

    exif: the camera's notes, where the document does not hold them itself.
    """

    document: Document
    warnings: tuple[str, ...] = ()
    exif: bytes = b""


def save(
    document: Document, path: Path, last: LastSave | None = None, *, keeps_backup: bool = False
) -> None:
    """Write a document; the file from before stays until the new one is whole on the disk.

    last: the save before this one, and afterwards this one. keeps_backup: as `replace_file` has it.

    Raises:
        StorageError: it could not be written.
    """
    write = partial(write_document, document, last=last)
    replace_file(path, write, keeps_backup=keeps_backup)
    if last is not None:
        last.done(path)


def load(path: Path) -> Opened:
    """Read a document; what is broken in it is left out and named in the warnings.

    Raises:
        InputError: it is not there, no OpenRaster document, or one made to harm.
    """
    with open_file(path) as stream:
        stream.seek(0, io.SEEK_END)
        size = stream.tell()
        return _Reader(Archive(stream, path.name), path.name, size).opened()


class _Reader:
    """One file being read."""

    def __init__(self, archive: Archive, name: str, size: int) -> None:
        self._archive = archive
        self._name = name
        self._remarks: list[str] = []
        self._known = {MIMETYPE_ENTRY, STACK, MERGED, THUMBNAIL}
        self._pixels_left = _PIXELS_OF_ANY_FILE + _PIXELS_OF_A_BYTE * size

    def opened(self) -> Opened:
        """The document."""
        stack = self._stack()
        document = Document(stack.extent)
        document.root.children += [self._layer(document, node) for node in unwrapped(stack.nodes)]
        self._select(document, stack)
        self._place_aids(document, stack.aids)
        document.attachments |= self._foreign_entries()
        return Opened(document, tuple(self._remarks))

    def _stack(self) -> Stack:
        is_there = STACK in self._archive.names
        xml = None
        if is_there and self._archive.size_of(STACK) <= _MAX_STACK_BYTES:
            xml = self._archive.read(STACK)
        if xml is None:
            raise InputError(
                tr("{name} is not an OpenRaster document.", name=self._name),
                tr("It has no list of layers that can be read."),
            )
        return parse_stack(xml, self._remarks)

    def _layer(self, document: Document, node: StackNode) -> Layer:
        if isinstance(node, StackGroup):
            children = [self._layer(document, child) for child in unwrapped(node.children)]
            mask = self._mask(node.mask, node.properties.name)
            return GroupLayer(document.new_id(), node.properties, children, mask)
        mask = self._mask(node.mask, node.properties.name)
        if node.fill or node.adjustment:
            return self._made(document, node, mask)
        layer = self._empty(document, node, mask)
        self._paint(layer, node)
        if isinstance(layer, PaintLayer):
            layer.recipe = self._entry_text(node.recipe)
            if node.recipe and not layer.recipe:
                name = node.properties.name
                self._remarks.append(tr("The recipe of “{name}” cannot be read.", name=name))
        return layer

    def _empty(self, document: Document, node: StackLayer, mask: LayerMask | None) -> Pictured:
        """A paint or text layer, its picture still to come."""
        text = parse_wording(self._entry_text(node.text)) if node.text else None
        if text is not None:
            return TextLayer(document.new_id(), node.properties, text, mask=mask)
        if node.text:
            words = tr("The words of “{name}” cannot be read.", name=node.properties.name)
            self._remarks.append(words + " " + tr("It was opened as paint."))
        return PaintLayer(document.new_id(), node.properties, mask=mask)

    def _made(self, document: Document, node: StackLayer, mask: LayerMask | None) -> Layer:
        """A fill or adjustment layer; an empty one where it cannot be read."""
        self._known.add(node.source)
        adjustment = parse_adjustment(node.adjustment)
        if adjustment is not None:
            return AdjustmentLayer(document.new_id(), node.properties, adjustment, mask)
        content = parse_fill(node.fill)
        if content is not None:
            return FillLayer(document.new_id(), node.properties, content, mask)
        words = tr("What “{name}” does cannot be read.", name=node.properties.name)
        self._remarks.append(words + " " + tr("The layer was left empty."))
        return PaintLayer(document.new_id(), node.properties)

    def _paint(self, layer: Pictured, node: StackLayer) -> None:
        found = None
        if layer.mask is not None and node.unmasked:
            self._known |= {node.source, node.unmasked}
            found = self._picture(node.unmasked)
            # What is seen of it, seen through the mask again, would be fainter than it was.
            layer.mask = None if found is None else layer.mask
        found = found or self._picture(node.source)
        if found is None:
            words = tr("The picture of “{name}” is missing or damaged.", name=node.properties.name)
            self._remarks.append(words + " " + tr("The layer was left empty."))
            return
        self._known.add(node.source)
        self._remarks += found.warnings
        strips = map(premultiplied_bgra, strips_of_image(found.image))
        fill_tiles(layer.tiles, node.corner, strips)

    def _mask(self, node: StackMask | None, name: str) -> LayerMask | None:
        if node is None:
            return None
        self._known |= {node.hidden, node.drawn}
        found = self._picture(node.hidden)
        if found is None:
            self._remarks.append(tr("The mask of “{name}” is missing or damaged.", name=name))
            return None
        mask = LayerMask(is_on=node.is_on)
        hidden = np.asarray(found.image.getchannel("R"))
        mask.hidden.write(Bounds(node.corner.x, node.corner.y, *found.image.size), hidden)
        mask.hidden.snapshot()
        return mask

    def _picture(self, entry: str) -> Decoded | None:
        """An entry as a picture; None when it is missing or damaged.

        Raises:
            InputError: the pictures so far are more than a file of this size could hold.
        """
        content = self._archive.read(entry) if entry else None
        if content is None:
            return None
        try:
            found = decode(io.BytesIO(content), PurePosixPath(entry).name)
        except InputError:
            return None
        self._pixels_left -= Extent(*found.image.size).area
        if self._pixels_left < 0:
            raise InputError(
                tr("{name} unpacks to far more than it holds.", name=self._name),
                tr("It may have been made to harm. Do not open files you do not trust."),
            )
        return found

    def _entry_text(self, entry: str) -> str:
        """What an entry says; nothing where it is missing or no text."""
        self._known.add(entry)
        content = self._archive.read(entry) if entry else None
        try:
            return "" if content is None else content.decode()
        except UnicodeDecodeError:
            return ""

    def _select(self, document: Document, stack: Stack) -> None:
        if not stack.selection:
            return
        self._known.add(stack.selection)
        found = self._picture(stack.selection)
        if found is None:
            self._remarks.append(tr("The selection is missing or damaged; nothing is selected."))
            return
        coverage = np.asarray(found.image.getchannel("R"))
        corner = stack.selection_corner
        bounds = Bounds(corner.x, corner.y, *found.image.size)
        document.selection.combine(bounds, coverage, Combine.replace)
        document.selection.tiles.snapshot()

    def _place_aids(self, document: Document, text: str) -> None:
        found = parse_aids(text) if text else None
        if found is not None:
            document.aids = found
        elif text:
            self._remarks.append(tr("The guides are damaged; they were left out."))

    def _foreign_entries(self) -> dict[str, bytes]:
        """What we do not know; damaged pictures among it, which others may yet mend."""
        kept: dict[str, bytes] = {}
        room = _MAX_FOREIGN_BYTES
        for entry in self._archive.names:
            if entry in self._known:
                continue
            room -= self._archive.size_of(entry)
            content = self._archive.read(entry) if room >= 0 and _is_safe(entry) else None
            if content is None:
                self._remarks.append(tr("{entry} in the file could not be kept.", entry=entry))
            else:
                kept[entry] = content
        return kept


def _is_safe(entry: str) -> bool:
    """Whether a program that unpacks the whole file would put it inside its own folder."""
    path = PurePosixPath(entry)
    return not path.is_absolute() and ".." not in path.parts and not {"\\", ":"} & set(entry)
