import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter

from studio.canvas.coverage import sample
from studio.canvas.marquee import STRIDE, draw_ants, draw_tint, find_edges
from studio.canvas.viewport import Viewport
from studio.document.selection import Combine, Selection
from studio.generation.recipe import Recipe
from studio.geometry import Bounds, Extent
from studio.session.painting import ToolName
from tests.fakes.sessions import document_of

EXTENT = Extent(600, 500)
LOOK = Viewport(EXTENT, width=600, height=500, centre=(300.0, 250.0))
BOX = Bounds(200, 100, 120, 90)


def selection_of(bounds, value=255, extent=EXTENT):
    selection = Selection(extent)
    coverage = np.full((bounds.height, bounds.width), value, np.uint8)
    selection.combine(bounds, coverage, Combine.replace)
    return selection


def edge_pixels(selection, viewport):
    """Where ants are, in screen px."""
    edges = find_edges(selection, viewport)
    rows, columns = np.nonzero(edges.places)
    return set(zip((columns + edges.x).tolist(), (rows + edges.y).tolist(), strict=True))


def rim(left, top, right, bottom):
    across = {(x, y) for x in range(left, right) for y in (top, bottom - 1)}
    return across | {(x, y) for y in range(top, bottom) for x in (left, right - 1)}


def drawn(viewport, draw):
    """What is drawn on white, as uint8[h, w, 3] BGR."""
    image = QImage(int(viewport.width), int(viewport.height), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    draw(painter)
    painter.end()
    shape = image.height(), image.width(), 4
    return np.frombuffer(image.constBits(), np.uint8).reshape(shape)[..., :3].copy()


class TestAnts:
    def test_they_march_just_inside_the_edge(self):
        assert edge_pixels(selection_of(BOX), LOOK) == rim(200, 100, 320, 190)

    @pytest.mark.parametrize("zoom", [0.5, 2.0, 3.0])
    def test_at_any_zoom(self, zoom):
        viewport = LOOK.zoomed(zoom, (200, 100))
        left, top, right, bottom = (round(edge) for edge in viewport.view_box(BOX))
        expected = rim(left, top, right, bottom)
        assert edge_pixels(selection_of(BOX), viewport) == {
            (x, y) for x, y in expected if 0 <= x < 600 and 0 <= y < 500
        }

    def test_the_rim_of_the_view_is_no_edge(self):
        inside = LOOK.zoomed(32.0, (260, 145))
        assert edge_pixels(selection_of(BOX), inside) == set()

    def test_the_rim_of_the_canvas_is_one(self):
        assert edge_pixels(selection_of(EXTENT.bounds), LOOK) == rim(0, 0, 600, 500)

    def test_a_hole_has_an_edge_of_its_own(self):
        selection = selection_of(BOX)
        hole = Bounds(240, 130, 20, 20)
        selection.combine(hole, np.full((20, 20), 255, np.uint8), Combine.subtract)
        around_hole = edge_pixels(selection, LOOK) - rim(200, 100, 320, 190)
        assert len(around_hole) == pytest.approx(84, abs=4)

    def test_a_faint_selection_is_seen_as_well(self):
        assert edge_pixels(selection_of(BOX, value=40), LOOK) == rim(200, 100, 320, 190)

    def test_nothing_selected_nothing_marches(self):
        edges = find_edges(Selection(EXTENT), LOOK)
        assert edges.places.size == 0
        assert edges.cells.isEmpty()

    def test_only_squares_that_hold_some_are_drawn_anew(self):
        edges = find_edges(selection_of(Bounds(100, 100, 400, 300)), LOOK)
        for x, y in ((300, 250), (200, 200), (400, 300), (50, 50)):
            assert not edges.cells.contains(QPoint(x, y))
        for x, y in ((100, 100), (300, 100), (499, 399)):
            assert edges.cells.contains(QPoint(x, y))

    def test_black_and_white_change_places_as_they_march(self):
        edges = find_edges(selection_of(BOX), LOOK)
        now = drawn(LOOK, lambda painter: draw_ants(painter, edges, 1.0, 0))
        later = drawn(LOOK, lambda painter: draw_ants(painter, edges, 1.0, STRIDE // 2))
        row = now[100, 210:310, 0]
        assert sorted(set(row.tolist())) == [0, 255]
        assert (later[100, 210:310, 0] == 255 - row).all()
        assert (now[145, 201:319] == 255).all()

    def test_one_step_moves_them_by_a_pixel(self):
        edges = find_edges(selection_of(BOX), LOOK)
        now = drawn(LOOK, lambda painter: draw_ants(painter, edges, 1.0, 0))[100, 210:310, 0]
        next_ = drawn(LOOK, lambda painter: draw_ants(painter, edges, 1.0, 1))[100, 210:310, 0]
        assert (now[1:-1] == next_[:-2]).all() or (now[1:-1] == next_[2:]).all()

    def test_a_dense_screen_is_served_at_its_own_pixels(self):
        dense = Viewport(EXTENT, width=300, height=250, pixel_ratio=2.0, centre=(300.0, 250.0))
        assert edge_pixels(selection_of(BOX), dense) == rim(200, 100, 320, 190)
        cells = find_edges(selection_of(BOX), dense).cells.boundingRect()
        assert cells.contains(QRect(100, 50, 60, 45))


class TestCoverage:
    def test_at_100_percent_it_is_the_selection_itself(self):
        selection = selection_of(BOX, 200)
        noise = np.random.default_rng(1).integers(0, 256, (90, 120), np.uint8)
        selection.combine(BOX, noise, Combine.replace)
        shown = sample(selection, LOOK, Bounds(200, 100, 120, 90), is_smooth=False)
        assert (shown == noise).all()

    @pytest.mark.parametrize("zoom", [0.05, 0.3, 0.5])
    def test_smaller_it_keeps_its_place(self, zoom):
        viewport = LOOK.zoomed(zoom)
        shown = sample(selection_of(BOX), viewport, Bounds(0, 0, 600, 500), is_smooth=False)
        rows, columns = np.nonzero(shown)
        found = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
        assert found == pytest.approx(viewport.view_box(BOX), abs=1)

    def test_turned_and_mirrored_it_lies_where_the_picture_does(self):
        viewport = LOOK.rotated(30).mirrored().zoomed(1.7)
        shown = sample(selection_of(BOX), viewport, Bounds(0, 0, 600, 500), is_smooth=False)
        for x in range(0, 600, 7):
            for y in range(0, 500, 7):
                spot = viewport.to_canvas(x + 0.5, y + 0.5)
                away = min(abs(spot[0] - 200), abs(spot[0] - 320))
                away = min(away, abs(spot[1] - 100), abs(spot[1] - 190))
                inside = 200 < spot[0] < 320 and 100 < spot[1] < 190
                assert away < 0.1 or bool(shown[y, x]) == inside

    def test_a_huge_canvas_is_read_no_finer_than_it_is_seen(self):
        extent = Extent(16384, 16384)
        far = Viewport(extent, width=600, height=600).fitted()
        selection = selection_of(Bounds(4000, 4000, 600, 600), extent=extent)
        shown = sample(selection, far, Bounds(0, 0, 600, 600), is_smooth=False)
        assert 300 < np.count_nonzero(shown) < 1000


class TestTint:
    def test_what_is_selected_is_tinted_as_strongly_as_it_is(self):
        def tint(value):
            return drawn(
                LOOK,
                lambda painter: draw_tint(
                    painter, selection_of(BOX, value), LOOK, QRect(0, 0, 600, 500)
                ),
            )

        full, half = tint(255), tint(128)
        assert tuple(full[145, 260]) == pytest.approx((170, 153, 255), abs=2)
        assert tuple(half[145, 260]) == pytest.approx((212, 204, 255), abs=2)
        assert (full[50, 50] == 255).all()

    def test_as_heat_a_weak_one_is_blue_and_a_strong_one_yellow(self):
        def heat(value):
            tinted = drawn(
                LOOK,
                lambda painter: draw_tint(
                    painter,
                    selection_of(BOX, value),
                    LOOK,
                    QRect(0, 0, 600, 500),
                    as_heat=True,
                ),
            )
            return tinted[145, 260].tolist()

        (weak_blue, _, weak_red), (strong_blue, _, strong_red) = heat(30), heat(255)
        assert weak_blue > weak_red
        assert strong_red > strong_blue

    def test_only_where_it_is_exposed(self):
        shown = drawn(
            LOOK,
            lambda painter: draw_tint(painter, selection_of(BOX), LOOK, QRect(0, 0, 260, 500)),
        )
        assert (shown[145, 261] == 255).all()
        assert (shown[145, 258] != 255).any()


class TestOnTheView:
    def screen(self, view):
        image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        shape = image.height(), image.width(), 4
        return np.frombuffer(image.constBits(), np.uint8).reshape(shape)[..., :3].copy()

    def test_ants_march_only_while_there_is_a_selection_to_see(self, session, view, painter):
        assert not view.is_marching
        session.painting.tool = ToolName.rectangle
        painter.drag((100, 100), (200, 200))
        assert view.is_marching
        view.hide()
        assert not view.is_marching
        view.show()
        assert view.is_marching
        session.selecting.select_none()
        assert not view.is_marching

    def test_the_mask_brush_shows_a_tint_instead(self, session, view, painter):
        session.painting.tool = ToolName.rectangle
        painter.drag((100, 100), (200, 200)).leave()
        before = self.screen(view)
        session.painting.tool = ToolName.mask
        assert not view.is_marching
        x, y = (int(one) for one in view.viewport.to_view(150, 150))
        assert (self.screen(view)[y, x] != before[y, x]).any()
        session.painting.quick_mask = False
        assert view.is_marching

    def test_a_rubber_band_is_drawn_and_goes(self, session, view, painter):
        session.painting.tool = ToolName.rectangle
        painter.move(100, 100)
        before = self.screen(view)
        painter.press(100, 100).move(200, 180)
        x, y = (int(one) for one in view.viewport.to_view(150, 100))
        assert (self.screen(view)[y - 1 : y + 2, x - 8 : x + 8] < 60).any()
        painter.escape().move(100, 100)
        assert (self.screen(view) == before).all()

    def test_the_region_at_work_has_a_frame(self, qtbot, session, view, engine):
        engine.hold_at(1)
        session.repainting.set_recipe(Recipe(prompt="a cat", model="starter", steps=4))
        before = self.screen(view)
        session.repainting.repaint()
        qtbot.waitUntil(engine.holding.is_set)
        left, top, *_ = (int(one) for one in view.viewport.view_box(Bounds(0, 0, 400, 300)))
        frame = self.screen(view)[top - 2 : top + 2, left + 20 : left + 380].astype(int)
        assert (frame[..., 0] > frame[..., 2] + 60).any(axis=0).all()
        engine.release()
        qtbot.waitUntil(lambda: session.repainting.jobs.is_idle)
        session.candidates.drop_all()
        assert (self.screen(view) == before).all()

    def test_the_context_box_is_drawn_before_anything_runs(self, session, view, painter):
        session.easel.put(document_of(1000, 800))
        session.painting.tool = ToolName.rectangle
        painter.drag((400, 300), (480, 380)).leave()
        x, y = view.viewport.to_view(session.repainting.context_box.right, 340)
        part = self.screen(view)[int(y) - 20 : int(y) + 20, int(x) - 2 : int(x) + 3]
        assert (part < 60).all(axis=2).any()
