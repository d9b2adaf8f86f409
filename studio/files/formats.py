"""Every kind of file that can be opened and saved."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.layers import LayerProperties, PaintLayer
from studio.errors import InputError
from studio.files import openraster
from studio.files.images import Picture, read_picture, write_picture
from studio.files.metadata import PARAMETERS, parameters_text
from studio.files.opening import open_file
from studio.files.openraster import Opened
from studio.files.png import strips_of
from studio.files.reuse import LastSave
from studio.files.tiling import fill_tiles
from studio.generation.recipe import LayerRecipe
from studio.geometry import Extent, Point
from studio.text import tr

EXIF_ENTRY = "repaint-studio/exif"
RECIPE_WORDS = "repaint-studio"

_ZIP_START = b"PK"


class Format(Enum):
    """A kind of file; each value is what its names end in, the usual one first."""

    openraster = (".ora",)
    png = (".png",)
    jpeg = (".jpg", ".jpeg")
    webp = (".webp",)

    @property
    def title(self) -> str:
        """What dialogs call it."""
        return _title_of(self)

    @property
    def keeps_layers(self) -> bool:
        """Whether a document comes back as it was; the others hold one picture."""
        return self is Format.openraster

    @property
    def has_quality(self) -> bool:
        """Whether less quality makes a smaller file."""
        return self in {Format.jpeg, Format.webp}


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
        if path.suffix.lower() in one.value:
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
    """What a document can be exported as, one picture."""
    return Filters(_lines_of(tuple(one for one in Format if not one.keeps_layers)))


def open_document(path: Path) -> Opened:
    """Open a file by what it holds, whatever its name: a picture becomes a layer of its name.

    Raises:
        InputError: it is not there, of no known kind, damaged, or made to harm.
    """
    with open_file(path) as stream:
        start = stream.read(len(_ZIP_START))
    if start == _ZIP_START:
        return openraster.load(path)
    picture = read_picture(path)
    return Opened(document_of(picture, path.stem), picture.warnings)


def document_of(picture: Picture, name: str) -> Document:
    """A document of one layer."""
    height, width = picture.pixels.shape[:2]
    document = Document(Extent(width, height))
    layer = PaintLayer(document.new_id(), LayerProperties(name))
    fill_tiles(layer.tiles, Point(0, 0), strips_of(picture.pixels))
    document.root.children.append(layer)
    if picture.exif:
        document.attachments[EXIF_ENTRY] = picture.exif
    return document


def save_document(
    document: Document, path: Path, *, quality: int | None = None, last: LastSave | None = None
) -> None:
    """Write a document as the name asks: whole, or as one picture with how it was made.

    last: of OpenRaster, the save before this one, and afterwards this one.
    quality: 1..100 for JPEG and WebP; None is 92 for JPEG, and a WebP without loss.

    Raises:
        InputError: the name asks for nothing known, or that kind cannot be so large.
        StorageError: it could not be written; a file from before is untouched.
    """
    if format_of(path).keeps_layers:
        openraster.save(document, path, last)
        return
    pixels = flatten(document, document.bounds)
    exif = document.attachments.get(EXIF_ENTRY, b"")
    write_picture(path, pixels, text=settings_of(document), quality=quality, exif=exif)


def settings_of(document: Document) -> dict[str, str]:
    """How the topmost generated layer that shows was made, by PNG keyword; may be nothing."""
    for layer in reversed(document.layers):
        if isinstance(layer, PaintLayer) and layer.recipe and layer.properties.visible:
            try:
                recipe = LayerRecipe.from_json(layer.recipe).recipe
            except InputError:
                continue  # of another version: what cannot be read cannot be told
            words = parameters_text(recipe, document.extent)
            return {PARAMETERS: words, RECIPE_WORDS: layer.recipe}
    return {}


def _lines_of(formats: tuple[Format, ...]) -> tuple[str, ...]:
    return tuple(_line(one.title, one.value) for one in formats)


def _line(title: str, ends: tuple[str, ...]) -> str:
    return f"{title} ({' '.join(f'*{end}' for end in ends)})"


def _title_of(one: Format) -> str:
    titles = {
        Format.openraster: tr("OpenRaster document"),
        Format.png: tr("PNG picture"),
        Format.jpeg: tr("JPEG picture"),
        Format.webp: tr("WebP picture"),
    }
    return titles[one]
