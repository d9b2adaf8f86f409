"""What every test stands on: no screen needed, no network, nothing left running."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
import time

import pytest
from PySide6.QtCore import QCoreApplication, QThread, QTimer

from studio.document import archive
from studio.journal import journal
from studio.window.garbage import look_for_garbage
from tests.patience import PATIENCE, PatientBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["LC_ALL"] = "C.UTF-8"  # what commands answer is read in English
os.environ["OMP_NUM_THREADS"] = "1"

SOON_MS = 1000
# They end by themselves once what they do is done.
SHORT_LIVED = {archive.THREAD_NAME, journal.THREAD_NAME, "errand", "models", "sweeping"}

# As in the program; see `studio.window.garbage`.
gc.disable()


@pytest.fixture
def qtbot(qapp, request):
    """Waits as long as a slow machine may take."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def nothing_left_running(request):
    """Fail a test that leaves a thread, an active timer or a child process behind."""
    yield
    look_for_garbage()
    children = multiprocessing.active_children()
    assert not children, f"child processes still alive: {children}"
    ending = [one for one in threading.enumerate() if one.name in SHORT_LIVED]
    for thread in ending:
        thread.join(PATIENCE)
    busy = [one.name for one in ending if one.is_alive()]
    assert not busy, f"still at work: {busy}"
    # Looking at every object takes 50 ms once torch is in: only where Qt was used.
    if QCoreApplication.instance() is None or "qapp" not in request.fixturenames:
        return
    if any(_at_work()):
        gc.collect()  # those that nobody holds any more end with that
    wait_until = time.monotonic() + PATIENCE
    while _only_ends_by_itself(*_at_work()) and time.monotonic() < wait_until:
        QCoreApplication.processEvents()
    threads, timers = _at_work()
    assert not threads, f"threads still running: {threads}"
    assert not timers, f"timers still active: {[_described(one) for one in timers]}"


def _at_work() -> tuple[list[QThread], list[QTimer]]:
    found = gc.get_objects()
    # Not isinstance: it asks odd objects for their class, and torch has one that warns.
    threads = [one for one in found if issubclass(type(one), QThread) and _is_running(one)]
    return threads, [one for one in found if type(one) is QTimer and _is_active(one)]


def _only_ends_by_itself(threads: list[QThread], timers: list[QTimer]) -> bool:
    """One look a moment after something happened is no leak: its moment comes."""
    soon = [one for one in timers if one.isSingleShot() and one.remainingTime() < SOON_MS]
    return not threads and bool(timers) and len(soon) == len(timers)


def _described(timer: QTimer) -> str:
    holders = {type(one).__qualname__ for one in gc.get_referrers(timer)}
    return f"{timer.interval()} ms, single={timer.isSingleShot()}, of {timer.parent()}, {holders}"


def _is_running(thread: QThread) -> bool:
    try:
        return thread.isRunning() and thread is not QThread.currentThread()
    except RuntimeError:  # its C++ half is gone already
        return False


def _is_active(timer: QTimer) -> bool:
    try:
        return timer.isActive()
    except RuntimeError:
        return False
