"""The verbs of the File menu."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from studio.document.commands import AddLayer
from studio.document.document import MAX_SIDE, Document
from studio.document.layers import LayerId, LayerProperties, PaintLayer
from studio.document.tiles import TILE, Pixels, bounds_of, keys_covering
from studio.errors import InputError
from studio.files.formats import flat_picture, open_document
from studio.files.openraster.reuse import LastSave
from studio.files.stamp import Source
from studio.geometry import Bounds, Extent
from studio.session.easel import Easel
from studio.session.files.kept_file import Doubt, KeptFile
from studio.session.preferences import PreferencesFile
from studio.signals import Signal
from studio.text import tr

NATIVE = ".ora"


class Filing:
    """Where the painting is kept, and whether that is up to date.

    found_open: what was opened is open in another window too.
    """

    def __init__(self, easel: Easel, preferences: PreferencesFile) -> None:
        self.state_changed: Signal[None] = Signal()
        self.warned: Signal[tuple[str, ...]] = Signal()
        self.found_open: Signal[Path] = Signal()
        self.saved: Signal[Path] = Signal()
        self.path: Path | None = None
        self.kept = KeptFile(preferences.folder / "open")
        self._is_recovered = self._next_is_recovered = False
        self._opened: Path | None = None
        self._last = LastSave()
        self._easel = easel
        self._preferences = preferences
        self._follow()
        easel.document_replaced.connect(lambda _: self._follow())

    @property
    def is_modified(self) -> bool:
        """Whether something was done since the painting was saved or opened."""
        history = self._easel.document.history
        now = (history.latest, history.position > 0)
        return self._is_recovered or now != (self._saved, self._saved is not None)

    @property
    def is_untouched(self) -> bool:
        """Whether it is an empty canvas on which nothing was done yet."""
        return self.path is None and self._opened is None and not self.is_modified

    @property
    def title(self) -> str:
        """The name of the painting, or of the picture it began as."""
        named = self.path or self._opened
        return named.name if named else tr("Untitled")

    @property
    def recent(self) -> tuple[Path, ...]:
        """Files opened or saved lately, newest first."""
        return tuple(Path(one) for one in self._preferences.current.recent)

    def new(self, extent: Extent, *, is_white: bool = True) -> None:
        """Begin an empty painting with one layer, white or transparent.

        Raises:
            InputError: a side is not from 1 to 16384.
        """
        document = blank_document(extent, is_white=is_white)
        self.path = self._opened = None
        self.kept.forget()
        self._easel.put(document)

    def open(self, path: Path) -> None:
        """Open a document or a picture; what could not be read of it is told by `warned`.

        Raises:
            InputError: it cannot be read; the painting before it stays.
        """
        source = Source.of(path)
        opened = open_document(path)
        self.path = path if path.suffix.lower() == NATIVE else None
        self._opened = path
        self.kept.take(path, source)
        self._easel.put(opened.document)
        self._remember(path)
        if opened.warnings:
            self.warned.emit(opened.warnings)
        if self.kept.is_others:
            self.found_open.emit(path)

    def save(self, path: Path) -> None:
        """Save as OpenRaster, the native format.

        Raises:
            StorageError: it cannot be written; a file of that name stays as it was.
        """
        from studio.files.openraster import format as openraster  # not at the start of the program

        native = _native(path)
        backs_up = self._preferences.current.keeps_backups
        openraster.save(self._easel.document, native, self._last, keeps_backup=backs_up)
        self.path = native
        self.kept.take(native, Source.of(native))
        self._saved = self._easel.document.history.latest
        self._is_recovered = False
        self._remember(native)
        self.state_changed.emit(None)
        self.saved.emit(native)

    def recover(
        self, document: Document, title: str, source: Source | None, *, is_modified: bool
    ) -> None:
        """Go on with a painting as a crash left it; source: the file it was in, as it was left."""
        named = source.path if source is not None else Path(title)
        self.path = named if source is not None and named.suffix.lower() == NATIVE else None
        self._opened = named
        if source is None:
            self.kept.forget()
        else:
            self.kept.take(named, source)
        self._next_is_recovered = is_modified
        self._easel.put(document)

    def doubt_about(self, path: Path) -> Doubt | None:
        """Why saving there needs a question first; None when it does not."""
        return self.kept.doubt_about(_native(path))

    def insert(self, path: Path) -> LayerId:
        """Add a picture as a layer, in the middle of the canvas.

        Raises:
            InputError: it cannot be read.
        """
        return self.insert_pixels(flat_picture(path), path.stem)

    def insert_pixels(self, pixels: Pixels, name: str, at: Bounds | None = None) -> LayerId:
        """Add premultiplied BGRA pixels as a layer above the active one, as one step."""
        document = self._easel.document
        height, width = pixels.shape[:2]
        canvas = document.extent
        middle = Bounds((canvas.width - width) // 2, (canvas.height - height) // 2, width, height)
        layer = PaintLayer(document.new_id(), LayerProperties(name))
        layer.tiles.write(at or middle, pixels)
        active = self._easel.active
        parent, index = document.place_of(active) if active else (active, -1)
        document.do(AddLayer(layer, parent, index + 1, tr("Insert picture")))
        return layer.id

    def _remember(self, path: Path) -> None:
        current = self._preferences.current
        self._preferences.change(current.with_recent(path.resolve()))

    def _follow(self) -> None:
        history = self._easel.document.history
        self._saved = history.latest
        self._is_recovered, self._next_is_recovered = self._next_is_recovered, False
        history.changed.connect(self.state_changed.emit)
        self.state_changed.emit(None)


def _native(path: Path) -> Path:
    return path if path.suffix.lower() == NATIVE else path.with_name(path.name + NATIVE)


def blank_document(extent: Extent, *, is_white: bool = True) -> Document:
    """A document with one layer and an empty history.

    Raises:
        InputError: a side is not from 1 to 16384.
    """
    refuse_impossible(extent)
    document = Document(extent)
    layer = PaintLayer(document.new_id(), LayerProperties(tr("Background")))
    if is_white:
        _fill_white(layer, extent)
    document.root.children.append(layer)
    return document


def refuse_impossible(extent: Extent) -> None:
    """See that a canvas can have that size.

    Raises:
        InputError: a side is not from 1 to 16384.
    """
    if not (1 <= extent.width <= MAX_SIDE and 1 <= extent.height <= MAX_SIDE):
        raise InputError(
            tr(
                "A canvas of {width} × {height} px cannot be made.",
                width=extent.width,
                height=extent.height,
            ),
            tr("Give sides from 1 to {most} px.", most=MAX_SIDE),
        )


def _fill_white(layer: PaintLayer, extent: Extent) -> None:
    """Whole tiles share one array: a white 16384² canvas costs 256 KB."""
    white = np.full((TILE, TILE, 4), 255, np.uint8)
    white.flags.writeable = False
    whole = Extent(extent.width // TILE * TILE, extent.height // TILE * TILE).bounds
    layer.tiles.apply(dict.fromkeys(keys_covering(whole), white))
    for key in set(keys_covering(extent.bounds)) - layer.tiles.keys:
        rows, columns = (
            bounds_of(key).intersection(extent.bounds).relative_to(bounds_of(key)).slices
        )
        layer.tiles.edit(key)[rows, columns] = 255
