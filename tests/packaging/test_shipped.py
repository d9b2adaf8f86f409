"""The weights that ship, asked for what they cannot do: a picture, never a crash or noise."""

from __future__ import annotations

import numpy as np
import pytest

from starter_model.artist import Artist
from starter_model.verbs import SHIPPED
from starter_model.words import concepts_taught

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def artist():
    return Artist(SHIPPED)


def roughness(pixels):
    """Mean difference of neighbouring pixels: about 85 for noise."""
    return float(np.abs(np.diff(pixels.astype(int), axis=1)).mean())


def canvas_of(height, width):
    """A sky over grass."""
    canvas = np.empty((height, width, 3), np.uint8)
    canvas[: height // 2] = (150, 200, 240)
    canvas[height // 2 :] = (90, 160, 80)
    return canvas


@pytest.mark.parametrize(
    "prompt",
    [
        "zyx qwertz blarg",
        " ".join(["a red fox in the snow"] * 84),
        "лиса в снегу",
        "ثعلب في الثلج",
        "🦊❄️",
        "((((fox:1.9))))]]] --ar 9:16 __x__ {a|b}",
        "",
    ],
    ids=["unknown", "500 words", "Cyrillic", "Arabic", "emoji", "odd marks", "nothing"],
)
def test_any_prompt_gives_a_calm_picture(artist, prompt):
    pixels = artist.draw(prompt, 3).pixels
    assert pixels.shape == (artist.side, artist.side, 3)
    assert roughness(pixels) < 25


def test_a_mask_of_one_pixel_changes_that_pixel_at_most(artist):
    canvas = canvas_of(300, 200)
    selected = np.zeros((300, 200), np.uint8)
    selected[77, 99] = 255
    painted = artist.repaint(canvas, selected, "a cat", 1).picture
    changed = (painted != canvas).any(2)
    assert not changed[selected == 0].any()


@pytest.mark.parametrize(
    ("height", "width"), [(16, 16), (16, 300), (1, 1), (1500, 8000), (8000, 40)]
)
def test_a_tiny_or_huge_canvas_is_repainted(artist, height, width):
    canvas = canvas_of(height, width)
    selected = np.zeros((height, width), np.uint8)
    selected[: min(height, 600), : min(width, 600)] = 255
    painted = artist.repaint(canvas, selected, "a star", 1).picture
    assert painted.shape == canvas.shape
    assert not (painted != canvas)[selected == 0].any()


def test_what_it_says_it_knows_is_of_the_table(artist):
    table = {concept.name: concept for concept in concepts_taught()}
    words = artist.entry.words
    assert len(words) >= 24
    assert {word.text for word in words} <= set(table)


def test_it_is_small(artist):
    size = sum(one.stat().st_size for one in SHIPPED.rglob("*") if one.is_file())
    assert size <= 60e6
