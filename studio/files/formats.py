"""Every kind of file that can be opened and saved.

What reads and writes them is imported where it is called: a window comes up 50 ms sooner.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.layers import LayerProperties, PaintLayer
from studio.document.tiles import Pixels
from studio.errors import InputError
from studio.files.atomic import replace_file
from studio.files.opening import open_file
from studio.files.openraster.reuse import LastSave
from studio.files.pictures.metadata import PARAMETERS, parameters_text
from studio.files.pictures.tiling import fill_tiles
from studio.foreign_json import read_json
from studio.generation.recipe import LayerRecipe
from studio.geometry import Extent, Point
from studio.text import tr

if TYPE_CHECKING:
    from studio.files.openraster.format import Opened
    from studio.files.pictures.images import Picture

EXIF_ENTRY = "repaint-studio/exif"
PROFILE_ENTRY = "repaint-studio/profile"
WORDS_ENTRY = "repaint-studio/words"
RECIPE_WORDS = "repaint-studio"

_ZIP_START, _PHOTOSHOP_START = b"PK", b"8BPS"
# What the web UI and ComfyUI write into their pictures, and read again.
_KEPT_WORDS = (PARAMETERS, "prompt", "workflow", RECIPE_WORDS)


class Format(Enum):
    """A kind of file; each value is what its names end in, the usual one first."""

    openraster = (".ora",)
    png = (".png",)
    jpeg = (".jpg", ".jpeg")
    webp = (".webp",)
    avif = (".avif",)
    tiff = (".tif", ".tiff")
    photoshop = (".psd", ".psb")
    gif = (".gif",)
    svg = (".svg",)
    heif = (".heic", ".heif")
    krita = (".kra",)

    @property
    def title(self) -> str:
        """What dialogs call it."""
        return _title_of(self)

    @property
    def keeps_layers(self) -> bool:
        """Whether a document comes back as it was; the others hold one picture, or most of it."""
        return self is Format.openraster

    @property
    def is_written(self) -> bool:
        """Whether it can be written, not only opened."""
        return bool(self.endings_written)

    @property
    def endings_written(self) -> tuple[str, ...]:
        """What the name of a file that is to be written may end in."""
        if self in {Format.gif, Format.svg, Format.heif, Format.krita}:
            return ()
        ends: tuple[str, ...] = self.value
        return ends[:1] if self is Format.photoshop else ends

    @property
    def is_flat(self) -> bool:
        """Whether what is written is one picture."""
        return self.is_written and self not in {Format.openraster, Format.photoshop}

    @property
    def has_quality(self) -> bool:
        """Whether less quality makes a smaller file."""
        return self in {Format.jpeg, Format.webp, Format.avif}


@dataclass(frozen=True, slots=True)
class Filters:
    """Lines for file dialogs, all together first: "Pictures (*.png *.jpg)"."""

    lines: tuple[str, ...]

    @property
    def qt(self) -> str:
        """As QFileDialog takes them."""
        return ";;".join(self.lines)


def format_of(path: Path) -> Format:
    """The kind of file that a name asks for.

    Raises:
        InputError: no kind that is known.
    """
    for one in Format:
        if path.suffix.lower() in one.endings_written:
            return one
    raise InputError(
        tr("{name} is of a kind that cannot be written.", name=path.name),
        tr("Let the name end in .ora to keep the layers, or in .png, .jpg or .webp."),
    )


def open_filters() -> Filters:
    """What can be opened."""
    everything = tuple(end for one in Format for end in one.value)
    return Filters((_line(tr("All that can be opened"), everything), *_lines_of(tuple(Format))))


def save_filters() -> Filters:
    """What a document can be saved as with its layers."""
    return Filters(_lines_of(tuple(one for one in Format if one.keeps_layers)))


def export_filters() -> Filters:
    """What a document can be exported as: one picture, or layers for another program."""
    kinds = (one for one in Format if one.is_written and not one.keeps_layers)
    return Filters(_lines_of(tuple(kinds), written=True))


def open_document(path: Path) -> Opened:
    """Open a file by what it holds, whatever its name: a picture becomes a layer of its name.

    Raises:
        InputError: it is not there, of no known kind, damaged, or made to harm.
    """
    start = _start_of(path)
    if start == _PHOTOSHOP_START:
        from studio.files.psd import reading as photoshop

        opened = photoshop.load(path)
        if opened.exif:
            opened.document.attachments[EXIF_ENTRY] = opened.exif
        return opened
    from studio.files.krita import is_krita, read_merged
    from studio.files.openraster import format as openraster
    from studio.files.pictures.images import read_picture

    if start.startswith(_ZIP_START) and not is_krita(path):
        return openraster.load(path)
    picture = read_merged(path) if start.startswith(_ZIP_START) else read_picture(path)
    return openraster.Opened(document_of(picture, path.stem), picture.warnings)


def is_layered(path: Path) -> bool:
    """Whether a file holds a document, not one picture, by what it begins with.

    Raises:
        InputError: it is not there.
    """
    start = _start_of(path)
    return start.startswith(_ZIP_START) or start == _PHOTOSHOP_START


def flat_picture(path: Path) -> Pixels:
    """What a picture or a document looks like: premultiplied BGRA uint8[h, w, 4].

    Raises:
        InputError: as `open_document`.
    """
    if not is_layered(path):
        from studio.files.pictures.images import read_picture

        return read_picture(path).pixels
    document = open_document(path).document
    return flatten(document, document.bounds)


def document_of(picture: Picture, name: str) -> Document:
    """A document of one layer."""
    from studio.files.pictures.png import strips_of

    height, width = picture.pixels.shape[:2]
    document = Document(Extent(width, height))
    layer = PaintLayer(document.new_id(), LayerProperties(name))
    fill_tiles(layer.tiles, Point(0, 0), strips_of(picture.pixels))
    document.root.children.append(layer)
    kept = {EXIF_ENTRY: picture.exif, PROFILE_ENTRY: picture.profile}
    document.attachments |= {entry: content for entry, content in kept.items() if content}
    words = {key: picture.text[key] for key in _KEPT_WORDS if key in picture.text}
    if words:
        document.attachments[WORDS_ENTRY] = json.dumps(words, ensure_ascii=False).encode()
    return document


def save_document(
    document: Document, path: Path, *, quality: int | None = None, last: LastSave | None = None
) -> tuple[str, ...]:
    """Write a document as the name asks: whole, or as one picture with how it was made.

    Returns what such a file could not hold, a sentence each.

    last: of OpenRaster, the save before this one, and afterwards this one.
    quality: as in `Packing`.

    Raises:
        InputError: the name asks for nothing known, or that kind cannot be so large.
        StorageError: it could not be written; a file from before is untouched.
    """
    kind = format_of(path)
    exif = document.attachments.get(EXIF_ENTRY, b"")
    if kind.keeps_layers:
        from studio.files.openraster import format as openraster

        openraster.save(document, path, last)
    elif kind is Format.photoshop:
        from studio.files.psd import writing as photoshop

        replace_file(path, lambda stream: photoshop.write_document(document, stream, exif))
        return photoshop.losses_of(document)
    else:
        from studio.files.pictures.images import write_picture

        pixels = flatten(document, document.bounds)
        write_picture(path, pixels, text=settings_of(document), quality=quality, exif=exif)
    return ()


def settings_of(document: Document) -> dict[str, str]:
    """How its topmost generated layer that shows was made, or the picture it began as.

    By PNG keyword; may be nothing.
    """
    for layer in reversed(document.layers):
        if isinstance(layer, PaintLayer) and layer.recipe and layer.properties.visible:
            try:
                recipe = LayerRecipe.from_json(layer.recipe).recipe
            except InputError:
                continue  # of another version: what cannot be read cannot be told
            words = parameters_text(recipe, document.extent)
            return {PARAMETERS: words, RECIPE_WORDS: layer.recipe}
    return words_of(document)


def words_of(document: Document) -> dict[str, str]:
    """What the picture that it began as says of how it was made, by PNG keyword."""
    try:
        found = read_json(document.attachments.get(WORDS_ENTRY, b"{}"))
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: found[key] for key in _KEPT_WORDS if isinstance(found.get(key), str)}


def _start_of(path: Path) -> bytes:
    with open_file(path) as stream:
        return stream.read(len(_PHOTOSHOP_START))


def _lines_of(formats: tuple[Format, ...], *, written: bool = False) -> tuple[str, ...]:
    ends = ((one, one.endings_written if written else one.value) for one in formats)
    return tuple(_line(one.title, those) for one, those in ends)


def _line(title: str, ends: tuple[str, ...]) -> str:
    return f"{title} ({' '.join(f'*{end}' for end in ends)})"


def _title_of(one: Format) -> str:
    titles = {
        Format.openraster: tr("OpenRaster document"),
        Format.png: tr("PNG picture"),
        Format.jpeg: tr("JPEG picture"),
        Format.webp: tr("WebP picture"),
        Format.avif: tr("AVIF picture"),
        Format.tiff: tr("TIFF picture"),
        Format.gif: tr("GIF picture"),
        Format.svg: tr("SVG drawing"),
        Format.heif: tr("HEIC picture"),
        Format.photoshop: tr("Photoshop document"),
        Format.krita: tr("Krita document"),
    }
    return titles[one]
