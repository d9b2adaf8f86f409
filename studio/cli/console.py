"""What a command says: sentences for a person, or one JSON object a line for a program."""

from __future__ import annotations

import io
import json
import sys
from typing import TextIO, TypeAlias

from studio.errors import InputError, StorageError, StudioError
from studio.generation.engine import EngineError
from studio.text import tr

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


class Console:
    """Writes each line at once, so that whoever reads along is never behind.

    With JSON, all of it goes to standard output and sentences go nowhere; without, sentences go to
    standard output and errors to standard error.
    """

    def __init__(self, *, is_json: bool) -> None:
        self._is_json = is_json
        # A program with windows has no console on Windows, and then no streams.
        self._out: TextIO = sys.stdout or io.StringIO()
        self._errors: TextIO = sys.stderr or io.StringIO()

    def say(self, sentence: str) -> None:
        """Something for a person."""
        if not self._is_json:
            _write(self._out, sentence)

    def show(self, record: dict[str, Json]) -> None:
        """Something for a program."""
        if self._is_json:
            _write(self._out, json.dumps(record))

    def tell(self, error: StudioError) -> None:
        """Why it cannot be done."""
        self.show(
            {
                "event": "error",
                "kind": kind_of(error),
                "message": error.message,
                "hint": error.hint,
            }
        )
        if not self._is_json:
            _write(self._errors, "\n".join(filter(None, (error.message, error.hint))))

    def stopped(self) -> None:
        """Ctrl+C was heeded."""
        words = tr("Cancelled.")
        self.show({"event": "error", "kind": "cancelled", "message": words, "hint": ""})
        self.say(words)


def kind_of(error: StudioError) -> str:
    """One word for a program: `input`, `storage`, or the kind of an engine's error."""
    match error:
        case EngineError(kind=kind):
            return kind.name
        case StorageError():
            return "storage"
        case InputError():
            return "input"
    return "unknown"


def _write(stream: TextIO, line: str) -> None:
    encoding = stream.encoding or "utf-8"
    # The consoles of Windows cannot say every word; a question mark is better than no line.
    stream.write(line.encode(encoding, "replace").decode(encoding) + "\n")
    stream.flush()
