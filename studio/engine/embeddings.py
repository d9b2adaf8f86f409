"""Textual inversion: words whose vectors come from files, without touching tokenizer or weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch

from studio.engine.adapters import finite_tensors
from studio.generation.engine import EngineError, EngineErrorKind
from studio.models.catalogue import ModelEntry
from studio.text import tr

# By the width of the text encoder they are for: files for two encoders name each.
_NAMES = ("emb_params", "clip_l", "clip_g")


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """name: the word that stands for it. vectors: [count, width], for each encoder's width."""

    name: str
    hash: str
    vectors: tuple[torch.Tensor, ...]

    def __eq__(self, other: object) -> bool:
        """Two are the same when their files are."""
        return isinstance(other, Embedding) and (self.name, self.hash) == (other.name, other.hash)

    def __hash__(self) -> int:
        """By the file."""
        return hash((self.name, self.hash))

    def of_width(self, width: int) -> torch.Tensor:
        """Those for an encoder.

        Raises:
            EngineError: it has none.
        """
        for one in self.vectors:
            if one.shape[-1] == width:
                return one
        raise EngineError(
            EngineErrorKind.unsupported,
            tr("The embedding {name} does not fit this model.", name=self.name),
            tr("It is made for another family; take its name out of the prompt."),
        )


def read_embedding(entry: ModelEntry) -> Embedding:
    """The vectors in a file.

    Raises:
        EngineError: it cannot be read, or holds no numbers.
    """
    tensors = finite_tensors(entry)
    found = (tensors[name] for name in _NAMES if name in tensors)
    vectors = tuple(one.reshape(-1, one.shape[-1]).float() for one in found)
    return Embedding(entry.name, entry.hash, vectors)


@contextmanager
def vectors_in_place(table: torch.nn.Embedding, vectors: Sequence[torch.Tensor]) -> Iterator[int]:
    """Within, ids from the given one on stand for these vectors, one after another."""
    first = table.num_embeddings
    if not vectors:
        yield first
        return
    added = torch.cat(tuple(vectors))
    asked: list[torch.Tensor] = []

    def hide(_module: torch.nn.Module, inputs: tuple[torch.Tensor]) -> tuple[torch.Tensor]:
        asked.append(inputs[0])
        return (inputs[0].clamp(max=first - 1),)

    def put(
        _module: torch.nn.Module, _inputs: tuple[torch.Tensor], output: torch.Tensor
    ) -> torch.Tensor:
        ids = asked.pop()
        is_added = ids >= first
        output[is_added] = added.to(output)[(ids - first)[is_added]]
        return output

    hooks = (table.register_forward_pre_hook(hide), table.register_forward_hook(put))
    try:
        yield first
    finally:
        for hook in hooks:
            hook.remove()
