"""A prompt as tokens in runs of the length that a text encoder reads, each with its weight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from studio.engine.parts import Tokenizer
from studio.generation.emphasis import Piece


@dataclass(frozen=True, slots=True)
class Run:
    """What the encoder reads at once: beginning, words, end and filling."""

    ids: tuple[int, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """The ids that stand for an embedding."""

    first: int
    count: int


def runs_of(
    pieces: Sequence[Piece], tokenizer: Tokenizer, places: Mapping[str, Place]
) -> tuple[Run, ...]:
    """At least one; a run that is full or broken off is followed by another."""
    room = tokenizer.model_max_length - 2
    runs: list[list[tuple[int, float]]] = [[]]
    for piece in pieces:
        if piece.is_break:
            runs.append([])
        for id_ in _ids(piece.text, tokenizer, places):
            if len(runs[-1]) == room:
                runs.append([])
            runs[-1].append((id_, piece.weight))
    return tuple(_run(one, tokenizer) for one in runs)


def empty_run(tokenizer: Tokenizer) -> Run:
    """A run without words."""
    return _run([], tokenizer)


def _run(words: Sequence[tuple[int, float]], tokenizer: Tokenizer) -> Run:
    filling = tokenizer.model_max_length - 2 - len(words)
    ids = (
        tokenizer.bos_token_id,
        *(id_ for id_, _ in words),
        tokenizer.eos_token_id,
        *(tokenizer.pad_token_id,) * filling,
    )
    weights = (1.0, *(weight for _, weight in words), *(1.0,) * (filling + 1))
    return Run(ids, weights)


def _ids(text: str, tokenizer: Tokenizer, places: Mapping[str, Place]) -> Iterator[int]:
    """Of words, and of embeddings by their names."""
    for part, place in _parts(text, places):
        if place is not None:
            yield from range(place.first, place.first + place.count)
        elif part.strip():
            yield from tokenizer(part, add_special_tokens=False, truncation=False)["input_ids"]


def _parts(text: str, places: Mapping[str, Place]) -> Iterator[tuple[str, Place | None]]:
    if not places:
        yield text, None
        return
    longest_first = sorted(places, key=len, reverse=True)
    names = "|".join(re.escape(name) for name in longest_first)
    by_name = {name.lower(): place for name, place in places.items()}
    for part in re.split(rf"(?<!\w)({names})(?!\w)", text, flags=re.IGNORECASE):
        yield part, by_name.get(part.lower())
