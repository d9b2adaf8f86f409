from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QPalette,
)

from studio.brush.brush import Brush
from studio.canvas.view import CanvasView
from studio.colour import Colour
from studio.document.composite import flatten
from studio.geometry import Bounds, Extent
from studio.session.actions.shortcuts import Preset, Shortcuts
from studio.session.painting import ToolName
from studio.tools.toolbox import all_tools
from tests.driver import Painter, Pen
from tests.fakes.sessions import document_of

NO_KEY = Qt.KeyboardModifier.NoModifier
RED = Colour(220, 30, 30)


@pytest.fixture(autouse=True)
def plain_brushes(session):
    session.painting.set_colours(RED, Colour(255, 255, 255))
    for tool in (ToolName.brush, ToolName.eraser, ToolName.mask):
        session.painting.set_brush(tool, Brush(size=20, hardness=1, responses=()))


def picture(session):
    document = session.easel.document
    return flatten(document, document.bounds)


def steps(session):
    return session.easel.document.history.position


def seen_at(view, x, y):
    """The colour on screen at a canvas spot."""
    place = view.viewport.to_view(x, y)
    return view.grab().toImage().pixelColor(*(int(one) for one in place)).getRgb()[:3]


def on_screen(view):
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1).copy()


class TestGestures:
    def test_a_click_paints_a_dab(self, session, painter):
        painter.click(200, 150)
        assert picture(session)[150, 200, 3] == 255
        assert steps(session) == 1

    def test_a_drag_paints_from_press_to_release_as_one_step(self, session, painter):
        painter.press(50, 100).move(150, 100).move(350, 100).release()
        assert (picture(session)[100, 50:350, 3] == 255).all()
        assert steps(session) == 1

    def test_it_is_seen_while_it_is_painted(self, view, painter):
        before = seen_at(view, 150, 100)
        painter.press(50, 100).move(250, 100)
        assert before != (220, 30, 30)
        assert seen_at(view, 150, 100) == (220, 30, 30)
        painter.release()

    def test_undo_and_redo(self, session, view, painter):
        painter.drag((50, 100), (350, 100))
        after = picture(session)
        session.easel.document.history.undo()
        assert not picture(session).any()
        assert seen_at(view, 100, 100) != (220, 30, 30)
        session.easel.document.history.redo()
        assert (picture(session) == after).all()

    @pytest.mark.parametrize("tool", list(ToolName), ids=lambda tool: tool.value)
    @pytest.mark.parametrize("interrupt", ["escape", "lose_focus", "second_press", "hide"])
    def test_an_interrupted_gesture_leaves_no_trace(self, session, view, tool, interrupt):
        painter = Painter(view)
        painter.drag((100, 100), (300, 200))
        session.painting.tool = ToolName.rectangle
        painter.drag((50, 50), (250, 250))
        session.painting.tool = tool
        before, selected, done = picture(session), session.easel.document.selection, steps(session)
        mask, colour = selected.read(Bounds(0, 0, 400, 300)), session.painting.foreground
        painter.press(120, 120).move(200, 180)
        match interrupt:
            case "second_press":
                painter.press(200, 180, Qt.MouseButton.RightButton)
                painter.release(Qt.MouseButton.RightButton)
            case "hide":
                view.hide()
            case _:
                getattr(painter, interrupt)()
        painter.move(260, 60).release()
        assert (picture(session) == before).all()
        assert (selected.read(Bounds(0, 0, 400, 300)) == mask).all()
        assert session.painting.foreground == colour
        assert steps(session) == done

    def test_what_cannot_be_painted_on_is_told(self, session, painter):
        notices = []
        session.notice.connect(notices.append)
        session.easel.document.root.children.clear()
        session.easel.put(session.easel.document)
        painter.click(200, 150)
        assert notices[0].message == "There is no layer to paint on."

    def test_a_crashing_tool_leaves_no_trace(self, session, qtbot):
        class Crashing:
            name = ToolName.brush

            def gesture(self, session, press):
                with session.painting.stroke() as stroke:
                    stroke.add(press.sample)
                    yield None
                    raise ZeroDivisionError

        view = CanvasView(session, {**all_tools(), ToolName.brush: Crashing()})
        qtbot.addWidget(view)
        with pytest.raises(ZeroDivisionError):
            Painter(view).drag((100, 100), (200, 200))
        assert not picture(session).any()

    def test_no_shortcut_is_served_amid_a_gesture(self, view, painter):
        undo = QKeyEvent(
            QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
        )
        painter.press(100, 100)
        undo.ignore()
        QCoreApplication.sendEvent(view, undo)
        assert undo.isAccepted()
        painter.release()
        undo.ignore()
        QCoreApplication.sendEvent(view, undo)
        assert not undo.isAccepted()

    def test_a_release_lost_to_another_window_ends_the_gesture(self, session, painter):
        painter.press(100, 100).move(150, 100)
        painter._held = Qt.MouseButton.NoButton
        painter.move(200, 100)
        assert steps(session) == 0
        assert not picture(session).any()

    def test_another_document_ends_the_gesture(self, session, painter):
        old = session.easel.document
        painter.press(100, 100)
        session.easel.put(document_of(100, 100))
        painter.release()
        assert not flatten(old, old.bounds).any()
        assert not picture(session).any()

    def test_a_pen_paints_as_hard_as_it_is_pushed(self, session, view):
        session.painting.set_brush(ToolName.brush, Brush(size=40, hardness=1))
        Pen(view).pushing(0.25).drag((50, 100), (350, 100))
        width = int((picture(session)[:, 200, 3] > 127).sum())
        assert 8 <= width <= 12

    def test_the_other_end_of_the_pen_erases(self, session, view):
        painter = Painter(view)
        painter.drag((50, 100), (350, 100))
        Pen(view, is_eraser=True).drag((200, 50), (200, 150))
        assert picture(session)[100, 200, 3] == 0
        assert picture(session)[100, 100, 3] == 255

    def test_alt_picks_a_colour(self, session, painter):
        painter.click(100, 100)
        session.painting.set_colours(Colour(0, 0, 0), Colour(0, 0, 0))
        session.painting.tool = ToolName.eraser
        painter.hold(Qt.KeyboardModifier.AltModifier).click(100, 100)
        assert session.painting.foreground == RED
        assert steps(session) == 1

    def test_with_the_keys_of_krita_ctrl_picks_a_colour(self, session, painter):
        kept = session.preferences
        kept.change(replace(kept.current, shortcuts=Shortcuts(Preset.krita)))
        painter.click(100, 100)
        session.painting.set_colours(Colour(0, 0, 0), Colour(0, 0, 0))
        painter.hold(Qt.KeyboardModifier.ControlModifier).click(100, 100)
        assert session.painting.foreground == RED
        assert steps(session) == 1

    def test_a_right_press_is_left_to_whoever_shows_a_menu(self, session, painter):
        painter.press(100, 100, Qt.MouseButton.RightButton)
        painter.release(Qt.MouseButton.RightButton)
        assert steps(session) == 0


class TestBrushDrags:
    def size(self, session):
        return session.painting.brush_of(ToolName.brush).size

    def test_alt_and_the_right_button_size_the_brush(self, session, painter):
        painter.hold(Qt.KeyboardModifier.AltModifier)
        painter.press(100, 100, Qt.MouseButton.RightButton).move(130, 140)
        painter.release(Qt.MouseButton.RightButton)
        assert self.size(session) == pytest.approx(80)
        assert session.painting.brush_of(ToolName.brush).hardness == pytest.approx(0.8)
        assert steps(session) == 0

    def test_escape_gives_the_brush_back(self, session, painter):
        painter.hold(Qt.KeyboardModifier.ShiftModifier).press(100, 100).move(160, 100)
        assert self.size(session) == pytest.approx(140)
        painter.escape()
        assert self.size(session) == 20

    def test_shift_and_a_click_go_on_in_a_straight_line(self, session, painter):
        painter.click(50, 100).hold(Qt.KeyboardModifier.ShiftModifier).click(350, 100)
        assert (picture(session)[100, 50:350, 3] == 255).all()
        assert self.size(session) == 20

    def test_the_ring_stays_where_sizing_began(self, view, painter):
        view.viewport = view.viewport.zoomed(2.0)
        painter.hold(Qt.KeyboardModifier.ShiftModifier).press(150, 150).move(170, 150)
        middle, diameter = view.ring
        assert middle == pytest.approx(view.viewport.to_view(150, 150))
        assert diameter == pytest.approx(2 * 60)
        painter.release()


class TestLooking:
    def test_the_wheel_zooms_at_the_pointer(self, view, painter):
        painter.move(300, 200)
        place = view.viewport.to_view(300, 200)
        painter.scroll(1)
        assert view.viewport.zoom == 1.5
        assert view.viewport.to_view(300, 200) == pytest.approx(place, abs=1)
        painter.scroll(-1)
        assert view.viewport.zoom == 1.0

    def test_fine_steps_of_a_wheel_add_up(self, view, painter):
        painter.move(200, 150).scroll(0.5)
        assert view.viewport.zoom == 1.0
        painter.scroll(0.5)
        assert view.viewport.zoom == 1.5

    def test_the_wheel_waits_for_the_gesture(self, view, painter):
        painter.press(100, 100).scroll(1).release()
        assert view.viewport.zoom == 1.0

    @pytest.mark.parametrize(
        ("button", "space"),
        [(Qt.MouseButton.MiddleButton, False), (Qt.MouseButton.LeftButton, True)],
        ids=["middle", "space"],
    )
    def test_dragging_the_canvas_along(self, session, view, painter, button, space):
        if space:
            painter.key_down(Qt.Key.Key_Space)
        place = view.viewport.to_view(100, 100)
        x, y = view.viewport.to_canvas(place[0] + 40, place[1] + 30)
        painter.press(100, 100, button).move(x, y).release(button)
        assert view.viewport.to_view(100, 100) == pytest.approx((place[0] + 40, place[1] + 30))
        assert steps(session) == 0

    def test_shift_and_space_turn_it(self, view, painter):
        painter.key_down(Qt.Key.Key_Space).hold(Qt.KeyboardModifier.ShiftModifier)
        painter.press(300, 150).move(200, 250).release()
        assert view.viewport.rotation == pytest.approx(90)

    def test_ctrl_and_space_zoom(self, view, painter):
        painter.key_down(Qt.Key.Key_Space).hold(Qt.KeyboardModifier.ControlModifier)
        painter.press(100, 100).move(220, 100).release()
        assert view.viewport.zoom == pytest.approx(2)

    def test_the_verbs(self, view):
        view.zoom_in()
        assert view.viewport.zoom == 1.5
        view.zoom_out()
        assert view.viewport.zoom == 1.0
        view.rotate_by(15)
        assert view.viewport.rotation == 15
        view.mirror()
        assert view.viewport.is_mirrored
        view.reset_view()
        assert (view.viewport.rotation, view.viewport.is_mirrored) == (0, False)
        view.zoom_to_actual()
        assert view.viewport.zoom == 1.0
        view.zoom_to_fit()
        assert view.viewport.visible == Bounds(0, 0, 400, 300)

    def test_zoom_and_pointer_are_told(self, view, painter, qtbot):
        with qtbot.waitSignal(view.viewport_changed):
            view.zoom_in()
        with qtbot.waitSignal(view.pointer_moved) as moved:
            painter.move(12.5, 30)
        assert view.viewport.zoom == 1.5
        assert moved.args[0] == pytest.approx((12.5, 30))
        with qtbot.waitSignal(view.pointer_moved) as left:
            painter.leave()
        assert left.args == [None]

    def test_a_fitted_canvas_stays_fitted_in_another_size(self, view):
        view.zoom_to_fit()
        view.resize(400, 300)
        assert view.viewport == view.viewport.fitted()

    def test_another_document_is_fitted(self, session, view):
        view.rotate_by(30)
        session.easel.put(document_of(3000, 2000))
        assert view.viewport.extent == Extent(3000, 2000)
        assert view.viewport.visible == Bounds(0, 0, 3000, 2000)
        assert view.viewport.rotation == 0

    @pytest.mark.parametrize(("key", "text"), [(Qt.Key.Key_BracketRight, "]"), (Qt.Key.Key_5, "5")])
    def test_keys_of_the_brush(self, session, painter, key, text):
        before = session.painting.brush_of(ToolName.brush)
        painter.key(key, text)
        assert session.painting.brush_of(ToolName.brush) != before


class Exposures(QObject):
    """What a widget was asked to draw."""

    def __init__(self, view):
        super().__init__()
        self.regions = []
        view.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            self.regions.append(event.region())
        return False


class TestDrawing:
    def test_only_what_a_dab_changed_is_drawn_anew(self, session, view, painter, qtbot):
        painter.move(350, 250)
        # At rest all is drawn once more, whenever that comes.
        qtbot.waitUntil(lambda: not view.is_moving)
        QCoreApplication.processEvents()
        exposed = Exposures(view)
        painter.click(100, 100)
        qtbot.waitUntil(lambda: bool(exposed.regions))
        x, y = view.viewport.to_view(100, 100)
        for region in exposed.regions:
            rest = region.boundingRect().intersected(view.rect())
            assert rest.width() < 400
        total = max(region.rectCount() for region in exposed.regions)
        assert total < 40
        assert any(region.contains(QPoint(int(x), int(y))) for region in exposed.regions)

    @pytest.mark.parametrize("zoom", [0.3, 0.5, 1.0, 1.3, 4.0])
    @pytest.mark.parametrize("rotation", [0, 30])
    def test_drawing_changes_nothing(self, view, painter, zoom, rotation):
        painter.drag((50, 100), (350, 250))
        view.rotate_by(rotation)
        view.viewport = view.viewport.zoomed(zoom)
        assert (on_screen(view) == on_screen(view)).all()

    def test_a_canvas_pixel_is_a_square_when_enlarged(self, session, view):
        session.easel.target().tiles.edit((0, 0))[150, 200] = (30, 30, 220, 255)
        session.easel.document.touched(session.easel.active, Bounds(200, 150, 1, 1))
        view.viewport = view.viewport.zoomed(8.0)
        left, top = (round(one) for one in view.viewport.to_view(200, 150))
        screen = view.grab().toImage()
        red = {
            (x, y)
            for x in range(left - 4, left + 12)
            for y in range(top - 4, top + 12)
            if screen.pixelColor(x, y).getRgb()[:3] == (220, 30, 30)
        }
        assert red == {(x, y) for x in range(left, left + 8) for y in range(top, top + 8)}

    def test_a_pan_leaves_the_same_picture_as_drawing_anew(self, view, painter, qtbot):
        painter.drag((50, 100), (350, 250)).leave()
        QCoreApplication.processEvents()
        view.viewport = view.viewport.panned(37, -21)
        QCoreApplication.processEvents()
        kept = view.screen().grabWindow(view.winId()).toImage()
        assert kept == view.grab().toImage().convertToFormat(kept.format())

    def test_beside_the_canvas_is_the_dark_of_the_palette(self, view):
        dark = QGuiApplication.palette().color(QPalette.ColorRole.Dark)
        assert seen_at(view, -100, -50) == (dark.red(), dark.green(), dark.blue())

    def test_smooth_again_at_rest(self, view, qtbot):
        view.viewport = view.viewport.zoomed(0.7)
        assert view.is_moving
        qtbot.waitUntil(lambda: not view.is_moving)

    def test_screen_readers_are_told_what_it_is(self, view):
        assert view.accessibleName() == "Canvas"
        assert view.accessibleDescription()


class TestCursor:
    def shape(self, view):
        return view.cursor().shape()

    def test_a_ring_as_large_as_the_brush(self, view, painter):
        painter.move(200, 150)
        view.viewport = view.viewport.zoomed(2.0)
        assert view.ring[1] == 40
        assert self.shape(view) is Qt.CursorShape.BlankCursor

    def test_a_brush_too_small_for_a_ring_has_a_cross(self, session, view, painter):
        session.painting.set_brush(ToolName.brush, Brush(size=2))
        painter.move(200, 150)
        assert self.shape(view) is Qt.CursorShape.CrossCursor
        assert view.ring is None

    def test_held_keys_show_what_a_press_would_do(self, view, painter):
        painter.move(200, 150).key_down(Qt.Key.Key_Space)
        assert self.shape(view) is Qt.CursorShape.OpenHandCursor
        painter.press(200, 150)
        assert self.shape(view) is Qt.CursorShape.ClosedHandCursor
        painter.release().key_up(Qt.Key.Key_Space)
        assert self.shape(view) is Qt.CursorShape.BlankCursor
        painter.key_down(Qt.Key.Key_Alt)
        assert self.shape(view) is Qt.CursorShape.CrossCursor

    def test_no_ring_beside_the_canvas(self, view, painter):
        painter.move(200, 150).leave()
        assert view.ring is None


class TestContextBox:
    @pytest.fixture(autouse=True)
    def box(self, session, view, painter):
        session.easel.put(document_of(1000, 800))
        session.painting.tool = ToolName.rectangle
        painter.drag((400, 300), (480, 380))
        box = session.repainting.context_box
        assert box is not None
        assert box != session.easel.document.bounds
        return box

    def test_pulling_an_edge_shows_the_model_more(self, session, painter, box):
        done = steps(session)
        painter.drag((box.right, box.y + 70), (box.right + 60, box.y + 70))
        assert session.repainting.context_box == Bounds(box.x, box.y, box.width + 60, box.height)
        assert steps(session) == done

    def test_escape_leaves_it_as_it_was(self, session, painter, box):
        painter.press(box.right, box.bottom).move(box.right + 60, box.bottom).escape().release()
        assert session.repainting.context_box == box

    def test_a_brush_takes_hold_of_handles_only(self, session, painter, box):
        session.painting.tool = ToolName.brush
        painter.drag((box.right, box.y + 70), (box.right + 60, box.y + 70))
        assert session.repainting.context_box == box
        painter.drag((box.right, box.y), (box.right + 60, box.y))
        assert session.repainting.context_box.right == box.right + 60

    def test_the_cursor_says_so(self, view, painter, box):
        painter.move(box.right, box.y + 70)
        assert view.cursor().shape() is Qt.CursorShape.SizeHorCursor


class TestDrop:
    def drop(self, view, dragged):
        how = Qt.DropAction.CopyAction, dragged, *(Qt.MouseButton.LeftButton, NO_KEY)
        QCoreApplication.sendEvent(view, QDragEnterEvent(QPoint(10, 10), *how))
        QCoreApplication.sendEvent(view, QDropEvent(QPointF(10, 10), *how))

    def test_dropped_files_are_told(self, view, qtbot, tmp_path):
        dragged = QMimeData()
        dragged.setUrls([QUrl.fromLocalFile(str(tmp_path / "cat.png")), QUrl("https://x.org/y")])
        with qtbot.waitSignal(view.pictures_dropped) as dropped:
            self.drop(view, dragged)
        assert dropped.args == [(tmp_path / "cat.png",)]

    def test_a_dropped_picture_without_a_file_is_told(self, view, qtbot):
        dragged = QMimeData()
        dragged.setImageData(QImage(4, 3, QImage.Format.Format_RGB32))
        with qtbot.waitSignal(view.image_dropped) as dropped:
            self.drop(view, dragged)
        assert dropped.args[0].width() == 4
