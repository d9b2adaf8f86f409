import pytest
from PySide6.QtCore import QObject, Qt

from studio.canvas.pointer import from_mouse, from_tablet, without
from studio.canvas.viewport import Viewport
from studio.geometry import Extent
from studio.tools.tool import Buttons, Modifiers, Pointer
from tests.driver import Painter, Pen

LOOK = Viewport(Extent(400, 300), width=800, height=600, centre=(200.0, 150.0), zoom=2.0)


class Door(QObject):
    """Stands where a canvas would, and keeps what comes in."""

    def __init__(self, viewport):
        super().__init__()
        self.viewport = viewport
        self.events = []

    def mapToGlobal(self, place):
        return place

    def event(self, event):
        read = from_tablet if type(event).__name__ == "QTabletEvent" else from_mouse
        self.events.append(read(event, self.viewport))
        return True


@pytest.fixture
def door(qapp):
    return Door(LOOK)


def test_a_mouse_is_copied_in_canvas_px(door):
    Painter(door).press(10.5, 20.25).move(30, 40).release()
    assert [(event.kind, event.sample.x, event.sample.y) for event in door.events] == [
        (Pointer.press, 10.5, 20.25),
        (Pointer.move, 30, 40),
        (Pointer.release, 30, 40),
    ]
    assert all(event.sample.pressure == 1 for event in door.events)
    assert all(event.buttons == Buttons.left for event in door.events)


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        (Qt.MouseButton.LeftButton, Buttons.left),
        (Qt.MouseButton.MiddleButton, Buttons.middle),
        (Qt.MouseButton.RightButton, Buttons.right),
    ],
)
def test_buttons(door, button, expected):
    Painter(door).press(1, 1, button).move(2, 2).release(button)
    assert [event.buttons for event in door.events] == [expected] * 3


def test_a_press_says_which_button_it_is_about(door):
    Painter(door).press(1, 1).press(1, 1, Qt.MouseButton.RightButton)
    assert door.events[-1].buttons == Buttons.right


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (Qt.KeyboardModifier.ShiftModifier, Modifiers.shift),
        (Qt.KeyboardModifier.ControlModifier, Modifiers.ctrl),
        (Qt.KeyboardModifier.AltModifier, Modifiers.alt),
        (
            Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier,
            Modifiers.alt | Modifiers.shift,
        ),
    ],
)
def test_keys_held_while_pointing(door, keys, expected):
    Painter(door).hold(keys).press(1, 1)
    assert door.events[0].modifiers == expected


def test_a_pen_takes_the_same_path_with_pressure(door):
    Pen(door).pushing(0.25).press(10, 20).pushing(0.5).move(11.5, 20)
    press, move = door.events
    assert (press.kind, press.sample.x, press.sample.pressure) == (Pointer.press, 10, 0.25)
    assert (move.kind, move.sample.x, move.sample.pressure) == (Pointer.move, 11.5, 0.5)


def test_the_other_end_of_the_pen_erases(door):
    Pen(door, is_eraser=True).press(10, 20).move(12, 20)
    assert door.events[0].buttons == Buttons.left | Buttons.eraser
    assert Buttons.eraser in door.events[1].buttons


@pytest.mark.parametrize(
    ("viewport", "expected"),
    [
        pytest.param(LOOK, (30, 10), id="upright"),
        pytest.param(LOOK.rotated(90), (10, -30), id="turned"),
        pytest.param(LOOK.mirrored(), (-30, 10), id="mirrored"),
    ],
)
def test_tilt_turns_with_the_view(door, viewport, expected):
    door.viewport = viewport
    pen = Pen(door)
    pen.tilt = (30.0, 10.0)
    pen.press(5, 5)
    sample = door.events[0].sample
    assert (sample.tilt_x, sample.tilt_y) == pytest.approx(expected)


def test_a_key_can_be_taken_out_of_an_event(door):
    keys = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
    Painter(door).hold(keys).press(1, 1)
    assert without(door.events[0], Modifiers.alt).modifiers == Modifiers.ctrl
