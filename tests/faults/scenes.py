"""Files of ours that are written again and again; how one version is told from another."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import numpy as np

from studio.brush.brush import Brush
from studio.brush.preset import Preset, read, written
from studio.colour import Colour
from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.layers import GroupLayer, LayerProperties, PaintLayer
from studio.document.tiles import Pixels
from studio.files.atomic import replace_file
from studio.files.formats import open_document, save_document
from studio.files.palettes import Palette, Swatch, read_palette, write_palette
from studio.geometry import Bounds, Extent
from studio.session.preferences import Preferences, PreferencesFile
from tests.faults import times

# Large enough for many writes.
SIDE = times(64, 400)


@dataclass(frozen=True, slots=True)
class Scene:
    """One kind of file.

    write: puts the version of that number there. version: which one lies there; it fails with
    whatever it likes if that is none.
    """

    name: str
    write: Callable[[Path, int], None]
    version: Callable[[Path], int]


def a_document(version: int) -> Document:
    """The lowest layer tells the version by its colour; the lower half of it is hidden by noise."""
    document = Document(Extent(SIDE, SIDE))
    ground = PaintLayer(document.new_id(), LayerProperties("Ground"))
    ground.tiles.write(document.bounds, np.full((SIDE, SIDE, 4), (version, 60, 90, 255), np.uint8))
    half = Bounds(0, SIDE // 2, SIDE, SIDE // 2)
    noise = np.random.default_rng(version).integers(0, 256, (SIDE // 2, SIDE, 4), np.uint8)
    noise[..., 3] = 255
    above = PaintLayer(document.new_id(), LayerProperties("雪 above"))
    above.tiles.write(half, noise)
    document.root.children += [ground, GroupLayer(document.new_id(), LayerProperties("G"), [above])]
    return document


def _picture(path: Path) -> Pixels:
    document = open_document(path).document
    return flatten(document, document.bounds)


def _shown(path: Path) -> int:
    """The version by its lowest layer's colour, when all of the picture is of that version."""
    found = _picture(path)
    version = int(found[0, 0, 0])
    made = a_document(version)
    assert np.array_equal(found, flatten(made, made.bounds))
    return version


def _roughly(path: Path) -> int:
    """As `_shown`, of a picture that was written with loss: versions are 100 apart."""
    found = _picture(path).astype(int)
    version = round(int(found[0, 0, 0]) / 100) * 100
    assert abs(found[: SIDE // 3, :, 0] - version).max() < 50
    return version


def _write_palette(path: Path, version: int) -> None:
    write_palette(Palette("Ours", (Swatch(Colour(version, 2, 3), "one"),) * 9, 3), path)


def _palette(path: Path) -> int:
    found = read_palette(path)
    assert len(found.swatches) == 9
    return int(found.swatches[0].colour.red)


def _write_preset(path: Path, version: int) -> None:
    text = written(Preset("ours", "Ours", replace(Brush(), size=float(version))))

    def write(stream: BinaryIO) -> None:
        stream.write(text.encode())

    replace_file(path, write)


def _preset(path: Path) -> int:
    return int(read("ours", path.read_text("utf-8")).brush.size)


def _write_preferences(path: Path, version: int) -> None:
    kept = PreferencesFile(path)
    kept.change(Preferences(undo_megabytes=version * 1000, recent=("/a", "/b")))


def _preferences(path: Path) -> int:
    found = json.loads(path.read_text("utf-8"))
    assert found["recent"] == ["/a", "/b"]
    return int(found["undo_megabytes"]) // 1000


def _saved(path: Path, version: int) -> None:
    save_document(a_document(version), path)


SCENES: Mapping[str, Scene] = {
    one.name: one
    for one in (
        Scene("painting.ora", _saved, _shown),
        Scene("layers.psd", _saved, _shown),
        Scene("picture.png", _saved, _shown),
        Scene("picture.webp", _saved, _roughly),
        Scene("picture.jpg", _saved, _roughly),
        Scene("picture.tiff", _saved, _shown),
        Scene("colours.gpl", _write_palette, _palette),
        Scene("brush.json", _write_preset, _preset),
        Scene("preferences.json", _write_preferences, _preferences),
    )
}
