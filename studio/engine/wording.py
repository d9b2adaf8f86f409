"""Prompts for CLIP's text encoders: weights, any length, clip skip and embeddings.

Words that ask for none of it go the pipelines' own way, and give the same bytes as ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from studio.engine.embeddings import Embedding, vectors_in_place
from studio.engine.parts import Pipeline, TextEncoder, Tokenizer
from studio.engine.tokens import Place, Run, empty_run, runs_of
from studio.generation.emphasis import Piece, pieces_of
from studio.generation.recipe import Recipe


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """words: [1, tokens, width]; pooled: [1, width], where a second encoder gives it."""

    words: torch.Tensor
    pooled: torch.Tensor | None


@dataclass(frozen=True, slots=True, eq=False)
class _Reader:
    """One text encoder with its tokenizer. layer: of its hidden states, None for its output."""

    tokenizer: Tokenizer
    encoder: TextEncoder
    layer: int | None
    normalises: bool


def is_plain(pipe: Pipeline, recipe: Recipe, embeddings: Sequence[Embedding]) -> bool:
    """Whether the pipeline's own way does: no marks, no more than it reads at once."""
    if recipe.clip_skip > 1 or embeddings:
        return False
    prompts = (recipe.prompt, recipe.negative)
    return all(_is_short_and_unmarked(prompt, pipe.tokenizer) for prompt in prompts)


def _is_short_and_unmarked(prompt: str, tokenizer: Tokenizer) -> bool:
    if pieces_of(prompt) not in ((), (Piece(prompt),)):
        return False
    ids = tokenizer(prompt, truncation=False)["input_ids"]
    return len(ids) <= tokenizer.model_max_length


def encode(
    pipe: Pipeline, recipe: Recipe, embeddings: Sequence[Embedding], device: str
) -> tuple[Words, Words]:
    """The prompt and the negative one, as long as each other.

    Raises:
        EngineError: an embedding does not fit.
    """
    prompts = (pieces_of(recipe.prompt), pieces_of(recipe.negative))
    found: list[list[Words]] = [[], []]
    for reader in _readers(pipe, recipe.clip_skip):
        for at, one in enumerate(_read(reader, prompts, embeddings, device)):
            found[at].append(one)
    first, second = (_side_by_side(one) for one in found)
    return first, second


def _readers(pipe: Pipeline, clip_skip: int) -> list[_Reader]:
    if "text_encoder_2" not in pipe.components:
        layer = None if clip_skip == 1 else -clip_skip
        return [_Reader(pipe.tokenizer, pipe.text_encoder, layer, normalises=layer is not None)]
    # XL was trained on the layer before the last: other programs take 1 and 2 for the same.
    layer = -max(2, clip_skip)
    return [
        _Reader(pipe.tokenizer, pipe.text_encoder, layer, normalises=False),
        _Reader(pipe.tokenizer_2, pipe.text_encoder_2, layer, normalises=False),
    ]


def _side_by_side(each: Sequence[Words]) -> Words:
    return Words(torch.cat([one.words for one in each], -1), each[-1].pooled)


def _read(
    reader: _Reader,
    prompts: Sequence[Sequence[Piece]],
    embeddings: Sequence[Embedding],
    device: str,
) -> list[Words]:
    table = reader.encoder.get_input_embeddings()
    vectors = [one.of_width(table.embedding_dim) for one in embeddings]
    with vectors_in_place(table, vectors) as first, torch.no_grad():
        places = _places(embeddings, vectors, first)
        each = [runs_of(pieces, reader.tokenizer, places) for pieces in prompts]
        longest = max(len(runs) for runs in each)
        nothing = empty_run(reader.tokenizer)
        filled = [(*runs, *(nothing,) * (longest - len(runs))) for runs in each]
        empty = _states(reader, nothing, device)
        return [_weighted(reader, runs, empty, device) for runs in filled]


def _places(
    embeddings: Sequence[Embedding], vectors: Sequence[torch.Tensor], first: int
) -> dict[str, Place]:
    places = {}
    for embedding, one in zip(embeddings, vectors, strict=True):
        places[embedding.name] = Place(first, len(one))
        first += len(one)
    return places


def _weighted(reader: _Reader, runs: Sequence[Run], empty: Words, device: str) -> Words:
    """Each token as far from what no words give as its weight says."""
    each = [_states(reader, run, device) for run in runs]
    words = []
    for run, states in zip(runs, each, strict=True):
        weights = torch.tensor(run.weights).to(states.words)[None, :, None]
        moved = empty.words + weights * (states.words - empty.words)
        words.append(torch.where(weights == 1, states.words, moved))
    return Words(torch.cat(words, 1), each[0].pooled)


def _states(reader: _Reader, run: Run, device: str) -> Words:
    ids = torch.tensor([run.ids], device=device)
    output = reader.encoder(ids, output_hidden_states=True)
    if reader.layer is None:
        return Words(output[0], None)
    states = output.hidden_states[reader.layer]
    if reader.normalises:
        return Words(reader.encoder.final_layer_norm(states), None)
    return Words(states, output[0])
