"""What the model is taught: concepts, and the words a painter might use for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("words.txt")
MARKS = frozenset({"hue", "sky", "water"})


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that can be drawn.

    icon: its name in the packages of drawings. others: English words that mean it besides its name.
    chinese: the usual word first. marks: of MARKS.
    """

    name: str
    icon: str
    others: tuple[str, ...]
    chinese: tuple[str, ...]
    marks: frozenset[str]

    @property
    def is_recolourable(self) -> bool:
        """Whether it comes in any colour."""
        return "hue" in self.marks

    @property
    def place(self) -> str:
        """Where it is found: "sky", "water" or "" for anywhere."""
        return next(iter(sorted(self.marks - {"hue"})), "")


def concepts_taught(count: int | None = None) -> tuple[Concept, ...]:
    """The first `count` concepts of the table, all of them by default."""
    return tuple(_rows(TABLE.read_text(encoding="utf-8")))[:count]


def _rows(table: str) -> Iterator[Concept]:
    for line in table.splitlines():
        if line and not line.startswith("#"):
            name, icon, others, chinese, marks = (part.strip() for part in line.split("|"))
            yield Concept(name, icon, _listed(others), _listed(chinese), frozenset(_listed(marks)))


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())
