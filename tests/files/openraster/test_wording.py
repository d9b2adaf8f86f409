from __future__ import annotations

import json
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from studio.colour import Colour
from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.layers import LayerMask, LayerProperties, PaintLayer, TextLayer
from studio.document.placement import Placement
from studio.document.rewording import reword
from studio.document.texts import Alignment, Style, Text
from studio.files.openraster.format import load, save
from studio.files.openraster.wording import parse_wording, wording_of
from studio.geometry import Bounds, Extent

STYLE = Style("No Such Font 7", 37, 600, True, Alignment.right, 1.25, -0.05)
TEXT = Text(
    "Hé\n🎨 “你好” \ud83d", STYLE, Colour(1, 2, 250), Placement(0.5, 0.1, -1.0, 2.0, 3.0, 4.0), 99.5
)


def document_with(text=TEXT):
    document = Document(Extent(300, 200))
    layer = TextLayer(document.new_id(), LayerProperties("words"), text)
    reword(layer, text, document.bounds)
    document.root.children.append(layer)
    return document, layer


def put_words(path, content):
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    entries["repaint-studio/text0.json"] = content
    with zipfile.ZipFile(path, "w") as archive:
        for name, one in entries.items():
            if one is not None:
                archive.writestr(name, one)


def seen(document):
    return flatten(document, document.bounds)


def test_a_text_comes_back_as_it_was():
    assert parse_wording(wording_of(TEXT)) == TEXT
    plain = replace(TEXT, width=None, style=Style())
    assert parse_wording(wording_of(plain)) == plain


@pytest.mark.parametrize(
    "change",
    [
        {"words": 7},
        {"words": "x" * 200_000},
        {"colour": "mauve"},
        {"placement": [1, 0, 0]},
        {"placement": [0, 0, 0, 0, 5, 5]},
        {"placement": [1, 0, 0, 1, 1e300, 0]},
        {"placement": "here"},
        {"width": -4},
        {"style": {}},
        {"style": []},
    ],
    ids=str,
)
def test_what_no_text_could_be_is_none(change):
    assert parse_wording(json.dumps(json.loads(wording_of(TEXT)) | change)) is None


@pytest.mark.parametrize(
    "change",
    [{"size": 0}, {"size": 1e9}, {"weight": 5}, {"alignment": "up"}, {"line_spacing": "x"}],
    ids=str,
)
def test_a_style_that_no_text_could_have_is_none(change):
    found = json.loads(wording_of(TEXT))
    assert parse_wording(json.dumps(found | {"style": found["style"] | change})) is None


@pytest.mark.parametrize("wording", ["", "{", "[]", "null", "7", "[" * 10_000])
def test_what_is_damaged_is_none(wording):
    assert parse_wording(wording) is None


def test_a_saved_text_is_text_again_and_looks_the_same(qapp, tmp_path):
    document, layer = document_with()
    before = seen(document)
    save(document, tmp_path / "a.ora")
    opened = load(tmp_path / "a.ora")
    (found,) = opened.document.root.children
    assert opened.warnings == ()
    assert isinstance(found, TextLayer)
    assert found.text == layer.text
    # As bytes, not drawn anew: here the font is not known, there it may be.
    assert (seen(opened.document) == before).all()
    save(opened.document, tmp_path / "b.ora")
    assert (tmp_path / "b.ora").read_bytes() == (tmp_path / "a.ora").read_bytes()


def test_others_find_a_picture_in_its_place(qapp, tmp_path):
    document, _ = document_with()
    save(document, tmp_path / "a.ora")
    with zipfile.ZipFile(tmp_path / "a.ora") as archive:
        assert archive.read("data/layer0.png").startswith(b"\x89PNG")
        assert json.loads(archive.read("repaint-studio/text0.json"))["words"] == TEXT.words


def test_a_masked_text_comes_back_whole(qapp, tmp_path):
    document, layer = document_with()
    layer.mask = LayerMask()
    layer.mask.hidden.write(Bounds(0, 0, 20, 200), np.full((200, 20), 200, np.uint8))
    layer.mask.hidden.snapshot()
    save(document, tmp_path / "a.ora")
    (found,) = load(tmp_path / "a.ora").document.root.children
    assert isinstance(found, TextLayer)
    assert found.mask is not None
    assert (found.tiles.read(document.bounds) == layer.tiles.read(document.bounds)).all()
    assert (
        found.mask.hidden.read(document.bounds) == layer.mask.hidden.read(document.bounds)
    ).all()


@pytest.mark.parametrize("content", [b"{}", b"\xff\xfe", None], ids=["other", "no text", "missing"])
def test_words_that_cannot_be_read_leave_their_picture(qapp, tmp_path, content):
    document, _ = document_with()
    save(document, tmp_path / "a.ora")
    put_words(tmp_path / "a.ora", content)
    opened = load(tmp_path / "a.ora")
    assert isinstance(opened.document.root.children[0], PaintLayer)
    assert (seen(opened.document) == seen(document)).all()
    assert "words" in opened.warnings[0]
