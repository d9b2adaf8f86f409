from __future__ import annotations

import pytest

from studio.session.unfinished import Unfinished
from studio.signals import Signal


class Begun:
    """Something begun that remembers how it ended."""

    def __init__(self) -> None:
        self.changed: Signal[None] = Signal()
        self.is_on = False
        self.ended = ""

    def undo(self) -> None:
        self.ended = "undone"

    def commit(self) -> None:
        self.ended = "committed"

    def cancel(self) -> None:
        self.ended = "cancelled"


@pytest.fixture
def two():
    return Begun(), Begun()


def test_it_is_whichever_goes_on(two):
    unfinished = Unfinished(*two)
    assert not unfinished.is_on
    two[1].is_on = True
    assert unfinished.is_on
    unfinished.commit()
    assert [one.ended for one in two] == ["", "committed"]


def test_where_nothing_goes_on_nothing_happens(two):
    unfinished = Unfinished(*two)
    unfinished.undo()
    unfinished.commit()
    unfinished.cancel()
    assert [one.ended for one in two] == ["", ""]


def test_it_says_when_any_changes(two):
    unfinished, heard = Unfinished(*two), []
    unfinished.changed.connect(heard.append)
    two[0].changed.emit(None)
    two[1].changed.emit(None)
    assert heard == [None, None]
