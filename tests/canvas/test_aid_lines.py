import pytest

from studio.canvas.aid_lines import CAUGHT, GUIDE
from studio.document.aids import Aids, Grid
from studio.session.aids.guiding import Switch
from studio.session.painting import ToolName
from tests.canvas.test_view import on_screen, seen_at

CYAN = GUIDE.red(), GUIDE.green(), GUIDE.blue()


def place(session, aids):
    session.guiding.change(aids, "Guides")


class TestGuides:
    def test_one_is_a_line_across_the_canvas(self, session, view):
        place(session, Aids((100.0,), (50.0,)))
        assert seen_at(view, 100, 20) == seen_at(view, 100, 280) == CYAN
        assert seen_at(view, 20, 50) == seen_at(view, 390, 50) == CYAN
        assert seen_at(view, 101, 20) != CYAN

    def test_it_is_one_pixel_wide_at_any_zoom(self, session, view):
        place(session, Aids((100.0,)))
        for zoom in (0.5, 2.0, 8.0):
            view.viewport = view.viewport.zoomed(zoom, view.viewport.to_view(100, 150))
            x, y = (int(one) for one in view.viewport.to_view(100, 150))
            image = view.grab().toImage()
            cyan = [image.pixelColor(x + by, y).getRgb()[:3] == CYAN for by in range(-3, 4)]
            assert sum(cyan) == 1

    def test_it_turns_with_the_view(self, session, view):
        place(session, Aids((100.0,)))
        view.rotate_by(90)
        assert seen_at(view, 100, 20) == seen_at(view, 100, 200) == CYAN

    def test_hidden_ones_are_not_seen(self, session, view):
        before = on_screen(view)
        place(session, Aids((100.0,)))
        session.guiding.toggle(Switch.guides)
        assert (on_screen(view) == before).all()


class TestGrid:
    def test_it_is_seen_only_when_it_is_shown(self, session, view):
        before = seen_at(view, 32, 10)
        place(session, Aids(grid=Grid(across=32, down=32, parts=2)))
        assert seen_at(view, 32, 10) == before
        session.guiding.toggle(Switch.grid)
        assert seen_at(view, 32, 10) != before

    def test_strong_lines_are_stronger(self, session, view):
        plain = sum(seen_at(view, 40, 10))
        place(session, Aids(grid=Grid(across=32, down=32, parts=2)))
        session.guiding.toggle(Switch.grid)
        weak, strong = sum(seen_at(view, 32, 10)), sum(seen_at(view, 64, 10))
        assert strong != plain
        assert abs(plain - strong) > abs(plain - weak) > 0

    def test_it_stays_on_the_canvas(self, session, view):
        beside = seen_at(view, -40, 32)
        session.guiding.toggle(Switch.grid)
        assert seen_at(view, -40, 64) == beside

    def test_lines_that_would_lie_too_close_are_left_out(self, session, view):
        before = on_screen(view)
        place(session, Aids(grid=Grid(across=4, down=4, parts=1)))
        session.guiding.toggle(Switch.grid)
        assert (on_screen(view) == before).all()
        view.viewport = view.viewport.zoomed(8.0)
        assert seen_at(view, 200, 150) != seen_at(view, 202, 150)


@pytest.mark.parametrize("degrees", [0, 30])
def test_the_view_is_drawn_anew_when_they_change(session, view, degrees):
    view.rotate_by(degrees)
    before = on_screen(view)
    place(session, Aids((100.0,)))
    assert (on_screen(view) != before).any()
    session.easel.document.history.undo()
    assert (on_screen(view) == before).all()


class TestCaught:
    MAGENTA = CAUGHT.red(), CAUGHT.green(), CAUGHT.blue()

    def test_the_line_is_seen_while_something_catches_at_it(self, session, view, painter):
        session.painting.tool = ToolName.rectangle
        place(session, Aids((100.0,)))
        painter.press(30, 30).move(97, 80)
        assert seen_at(view, 100, 250) == self.MAGENTA
        painter.move(130, 80)
        assert seen_at(view, 100, 250) == CYAN
        painter.move(98, 80).release()
        assert seen_at(view, 100, 250) == CYAN

    def test_it_goes_with_escape(self, session, view, painter):
        session.painting.tool = ToolName.rectangle
        before = on_screen(view)
        painter.press(30, 30).move(2, 80)
        assert seen_at(view, 0, 250) == self.MAGENTA
        painter.escape().leave()
        assert (on_screen(view) == before).all()
