import pytest

from studio.brush.sample import PenSample
from studio.canvas.hand import Hand
from studio.errors import InputError
from studio.tools.tool import Outline, Pointer, PointerEvent

BAND = Outline(((0.0, 0.0), (9.0, 0.0)), closed=False)


def at(kind, x=0.0):
    return PointerEvent(kind, PenSample(x, 0.0))


class Notes:
    """A painting of sorts: gestures write on it, and rub out what they do not finish."""

    def __init__(self):
        self.lines = []
        self.told = []
        self.hand = Hand(self.told.append)

    def drag(self, word="drag", *, fail_at=None, error=None):
        kept = list(self.lines)
        try:
            self.lines.append(f"{word} pressed")
            event = None
            while event is None or event.kind is not Pointer.release:
                event = yield BAND
                self.lines.append(f"{word} {event.sample.x:.0f}")
                if event.sample.x == fail_at:
                    raise error  # noqa: TRY301
        except BaseException:
            self.lines[:] = kept
            raise


@pytest.fixture
def notes():
    return Notes()


def test_a_press_is_acted_on_at_once(notes):
    notes.hand.press(notes.drag())
    assert notes.lines == ["drag pressed"]
    assert notes.hand.is_busy


def test_a_release_ends_it(notes):
    notes.hand.press(notes.drag())
    notes.hand.move(at(Pointer.move, 1))
    notes.hand.release(at(Pointer.release, 2))
    assert notes.lines == ["drag pressed", "drag 1", "drag 2"]
    assert not notes.hand.is_busy


def test_a_gesture_may_end_with_its_press(notes):
    def click():
        notes.lines.append("clicked")
        return
        yield

    notes.hand.press(click())
    notes.hand.release(at(Pointer.release))
    assert notes.lines == ["clicked"]
    assert not notes.hand.is_busy


def test_letting_go_leaves_no_trace(notes):
    notes.hand.press(notes.drag())
    notes.hand.move(at(Pointer.move, 1))
    notes.hand.let_go()
    notes.hand.release(at(Pointer.release, 2))
    assert notes.lines == []
    assert not notes.hand.is_busy


def test_letting_go_of_nothing_is_nothing(notes):
    notes.hand.let_go()
    notes.hand.move(at(Pointer.move))
    assert notes.lines == []


def test_another_press_takes_the_first_back(notes):
    notes.hand.press(notes.drag("first"))
    notes.hand.press(notes.drag("second"))
    assert notes.lines == ["second pressed"]


@pytest.mark.parametrize("moment", [Pointer.move, Pointer.release])
def test_an_error_for_the_user_is_told_and_leaves_no_trace(notes, moment):
    error = InputError("No.", "Try that.")
    notes.hand.press(notes.drag(fail_at=5, error=error))
    notes.hand.release(at(moment, 5))
    assert notes.told == [error]
    assert notes.lines == []
    assert not notes.hand.is_busy


def test_an_error_on_the_press_is_told(notes):
    def refused():
        raise InputError("No.")
        yield

    notes.hand.press(refused())
    assert [str(error) for error in notes.told] == ["No."]
    assert not notes.hand.is_busy


def test_a_crash_is_not_hidden_and_leaves_no_trace(notes):
    notes.hand.press(notes.drag(fail_at=5, error=ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        notes.hand.move(at(Pointer.move, 5))
    assert notes.lines == []
    assert not notes.hand.is_busy


def test_a_gesture_that_outlives_its_release_is_a_fault(notes):
    def endless():
        while True:
            yield None

    notes.hand.press(endless())
    with pytest.raises(RuntimeError, match="release"):
        notes.hand.release(at(Pointer.release))
    assert not notes.hand.is_busy


def test_the_rubber_band_comes_and_goes(notes):
    seen = []
    notes.hand.outline_changed.connect(seen.append)
    notes.hand.press(notes.drag())
    assert notes.hand.outline == BAND
    notes.hand.move(at(Pointer.move, 1))
    notes.hand.let_go()
    assert notes.hand.outline is None
    assert seen == [BAND, None]
