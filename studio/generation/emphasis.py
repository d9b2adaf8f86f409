"""Words of a prompt and how strongly they count: `(so:1.2)`, `(so)`, `[less]`, `BREAK`.

As in the Stable Diffusion web UI, which most prompts are written for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_STEP = 1.1
_MOST = 10.0
_PARTS = re.compile(
    r"\\[()\[\]\\]|\(|\[|:\s*(?P<told>[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+))\s*\)|\)|\]|[^\\()\[\]:]+|:|\\"
)
_BREAK = re.compile(r"(?<!\s)\s*\bBREAK\b\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that count alike; is_break: here a new run of tokens begins, and there are no words."""

    text: str
    weight: float = 1.0
    is_break: bool = False


def pieces_of(prompt: str) -> tuple[Piece, ...]:
    """The prompt as pieces; what is not closed holds to the end, what was not opened is a mark."""
    found: list[Piece] = []
    opened: list[tuple[str, int]] = []
    for part in _PARTS.finditer(prompt):
        mark = part[0]
        if mark in ("(", "["):
            opened.append((mark, len(found)))
        elif part["told"] is not None and opened and opened[-1][0] == "(":
            _weigh(found, opened.pop()[1], _bounded(float(part["told"])))
        elif mark in (")", "]") and opened and opened[-1][0] == {")": "(", "]": "["}[mark]:
            _weigh(found, opened.pop()[1], _STEP if mark == ")" else 1 / _STEP)
        elif len(mark) == 2 and mark[0] == "\\":
            found.append(Piece(mark[1]))
        else:
            found.extend(_broken(mark))
    for mark, start in reversed(opened):
        _weigh(found, start, _STEP if mark == "(" else 1 / _STEP)
    return _joined(found)


def _bounded(weight: float) -> float:
    return min(max(weight, -_MOST), _MOST)


def _weigh(pieces: list[Piece], start: int, factor: float) -> None:
    for at in range(start, len(pieces)):
        weight = round(pieces[at].weight * factor, 6)
        pieces[at] = replace(pieces[at], weight=weight)


def _broken(text: str) -> list[Piece]:
    first, *others = _BREAK.split(text)
    found = [Piece(first)] if first else []
    for other in others:
        found.append(Piece("", is_break=True))
        found.extend([Piece(other)] if other else [])
    return found


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Neighbours that count alike are one: split, they would be other tokens."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last and not last.is_break and not piece.is_break and last.weight == piece.weight:
            found[-1] = replace(last, text=last.text + piece.text)
        else:
            found.append(piece)
    return tuple(found)
