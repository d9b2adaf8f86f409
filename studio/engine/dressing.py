"""A loaded model with what a recipe adds to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from studio.engine.embeddings import read_embedding
from studio.engine.loading import LoadedModel
from studio.engine.other_vae import exchanged
from studio.models.additions import Additions


@contextmanager
def dressed(model: LoadedModel, additions: Additions) -> Iterator[None]:
    """Within, it has LoRAs, embeddings and a VAE of a recipe; LoRAs stay on for the next job.

    Raises:
        EngineError: something does not fit, or is broken.
    """
    model.embeddings = tuple(read_embedding(one) for one in additions.embeddings)
    model.wear(additions.loras)
    vae = None if additions.vae is None else model.other_vae(additions.vae)
    try:
        with exchanged(model.pipes, vae):
            yield
    finally:
        model.embeddings = ()
        if vae is not None:
            model.forget()
