from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from studio.document.composite import flatten
from studio.errors import InputError
from studio.files.formats import flat_picture, open_document, open_filters


def png(width: int = 30, height: int = 20) -> bytes:
    stream = io.BytesIO()
    Image.new("RGBA", (width, height), (10, 20, 30, 255)).save(stream, "PNG")
    return stream.getvalue()


def krita(path, entries, kind=b"application/x-krita"):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("maindoc.xml", "<DOC/>")
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_a_krita_document_opens_as_one_picture_and_says_how_to_bring_its_layers(tmp_path):
    path = krita(tmp_path / "owl.kra", {"mergedimage.png": png()})
    opened = open_document(path)
    document = opened.document
    assert [layer.properties.name for layer in document.layers] == ["owl"]
    assert np.array_equal(flatten(document, document.bounds)[0, 0], (30, 20, 10, 255))
    (warning,) = opened.warnings
    assert "OpenRaster" in warning
    assert flat_picture(path).shape == (20, 30, 4)


def test_it_is_known_by_what_it_holds_not_by_its_name(tmp_path):
    path = krita(tmp_path / "owl.zip", {"mergedimage.png": png()})
    assert len(open_document(path).document.layers) == 1


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        pytest.param({}, "no picture of all its layers", id="without a picture"),
        pytest.param({"mergedimage.png": b"nothing"}, "cannot be read", id="damaged"),
    ],
)
def test_one_that_cannot_be_shown_is_refused_with_a_way_out(tmp_path, entries, words):
    with pytest.raises(InputError, match=words):
        open_document(krita(tmp_path / "owl.kra", entries))


@pytest.mark.parametrize("kind", [b"image/openraster", b"", b"application/x-krita" * 9])
def test_another_archive_is_not_taken_for_one(tmp_path, kind):
    path = krita(tmp_path / "owl.ora", {"mergedimage.png": png()}, kind)
    with pytest.raises(InputError, match="not an OpenRaster document"):
        open_document(path)


def test_dialogs_offer_it(tmp_path):
    assert any("*.kra" in line for line in open_filters().lines)
