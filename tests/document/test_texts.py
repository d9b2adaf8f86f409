from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.colour import Colour
from studio.document.commands import AddLayer, RemoveLayer, SetProperties
from studio.document.composite import flatten
from studio.document.document import Document
from studio.document.layers import LayerProperties, PaintLayer, TextLayer
from studio.document.lettering import LineStep, Typeset, can_draw, lettered, usual_family
from studio.document.masks import SetMask, mask_showing
from studio.document.placement import Placement
from studio.document.rewording import reword, set_text
from studio.document.texts import (
    BOLD,
    Alignment,
    Style,
    Text,
    length_of,
    with_inserted,
)
from studio.document.tiles import bounds_of
from studio.geometry import Bounds, Extent

RED = Colour(220, 20, 10)
CANVAS = Bounds(0, 0, 600, 400)
ODD = {
    "nothing": "",
    "line ends": "\n\n\u2028\r\n",
    "chinese": "你好，世界",
    "emoji": "🎨👩‍👩‍👧🏳️‍🌈",
    "right to left": "שלום עולם مرحبا",
    "marks": "a\u0301\u0302\u0303" * 50,
    "half a pair": "a\ud83dz",
    "nul": "a\x00b",
    "long": "word " * 2000,
    "one long line": "x" * 10_000,
}


@pytest.fixture(autouse=True)
def _fonts(qapp):
    """Letters need a QGuiApplication."""


def text_of(words="Hillow", x=100.0, y=80.0, **style):
    return Text(words, Style(**{"family": usual_family(), **style}), RED, Placement(e=x, f=y))


def picture_of(text, canvas=CANVAS):
    out = np.zeros((canvas.height, canvas.width, 4), np.uint8)
    for key, tile in lettered(text, canvas).items():
        cut = bounds_of(key).intersection(canvas)
        out[cut.relative_to(canvas).slices] = tile[cut.relative_to(bounds_of(key)).slices]
    return out


def inked(picture):
    """Left, top, right, bottom of what is painted."""
    rows, columns = np.nonzero(picture[..., 3])
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


def document_with(text):
    document = Document(CANVAS.extent)
    document.root.children.append(PaintLayer(document.new_id(), LayerProperties("paint")))
    layer = TextLayer(document.new_id(), LayerProperties("text"), text)
    reword(layer, text, document.bounds)
    document.do(AddLayer(layer, document.root.id, 1, "Add"))
    return document, layer


def seen(document):
    return flatten(document, document.bounds)


def test_a_text_is_drawn_in_its_colour_where_it_is():
    picture = picture_of(text_of())
    left, top, right, bottom = inked(picture)
    assert 100 <= left < 110
    assert 80 <= top < bottom <= 80 + 70
    solid = picture[picture[..., 3] == 255]
    assert len(solid) > 100
    assert (solid == (10, 20, 220, 255)).all()
    assert right > left + 60


def test_what_is_drawn_is_premultiplied():
    picture = picture_of(text_of(size=20))
    assert (picture[..., :3] <= picture[..., 3:]).all()


def test_nothing_is_drawn_beyond_the_canvas():
    tiles = lettered(text_of("wide words " * 20), CANVAS)
    whole = lettered(text_of("wide words " * 20), Bounds(0, 0, 4000, 400))
    assert max(column for column, _ in tiles) == 2
    assert max(column for column, _ in whole) > 5
    assert not tiles[2, 0][:, 600 - 512 :].any()


@pytest.mark.parametrize(
    ("alignment", "edge"), [(Alignment.left, 0), (Alignment.centre, 1), (Alignment.right, 2)]
)
def test_a_text_without_a_box_is_held_by_its_left_its_middle_or_its_right(alignment, edge):
    left, _, right, _ = inked(picture_of(text_of("MM\nMMMMMM", x=300, alignment=alignment)))
    assert abs((left, (left + right) / 2, right)[edge] - 300) < 8


def test_words_wrap_in_a_box():
    boxed = replace(text_of("one two three four five six", size=30), width=150.0)
    _, top, right, bottom = inked(picture_of(boxed))
    assert right <= 100 + 150
    assert bottom - top > 90


def test_a_justified_box_is_filled_to_both_edges():
    words = "some words that fill a few lines of a box quite well"
    ragged = replace(text_of(words, size=24), width=200.0)
    justified = replace(ragged, style=replace(ragged.style, alignment=Alignment.justify))
    assert (picture_of(ragged) != picture_of(justified)).any()
    assert 290 < inked(picture_of(justified))[2] <= 301


@pytest.mark.parametrize(
    "change",
    [
        {"size": 60},
        {"weight": BOLD},
        {"is_italic": True},
        {"letter_spacing": 0.2},
        {"family": "Nimbus Mono PS"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_style_changes_the_letters(change):
    plain = text_of("Hamburg")
    styled = replace(plain, style=replace(plain.style, **change))
    assert (picture_of(plain) != picture_of(styled)).any()


def test_line_spacing_moves_the_second_line():
    plain = inked(picture_of(text_of("H\nH", size=40)))
    spaced = inked(picture_of(text_of("H\nH", size=40, line_spacing=2.0)))
    assert spaced[3] - plain[3] > 30


def test_a_mirrored_text_is_its_mirror_image():
    text = text_of("FLAG", x=100)
    mirrored = text.placed(Placement(a=-1.0, e=600.0))
    here, there = picture_of(text).astype(int), picture_of(mirrored)[:, ::-1].astype(int)
    assert np.abs(here - there).mean() < 1


def test_a_larger_canvas_sets_a_text_in_a_larger_size():
    doubled = text_of(size=20).placed(Placement(a=2.0, d=2.0))
    assert doubled.style.size == 40
    assert doubled.placement == Placement(e=200.0, f=160.0)
    stretched = replace(text_of(size=20), width=50.0).placed(Placement(a=1.3, d=1.3))
    assert stretched.style.size * stretched.placement.a == pytest.approx(26)
    assert stretched.width * stretched.placement.a == pytest.approx(65)


def test_turning_a_text_four_times_leaves_it_as_it_was():
    turned = text = text_of()
    for _ in range(4):
        turned = turned.placed(Placement(a=0.0, b=1.0, c=-1.0, d=0.0, e=400.0))
    assert turned.placement.a == pytest.approx(1)
    assert turned.style == text.style


@pytest.mark.parametrize("words", ODD.values(), ids=ODD.keys())
def test_odd_words_are_laid_out_drawn_and_pointed_at(words):
    text = text_of(words, size=24)
    for one in (text, replace(text, width=300.0)):
        lettered(one, CANVAS)
        typeset = Typeset(one)
        for position in (0, 1, 3, length_of(words), 50_000):
            (_, top), (_, bottom) = typeset.caret(position)
            assert bottom > top
            for step in LineStep:
                assert 0 <= typeset.stepped(position, step) <= length_of(words)
        assert 0 <= typeset.position_at((150.0, 90.0)) <= length_of(words)
        list(typeset.boxes(0, length_of(words)))


def test_a_caret_goes_where_is_pointed():
    typeset = Typeset(text_of("abc\ndef"))
    assert typeset.position_at((0.0, 90.0)) == 0
    assert typeset.position_at((590.0, 90.0)) == 3
    assert typeset.position_at((590.0, 390.0)) == 7
    for position in range(8):
        (x, top), (_, bottom) = typeset.caret(position)
        assert typeset.position_at((100 + x, 80 + (top + bottom) / 2)) == position


def test_a_caret_steps_by_the_lines_of_a_box():
    typeset = Typeset(replace(text_of("aaaa bbbb", size=40), width=120.0))
    assert typeset.stepped(0, LineStep.down) == 5
    assert typeset.stepped(7, LineStep.start) == 5
    assert typeset.stepped(5, LineStep.end) == 9
    assert typeset.stepped(7, LineStep.up) == 2


def test_what_is_selected_is_boxed_line_by_line():
    boxes = list(Typeset(text_of("abc\ndef")).boxes(1, 6))
    assert len(boxes) == 2
    assert boxes[0].bottom() <= boxes[1].top() + 1
    assert boxes[1].left() == 0


def test_words_are_inserted_where_qt_counts():
    assert with_inserted("a🎨b", 3, "你") == "a🎨你b"
    assert length_of("a🎨b") == 4


def test_a_layer_is_named_by_how_its_words_begin():
    assert text_of("\n  Title \nmore").name == "Title"
    assert len(text_of("a" * 100).name) == 32


def test_setting_a_text_is_one_step_and_comes_back_byte_for_byte():
    document, layer = document_with(text_of("before"))
    before = seen(document)
    document.do(set_text(document, layer, text_of("after", x=300), "Edit text"))
    after = seen(document)
    assert (before != after).any()
    document.history.undo()
    assert (seen(document) == before).all()
    assert layer.text.words == "before"
    document.history.redo()
    assert (seen(document) == after).all()
    assert layer.text.words == "after"


def test_steps_of_one_slider_are_one():
    document, layer = document_with(text_of("before"))
    before, steps = seen(document), len(document.history.titles)
    for size in (50, 70, 90):
        text = replace(layer.text, style=replace(layer.text.style, size=size))
        document.do(set_text(document, layer, text, "Text size", scrub="size 1"))
    assert len(document.history.titles) == steps + 1
    after = seen(document)
    document.history.undo()
    assert (seen(document) == before).all()
    document.history.redo()
    assert (seen(document) == after).all()


def test_tiles_that_look_as_before_are_kept():
    document, layer = document_with(text_of("A", x=10, y=10))
    command = set_text(document, layer, text_of("A" + "\n" * 5 + "B", x=10, y=10), "Edit text")
    assert set(command.patch.after) == {(0, 1)}


def test_a_removed_text_counts_as_memory():
    document, layer = document_with(text_of())
    document.do(RemoveLayer(layer, document.root.id, 1, "Delete layer"))
    assert document.history.nbytes >= 256 * 256 * 4
    assert not seen(document).any()
    document.history.undo()
    assert seen(document).any()


def test_a_text_is_faded_masked_and_clipped_like_paint():
    document, layer = document_with(text_of())
    whole = seen(document)
    look = layer.properties
    document.do(SetProperties(layer.id, look, replace(look, opacity=0.5), "Opacity"))
    assert abs(int(seen(document).max()) - 128) <= 1
    document.history.undo()
    mask = mask_showing(CANVAS, lambda _: np.full((256, 256), 255, np.uint8))
    mask.hidden.write(Bounds(150, 0, 450, 400), np.full((400, 450), 255, np.uint8))
    mask.hidden.snapshot()
    document.do(SetMask(layer.id, None, mask, "Add mask"))
    masked = seen(document)
    assert (masked[:, :150] == whole[:, :150]).all()
    assert not masked[:, 150:].any()
    document.history.undo()
    document.do(SetProperties(layer.id, look, replace(look, clipped=True), "Clip"))
    assert not seen(document).any()  # there is no paint beneath


def test_a_font_that_is_not_here_is_known_not_to_be():
    assert can_draw(text_of())
    assert not can_draw(text_of(family="No Such Font 7"))
    assert picture_of(text_of(family="No Such Font 7")).any()


def test_an_extent_is_no_matter_to_a_text_on_an_empty_canvas():
    assert not lettered(text_of(x=5000), Extent(10, 10).bounds)
