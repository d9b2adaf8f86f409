import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from studio.window.garbage import GarbageRounds, look_for_garbage


@pytest.fixture
def rounds(qapp):
    was_on = gc.isenabled()
    owner = QObject()
    found = GarbageRounds(owner)
    yield found
    found.end()
    (gc.enable if was_on else gc.disable)()


class Ring(QObject):
    """Only a look for garbage finds it."""

    def __init__(self):
        super().__init__()
        self.ring = self


def make_much():
    """More objects than Python would have left alone."""
    assert [[] for _ in range(20 * gc.get_threshold()[0])]


def test_nothing_is_destroyed_on_another_thread(rounds):
    gone = weakref.ref(Ring())
    other = threading.Thread(target=make_much)
    other.start()
    other.join()
    make_much()
    assert gone() is not None


def test_garbage_goes_in_the_next_round(rounds, qtbot):
    gone = weakref.ref(Ring())
    kept: list[object] = []

    def is_gone() -> bool:
        # Again and again: windows of the tests before, destroyed meanwhile, count against it.
        kept.extend([] for _ in range(2 * gc.get_threshold()[0]))
        return gone() is None

    qtbot.waitUntil(is_gone)


def test_where_there_is_little_nobody_looks(rounds):
    gc.collect()
    gone = weakref.ref(Ring())
    look_for_garbage()
    assert gone() is not None


def test_python_looks_by_itself_again_when_they_end(rounds):
    assert not gc.isenabled()
    rounds.end()
    assert gc.isenabled()
