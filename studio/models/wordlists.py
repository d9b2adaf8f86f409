"""Lists of words for prompts: `wildcards/colour.txt` in a folder of models is `__colour__`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

FOLDER = "wildcards"
_LARGEST = 4 << 20


class WordLists:
    """The lists in these folders, read when a prompt names one."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders

    def __call__(self, name: str) -> Sequence[str]:
        """Its lines, without empty ones and those that begin with #; none when there is no list."""
        for folder in self._folders:
            lines = _lines(folder / FOLDER / f"{name}.txt")
            if lines:
                return lines
        return ()


def _lines(path: Path) -> Sequence[str]:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            lines = [line.strip() for line in file.read(_LARGEST).splitlines()]
    except OSError:
        return ()
    return [line for line in lines if line and not line.startswith("#")]
