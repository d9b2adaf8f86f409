"""A second save, which copies from the first what has not changed."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from studio.document.document import Document
from studio.document.layers import LayerMask, LayerProperties, PaintLayer
from studio.document.tiles import TileStore
from studio.files.openraster import writing
from studio.files.openraster.format import load, save
from studio.files.openraster.reuse import LastSave
from studio.files.pictures.png import write_png
from studio.geometry import Bounds, Extent
from tests.document.paintings import noise

SIZES = (Bounds(3, 5, 70, 60), Bounds(-20, 10, 300, 80), Bounds(250, 250, 40, 50))


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Extent]:
    """The sizes of the pictures that are encoded."""
    sizes: list[Extent] = []

    def watched(stream, extent, strips, **options):
        sizes.append(extent)
        write_png(stream, extent, strips, **options)

    monkeypatch.setattr(writing, "write_png", watched)
    return sizes


@pytest.fixture
def document() -> Document:
    made = Document(Extent(320, 310))
    rng = np.random.default_rng(1)
    for bounds in SIZES:
        layer = PaintLayer(made.new_id(), LayerProperties(""))
        layer.tiles.write(bounds, noise(rng, bounds))
        made.root.children.append(layer)
    return made


def layers_drawn(drawn: list[Extent]) -> list[Extent]:
    return [size for size in drawn if size in {bounds.extent for bounds in SIZES}]


def paint_on(document: Document, number: int) -> None:
    with document.painting(document.layers[number].id, "") as tiles:
        tiles.edit((0, 0))[20:30, 20:30] = 255


def saved_anew(document: Document, path: Path) -> bytes:
    save(document, path)
    return path.read_bytes()


def test_what_has_not_changed_is_not_encoded_again(document, drawn, tmp_path):
    last = LastSave()
    save(document, tmp_path / "a.ora", last)
    assert len(layers_drawn(drawn)) == 3
    drawn.clear()
    save(document, tmp_path / "a.ora", last)
    assert layers_drawn(drawn) == []
    assert (tmp_path / "a.ora").read_bytes() == saved_anew(document, tmp_path / "b.ora")


def test_a_painted_layer_is_encoded_and_no_other(document, drawn, tmp_path):
    last = LastSave()
    save(document, tmp_path / "a.ora", last)
    for number in (1, 0):
        drawn.clear()
        paint_on(document, number)
        save(document, tmp_path / "a.ora", last)
        assert layers_drawn(drawn) == [SIZES[number].extent]
    assert (tmp_path / "a.ora").read_bytes() == saved_anew(document, tmp_path / "b.ora")


def test_a_layer_that_moved_in_the_stack_is_found_again(document, drawn, tmp_path):
    last = LastSave()
    save(document, tmp_path / "a.ora", last)
    drawn.clear()
    document.root.children.reverse()
    document.root.children.insert(1, PaintLayer(document.new_id(), LayerProperties("")))
    save(document, tmp_path / "elsewhere.ora", last)
    assert layers_drawn(drawn) == []
    assert (tmp_path / "elsewhere.ora").read_bytes() == saved_anew(document, tmp_path / "b.ora")


def test_what_a_mask_hides_is_written_as_it_is_now(document, tmp_path):
    last = LastSave()
    layer = document.layers[0]
    assert isinstance(layer, PaintLayer)
    layer.mask = LayerMask(TileStore(channels=1))
    for rows in (slice(10, 20), slice(30, 40)):
        with document.masking(layer.id, "") as hidden:
            hidden.edit((0, 0))[rows] = 200
        save(document, tmp_path / "a.ora", last)
        assert (tmp_path / "a.ora").read_bytes() == saved_anew(document, tmp_path / "b.ora")


def test_from_a_file_that_another_program_changed_nothing_is_taken(document, drawn, tmp_path):
    last = LastSave()
    save(document, tmp_path / "a.ora", last)
    (tmp_path / "a.ora").write_bytes(b"something else")
    drawn.clear()
    save(document, tmp_path / "a.ora", last)
    assert len(layers_drawn(drawn)) == 3
    assert not load(tmp_path / "a.ora").warnings


def test_a_file_that_is_gone_is_no_reason_not_to_save(document, tmp_path):
    last = LastSave()
    save(document, tmp_path / "a.ora", last)
    (tmp_path / "a.ora").unlink()
    save(document, tmp_path / "a.ora", last)
    assert (tmp_path / "a.ora").read_bytes() == saved_anew(document, tmp_path / "b.ora")


def test_a_picture_that_a_disk_has_spoilt_is_encoded_again(document, drawn, tmp_path):
    last, path = LastSave(), tmp_path / "a.ora"
    save(document, path, last)
    before = path.stat()
    content = bytearray(path.read_bytes())
    content[content.index(b"IDAT") + 40] ^= 1
    with path.open("r+b") as stream:
        stream.write(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    drawn.clear()
    save(document, path, last)
    assert len(layers_drawn(drawn)) == 1
    assert path.read_bytes() == saved_anew(document, tmp_path / "b.ora")
