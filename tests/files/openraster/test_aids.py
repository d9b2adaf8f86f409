from __future__ import annotations

import json

import pytest

from studio.colour import Colour
from studio.document.aids import Aids, Axes, Grid
from studio.files.openraster.aids import aids_text, parse_aids
from studio.files.openraster.format import load, save
from tests.document.paintings import add_paint, document_of

AIDS = Aids(
    (10.0, 20.5),
    (-3.0,),
    Grid(12, 16, 3, 1.5, 2, Colour(1, 2, 3)),
    ((-500.0, 40.0), (900.0, 40.0)),
    Axes((7.0, 8.0), 45.0),
)


def test_what_is_written_is_read_again():
    assert parse_aids(aids_text(AIDS)) == AIDS


def test_where_there_are_none_nothing_is_written():
    assert aids_text(Aids()) == ""


@pytest.mark.parametrize(
    "change",
    [
        {"upright": "wide"},
        {"upright": [0.0] * 600},
        {"level": [1e30]},
        {"vanishing": [[1, 2]] * 4},
        {"grid": [0, 8, 1, 0, 0, "#000000"]},
        {"grid": [8, 8, 1, 0, 0, "blue"]},
        {"axes": [None]},
        {"axes": [[1, 2], "NaN"]},
    ],
    ids=str,
)
def test_what_is_damaged_is_not_believed(change):
    assert parse_aids(json.dumps(json.loads(aids_text(AIDS)) | change)) is None


def test_text_that_is_none_of_ours_is_not_read():
    assert parse_aids("guides") is None
    assert parse_aids("[]") is None


def test_they_are_kept_in_the_file(tmp_path):
    document = document_of(300, 200)
    add_paint(document)
    document.aids = AIDS
    save(document, tmp_path / "a.ora")
    opened = load(tmp_path / "a.ora")
    assert opened.document.aids == AIDS
    assert opened.warnings == ()


def test_a_file_without_them_has_none(tmp_path):
    document = document_of(300, 200)
    add_paint(document)
    save(document, tmp_path / "a.ora")
    assert load(tmp_path / "a.ora").document.aids == Aids()
