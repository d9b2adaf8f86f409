import pytest
from PySide6.QtCore import Qt

from studio.document.aids import Aids, Axes
from studio.session.aids.guiding import Switch
from studio.session.painting import ToolName
from tests.canvas.test_view import picture, steps

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def guiding(session):
    """A guide each way; everything catches at nothing."""
    session.guiding.change(Aids((100.0,), (50.0,), vanishing=((300.0, 200.0),)), "Guides")
    session.guiding.toggle(Switch.snap)
    return session.guiding


@pytest.fixture
def mover(session, painter):
    session.painting.tool = ToolName.move
    return painter


class TestGuides:
    def test_one_is_dragged_with_the_move_tool(self, session, guiding, mover):
        mover.drag((101, 120), (110, 120), (141, 130))
        assert guiding.aids.upright == (140.0,)
        assert steps(session) == 2

    def test_with_ctrl_whatever_the_tool(self, session, guiding, painter):
        painter.hold(CTRL).drag((200, 50), (200, 80))
        assert guiding.aids.level == (80.0,)
        assert not picture(session).any()

    def test_a_brush_paints_over_it(self, session, guiding, painter):
        painter.drag((100, 120), (140, 120))
        assert guiding.aids.upright == (100.0,)
        assert picture(session).any()

    def test_a_click_moves_nothing(self, session, guiding, mover):
        mover.click(102, 120)
        assert guiding.aids.upright == (100.0,)
        assert steps(session) == 1

    def test_dragged_out_of_the_view_it_is_gone(self, session, guiding, mover):
        mover.drag((100, 120), (200, 120), (-300, 120))
        assert guiding.aids.upright == ()
        session.easel.document.history.undo()
        assert guiding.aids.upright == (100.0,)

    def test_escape_puts_it_back(self, session, guiding, mover):
        mover.press(100, 120).move(200, 120).escape()
        assert guiding.aids.upright == (100.0,)
        assert steps(session) == 1

    def test_locked_or_hidden_it_stays(self, session, guiding, mover):
        for switch in (Switch.locked, Switch.guides):
            guiding.toggle(switch)
            mover.drag((100, 120), (140, 120))
            assert guiding.aids.upright == (100.0,)
            guiding.toggle(switch)

    def test_it_catches_at_the_middle_of_the_canvas(self, guiding, mover):
        guiding.toggle(Switch.snap)
        mover.drag((100, 120), (196, 120))
        assert guiding.aids.upright == (200.0,)

    def test_the_pointer_says_so(self, view, guiding, mover):
        mover.move(100, 120)
        assert view.cursor().shape() == Qt.CursorShape.SplitHCursor
        mover.move(120, 50)
        assert view.cursor().shape() == Qt.CursorShape.SplitVCursor
        view.rotate_by(90)
        mover.move(120, 50)
        assert view.cursor().shape() == Qt.CursorShape.SplitHCursor
        mover.move(150, 150)
        assert view.cursor().shape() == Qt.CursorShape.SizeAllCursor


class TestVanishingPoints:
    def test_one_is_dragged(self, session, guiding, mover):
        mover.drag((302, 199), (250, 150), (202, 99))
        assert guiding.aids.vanishing == (pytest.approx((200, 100)),)
        assert steps(session) == 2

    def test_hidden_it_is_not(self, guiding, mover):
        guiding.toggle(Switch.perspective)
        mover.drag((300, 200), (200, 100))
        assert guiding.aids.vanishing == ((300.0, 200.0),)

    def test_escape_puts_it_back(self, session, guiding, mover):
        mover.press(300, 200).move(200, 100).escape()
        assert guiding.aids.vanishing == ((300.0, 200.0),)
        assert steps(session) == 1


class TestSymmetry:
    @pytest.fixture
    def mirroring(self, session, guiding):
        session.painting.mirroring.toggle_across()
        return session.painting.mirroring

    def test_its_middle_is_dragged_with_ctrl(self, session, mirroring, painter):
        painter.hold(CTRL).drag((201, 151), (150, 120), (121, 101))
        assert mirroring.axes.middle == pytest.approx((120, 100))
        assert steps(session) == 2

    def test_a_stroke_is_mirrored_where_it_lies(self, session, mirroring, painter):
        mirroring.set_axes(Axes((120.0, 150.0)))
        painter.click(100, 150)
        painted = picture(session)[150, :, 3]
        assert painted[100] == painted[140] == 255
        assert painted[300] == 0

    def test_and_at_an_angle(self, session, mirroring, painter):
        mirroring.set_axes(Axes((200.0, 150.0), 45.0))
        painter.click(200, 50)
        assert picture(session)[150, 300, 3] == 255

    def test_switched_off_there_is_nothing_to_drag(self, session, guiding, mover):
        mover.press(200, 150).move(230, 160)
        assert session.painting.mirroring.axes == Axes()
        mover.escape()
