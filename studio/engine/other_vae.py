"""Another VAE than the model's own, for as long as a recipe asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import diffusers
import torch
from safetensors import SafetensorError

from studio.engine.caches import Encoded, Recent, keep_encoded
from studio.engine.decoding import decode_finite
from studio.engine.parts import Pipeline, Vae
from studio.generation.engine import EngineError, EngineErrorKind
from studio.models.catalogue import ModelEntry
from studio.text import tr


def load_vae(
    entry: ModelEntry, model: ModelEntry, dtype: torch.dtype, encoded: Recent[Encoded]
) -> Vae:
    """The VAE in a file, built as the model's own is.

    Raises:
        EngineError: it is damaged, or of another build.
    """
    component = model.family.component("vae")
    if component is None or "AutoencoderKL" not in component.classes:
        raise _unfit(entry, model)
    try:
        found: Vae = diffusers.AutoencoderKL.from_single_file(
            str(entry.path),
            config=str(model.rest or model.path),
            subfolder="vae",
            local_files_only=True,
            torch_dtype=dtype,
        ).eval()
    except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as error:
        raise _unfit(entry, model) from error
    weights = tuple(found.parameters())
    if any(one.is_meta for one in weights) or not all(torch.isfinite(one).all() for one in weights):
        raise _unfit(entry, model)
    keep_encoded(found, encoded)
    decode_finite(found)
    return found


@contextmanager
def exchanged(pipes: Iterable[Pipeline], vae: Vae | None) -> Iterator[None]:
    """Within, these pipelines have this VAE; it goes where their own one is."""
    pipes = tuple(pipes)
    if vae is None:
        yield
        return
    own = pipes[0].vae
    place = next(iter(own.parameters()))
    vae.to(device=place.device)
    try:
        for pipe in pipes:
            pipe.vae = vae
        yield
    finally:
        for pipe in pipes:
            pipe.vae = own


def _unfit(entry: ModelEntry, model: ModelEntry) -> EngineError:
    return EngineError(
        EngineErrorKind.unsupported,
        tr("The VAE {name} cannot be used with {model}.", name=entry.name, model=model.name),
        tr("It is damaged or of another build: choose another, or the model's own."),
    )
