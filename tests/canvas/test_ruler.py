from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from studio.canvas.ruled import RuledCanvas
from studio.canvas.ruler import THICKNESS, Way, is_line_upright, scale_along, step_for
from studio.canvas.viewport import Viewport
from studio.document.aids import Aids
from studio.geometry import Extent
from studio.session.aids.guiding import Switch
from tests.canvas.test_view import steps

# Of a window whose parts have sizes of their own.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

KINDS = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease
NO_KEY = Qt.KeyboardModifier.NoModifier
LOOK = Viewport(Extent(400, 300), width=800, height=600, centre=(200.0, 150.0))


@pytest.fixture
def ruled(session, view, qtbot):
    ruled = RuledCanvas(session, view)
    qtbot.addWidget(ruled)
    ruled.resize(820, 620)
    session.guiding.toggle(Switch.rulers)
    with qtbot.waitExposed(ruled):
        ruled.show()
    view.zoom_to_actual()
    return ruled


@pytest.fixture
def top(ruled):
    return ruled.rulers[0]


@pytest.fixture
def left(ruled):
    return ruled.rulers[1]


def pull(ruler, view, *spots, keys=NO_KEY, release=True):
    """Press on the middle of a ruler, drag over spots of the canvas, and let go."""
    tell(ruler, KINDS[0], QPointF(ruler.mapToGlobal(QPointF(THICKNESS / 2, THICKNESS / 2))), keys)
    for spot in spots:
        above = QPointF(view.mapToGlobal(QPointF(*view.viewport.to_view(*spot))))
        tell(ruler, KINDS[1], above, keys)
    if release:
        tell(ruler, KINDS[2], above, keys)


def tell(ruler, kind, above, keys):
    left = Qt.MouseButton.LeftButton
    button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else left
    held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else left
    place = ruler.mapFromGlobal(above)
    QCoreApplication.sendEvent(ruler, QMouseEvent(kind, place, above, button, held, keys))


class TestBeingShown:
    def test_none_is_made_before_it_is_wanted(self, session, view, qtbot):
        ruled = RuledCanvas(session, view)
        qtbot.addWidget(ruled)
        assert ruled.rulers == ()
        session.guiding.toggle(Switch.rulers)
        assert len(ruled.rulers) == 2

    def test_they_lie_beside_the_canvas_and_go_again(self, session, ruled, view, top, left):
        assert (top.height(), left.width()) == (THICKNESS, THICKNESS)
        assert (top.width(), left.height()) == (view.width(), view.height())
        session.guiding.toggle(Switch.rulers)
        assert not top.isVisible()

    def test_the_pointer_is_marked_on_both(self, ruled, view, painter, top, left):
        painter.move(100, 40)
        x, y = view.viewport.to_view(100, 40)
        assert (top.mark, left.mark) == pytest.approx((x, y))
        painter.leave()
        assert top.mark is None

    def test_they_follow_the_view(self, ruled, view, top):
        before = top.grab().toImage()
        view.viewport = view.viewport.panned(13, 0)
        assert top.grab().toImage() != before

    def test_on_a_canvas_turned_askew_they_measure_nothing(self, ruled, view, top):
        before = top.grab().toImage()
        view.rotate_by(10)
        blank = top.grab().toImage()
        assert blank != before
        view.rotate_by(10)
        assert top.grab().toImage() == blank


class TestGuides:
    def test_one_is_dragged_out_of_each_ruler(self, session, view, top, left):
        pull(top, view, (50, 20), (60, 80.3))
        pull(left, view, (50, 20), (60.4, 80))
        assert session.guiding.aids == Aids((60.0,), (80.0,))
        assert steps(session) == 2

    def test_it_is_seen_while_it_is_dragged(self, session, view, top):
        pull(top, view, (50, 70), release=False)
        assert session.guiding.aids.level == (70.0,)
        assert steps(session) == 0
        view.pointing.let_go()
        assert session.guiding.aids == Aids()

    def test_let_go_on_the_ruler_there_is_none(self, session, view, top):
        pull(top, view, (50, 70), (50, view.viewport.to_canvas(0, -5)[1]))
        assert session.guiding.aids == Aids()
        assert steps(session) == 0

    def test_hidden_ones_are_shown_for_it(self, session, view, top):
        session.guiding.toggle(Switch.guides)
        pull(top, view, (50, 70))
        assert session.guiding.has(Switch.guides)

    def test_it_catches_at_the_middle_of_the_canvas(self, session, view, top):
        pull(top, view, (50, 147))
        assert session.guiding.aids.level == (150.0,)

    def test_on_a_turned_canvas_it_lies_as_it_is_dragged(self, session, view, top):
        view.rotate_by(90)
        pull(top, view, (60, 80))
        assert session.guiding.aids.upright == (60.0,)


@pytest.mark.parametrize(
    ("scale", "steps"),
    [(1.0, (100, 10)), (0.1, (1000, 100)), (0.05, (2000, 200)), (8.0, (10, 1)), (32.0, (2, 1))],
)
def test_numbers_have_room_at_every_zoom(scale, steps):
    assert step_for(scale) == steps


def test_a_ruler_measures_what_lies_along_it():
    assert scale_along(LOOK, Way.across) == (1.0, 200.0)
    assert scale_along(LOOK, Way.down) == (1.0, 150.0)
    turned = LOOK.rotated(90)
    assert scale_along(turned, Way.across) == pytest.approx((-1.0, 550.0))
    assert scale_along(LOOK.rotated(5), Way.down) is None
    assert is_line_upright(LOOK, Way.down)
    assert not is_line_upright(turned, Way.down)
