from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.document.aids import Aids, Grid
from studio.geometry import EMPTY, Bounds
from studio.session.aids.guiding import Guiding, Switch
from studio.session.aids.snapping import NO_LINES, Catching, Lines, Snapping
from studio.session.easel import Easel
from studio.session.preferences import Preferences, PreferencesFile
from tests.document.paintings import add_paint, document_of, paint

CANVAS = Lines.of([Bounds(0, 0, 400, 300), EMPTY])
# What the pointer says of itself at 100 %: lines reach 8 px then.
SLACK = 6.0


class TestCatching:
    @pytest.mark.parametrize(
        ("box", "way", "caught"),
        [
            pytest.param(Bounds(3, 100, 80, 60), (-3, 0), Lines((0,)), id="left edge"),
            pytest.param(Bounds(317, 244, 80, 60), (3, -4), Lines((400,), (300,)), id="corner"),
            pytest.param(Bounds(158, 118, 80, 60), (2, 2), Lines((200,), (150,)), id="middle"),
            pytest.param(Bounds(20, 30, 80, 60), (0, 0), NO_LINES, id="free"),
            pytest.param(Bounds(195, 30, 80, 60), (5, 0), Lines((200,)), id="edge on middle"),
        ],
    )
    def test_where_a_box_catches(self, box, way, caught):
        catching = Catching(CANVAS, None)
        assert catching.box(box, SLACK) == way
        assert catching.caught == caught

    def test_a_spot_catches_within_8_px_of_the_screen(self):
        catching = Catching(CANVAS, None)
        assert catching.spot((7.9, 50.0), SLACK) == (0, 50)
        assert catching.spot((8.1, 50.0), SLACK) == (8.1, 50)
        assert catching.spot((7.9, 50.0), SLACK / 4) == (7.9, 50)

    def test_the_nearest_line_wins(self):
        catching = Catching(Lines((100.0, 104.0)), None)
        assert catching.spot((103.0, 0.0), SLACK) == (104, 0)

    def test_a_grid_has_lines_everywhere(self):
        catching = Catching(NO_LINES, Grid(across=50, down=20, parts=4, x=5, y=1))
        assert catching.spot((1052.0, -22.0), SLACK) == (1055, -19)
        assert catching.caught == Lines((1055,), (-19,))

    def test_it_is_free_again_farther_away(self):
        catching = Catching(CANVAS, None)
        catching.spot((1.0, 1.0), SLACK)
        catching.spot((50.0, 50.0), SLACK)
        assert catching.caught == NO_LINES


@pytest.fixture
def easel():
    document = document_of(400, 300)
    for bounds in (Bounds(30, 40, 300, 20), Bounds(100, 70, 20, 20)):
        layer = add_paint(document)
        paint(document, layer, bounds, np.full((bounds.height, bounds.width, 4), 255, np.uint8))
    return Easel(document)


@pytest.fixture
def preferences(tmp_path):
    file = PreferencesFile(tmp_path / "preferences.json")
    file.change(Preferences(aids=("snap", "guides")))
    return file


@pytest.fixture
def guiding(easel, preferences):
    return Guiding(easel, preferences)


@pytest.fixture
def snapping(easel, guiding):
    return Snapping(easel, guiding)


def reaches(snapping, spot, **how):
    """Whether something catches very near a spot."""
    x, y = spot
    return snapping.catching(**how).spot((x + 0.5, y + 0.5), SLACK) != (x + 0.5, y + 0.5)


class TestWhatCatches:
    def test_the_canvas_when_it_is_on(self, snapping, guiding):
        assert not reaches(snapping, (0, 0))
        guiding.toggle(Switch.snap_to_canvas)
        assert reaches(snapping, (0, 0))
        assert reaches(snapping, (200, 250))
        guiding.toggle(Switch.snap)
        assert not reaches(snapping, (0, 0))

    def test_edges_of_what_is_painted_but_not_of_what_moves(self, snapping, guiding, easel):
        lower, upper = easel.document.layers
        guiding.toggle(Switch.snap_to_layers)
        assert reaches(snapping, (330, 250))
        assert not reaches(snapping, (330, 250), apart_from=frozenset({lower.id}))
        assert reaches(snapping, (100, 250), apart_from=frozenset({lower.id}))
        assert not reaches(snapping, (100, 250), apart_from=frozenset({upper.id}))

    def test_hidden_layers_do_not(self, snapping, guiding, easel):
        guiding.toggle(Switch.snap_to_layers)
        for layer in easel.document.layers:
            layer.properties = replace(layer.properties, visible=False)
        assert not reaches(snapping, (330, 250))

    def test_what_is_painted_later_counts(self, snapping, guiding, easel):
        layer = easel.document.layers[0]
        guiding.toggle(Switch.snap_to_layers)
        assert reaches(snapping, (330, 250))
        with easel.document.painting(layer.id, "Paint") as tiles:
            tiles.write(Bounds(360, 200, 10, 10), np.full((10, 10, 4), 255, np.uint8))
        assert not reaches(snapping, (330, 250))
        assert reaches(snapping, (370, 250))

    def test_guides_only_while_they_are_seen(self, snapping, guiding):
        guiding.change(Aids((250.0,)), "Guides")
        guiding.toggle(Switch.snap_to_guides)
        assert reaches(snapping, (250, 250))
        assert not reaches(snapping, (250, 250), guides=False)
        guiding.toggle(Switch.guides)
        assert not reaches(snapping, (250, 250))

    def test_the_grid_only_while_it_is_seen(self, snapping, guiding):
        guiding.toggle(Switch.snap_to_grid)
        assert not reaches(snapping, (64, 250))
        guiding.toggle(Switch.grid)
        assert reaches(snapping, (64, 250))


def test_the_box_of_layers_is_what_of_them_is_selected(snapping, easel):
    lower, upper = easel.document.layers
    assert snapping.box_of([lower.id]) == Bounds(30, 40, 300, 20)
    assert snapping.box_of([lower.id, upper.id]) == Bounds(30, 40, 300, 50)
