"""Journals whose records are whole by their sums, and say what none of ours would."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from studio.document.composite import flatten
from studio.geometry import Bounds
from studio.journal.journal import Journal
from studio.journal.reading import last_state
from studio.journal.records import RecordKind, RecordReader, RecordWriter
from studio.journal.shelf import left_behind
from studio.journal.state import State, state_bytes
from tests.fakes.requests import small_request
from tests.faults.corpus import Kind
from tests.journal.scenes import a_candidate, moment_of, rich_document

_MOST = 64 << 20
_SEEN = Bounds(0, 0, 64, 64)


def a_journal() -> bytes:
    """Of a painting with everything in it, a candidate and a job."""
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder))
        moment = moment_of(rich_document(), "Sea", (a_candidate(),), (small_request(2),))
        journal.keep(moment)
        journal.close()
        (path,) = Path(folder).glob("*/journal")
        return path.read_bytes()


def journal_kinds() -> Iterator[tuple[str, Kind]]:
    """The whole of it, and what two of its records say."""
    whole = a_journal()
    records = RecordReader(io.BytesIO(whole))
    state, _ = last_state(records)
    table = records.read(state.tables[-1].place, _MOST)
    yield "journal", Kind(whole, left_in)
    yield "journal's state", Kind(state_bytes(state), _with_state(whole))
    yield "journal's table", Kind(table, _with_table(whole, state))


def with_state(whole: bytes, content: bytes) -> bytes:
    """A journal to which a state is appended."""
    return _appended(whole, lambda records: records.pack(content, RecordKind.state))


def left_in(content: bytes) -> object:
    """Whatever a start finds in it, as it looks."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "one", "journal")
        path.parent.mkdir()
        path.write_bytes(content)
        found = left_behind(Path(folder))
        return [flatten(one.restored().document, _SEEN) for one in found]


def _with_state(whole: bytes) -> Callable[[bytes], object]:
    return lambda content: left_in(with_state(whole, content))


def _with_table(whole: bytes, state: State) -> Callable[[bytes], object]:
    def read(content: bytes) -> object:
        def write(records: RecordWriter) -> None:
            table = replace(state.tables[-1], place=records.pack(content))
            told = replace(state, tables=(*state.tables[:-1], table))
            records.pack(state_bytes(told), RecordKind.state)

        return left_in(_appended(whole, write))

    return read


def _appended(whole: bytes, write: Callable[[RecordWriter], object]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "journal")
        path.write_bytes(whole)
        with io.FileIO(path, "r+") as stream:
            write(RecordWriter(stream, len(whole)))
        return path.read_bytes()
