from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from studio.canvas.display import LIGHT, DisplayTiles
from studio.colour import Colour
from studio.document.compositor import Compositor
from studio.document.document import Document
from studio.files.pictures.correction import corrected, correction_of
from studio.geometry import Bounds
from tests.document.paintings import add_paint, document_of, paint
from tests.fakes.profiles import swapped_profile

RED, HALF_RED = (0, 0, 255, 255), (0, 0, 128, 128)


@pytest.fixture
def document() -> Document:
    document = document_of(256, 256)
    layer = add_paint(document)
    paint(document, layer, Bounds(0, 0, 64, 64), np.full((64, 64, 4), RED, np.uint8))
    paint(document, layer, Bounds(64, 0, 64, 64), np.full((64, 64, 4), HALF_RED, np.uint8))
    return document


def tiles_of(document: Document, profile: bytes) -> DisplayTiles:
    correction = correction_of(profile)
    return DisplayTiles(Compositor(document), document.extent, correction=correction)


def colour_at(tiles: DisplayTiles, x: int, y: int, level: int = 0) -> Colour:
    found = QColor(tiles.image(level, (0, 0)).pixel(x, y))
    return Colour(found.red(), found.green(), found.blue())


def channels(colour: Colour) -> tuple[int, int, int]:
    return colour.red, colour.green, colour.blue


def test_paint_is_shown_as_the_screen_needs_it(qapp, document):
    tiles = tiles_of(document, swapped_profile())
    assert colour_at(tiles, 5, 5) == Colour(0, 255, 0)
    assert colour_at(tiles, 5, 5, level=1) == Colour(0, 255, 0)


def test_the_checkerboard_is_corrected_once_where_there_is_paint_and_where_not(qapp, document):
    plain, tiles = tiles_of(document, b""), tiles_of(document, swapped_profile())
    correction = correction_of(swapped_profile())
    for x, y in ((70, 5), (200, 5), (200, 20), (5, 200)):
        wanted, found = corrected(colour_at(plain, x, y), correction), colour_at(tiles, x, y)
        # The transform of one colour and that of an image round differently.
        assert channels(found) == pytest.approx(channels(wanted), abs=1)


def test_a_part_painted_anew_is_corrected_like_the_rest(qapp, document):
    tiles = tiles_of(document, swapped_profile())
    before = colour_at(tiles, 70, 5)
    tiles.mark(Bounds(66, 2, 10, 10))
    assert colour_at(tiles, 70, 5) == before
    assert colour_at(tiles, 5, 5) == Colour(0, 255, 0)


def test_without_a_profile_colours_are_shown_as_they_are():
    assert correction_of(b"") is None
    assert corrected(LIGHT, None) is LIGHT
