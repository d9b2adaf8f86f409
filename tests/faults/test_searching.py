"""Our own parsers, searched for input that they do not expect."""

from __future__ import annotations

import math

import pytest

from tests.faults import IS_LONG, times
from tests.faults.guided import Search
from tests.faults.parsers import parsers

PARSERS = parsers()
# Counted, not timed: a quicker machine must find nothing that another does not.
TRIES = times(120, 10**9)
SECONDS = 600.0 if IS_LONG else math.inf


# Qt and libpng say aloud what they find wrong.
@pytest.mark.no_qt_log
@pytest.mark.parametrize("name", PARSERS)
def test_whatever_it_is_given_a_parser_reads_it_or_says_why_not(qapp, name):
    kind = PARSERS[name]
    search = Search(kind.read, kind.content)
    wrong = search.run(TRIES, SECONDS)
    told = [f"{error!r:.200} by {content!r:.600}" for content, error in wrong]
    assert not told, f"{name}: {told[0]}"


def test_the_search_finds_what_chance_alone_would_not():
    def careless(content: bytes) -> None:
        from studio.generation.emphasis import pieces_of

        if any(piece.weight > 1 for piece in pieces_of(content.decode("latin-1"))):
            raise ZeroDivisionError

    search = Search(careless, b"a (fox")
    assert isinstance(search.run(5000)[0][1], ZeroDivisionError)
