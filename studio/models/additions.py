"""What a recipe adds to a model: found among what is installed, and proven to suit it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.loras import LoraUse, merged, split_loras
from studio.generation.recipe import Recipe
from studio.models.catalogue import ModelCatalogue, ModelEntry, ModelKind
from studio.models.headers import read_header
from studio.text import tr


@dataclass(frozen=True, slots=True)
class AddedLora:
    """A LoRA that is installed, and how strongly it works."""

    entry: ModelEntry
    weight: float


@dataclass(frozen=True, slots=True)
class Additions:
    """embeddings: by the word that stands for each in the prompts. vae: None for the model's."""

    loras: tuple[AddedLora, ...] = ()
    embeddings: tuple[ModelEntry, ...] = ()
    vae: ModelEntry | None = None

    @property
    def uses(self) -> tuple[LoraUse, ...]:
        """The LoRAs as a recipe remembers them."""
        return tuple(LoraUse(one.entry.name, one.weight, one.entry.hash) for one in self.loras)


def additions_of(recipe: Recipe, model: ModelEntry, catalogue: ModelCatalogue) -> Additions:
    """All that the recipe adds.

    Raises:
        EngineError: something is not installed, cannot be used, or is made for other models.
    """
    _, written = split_loras(recipe.prompt)
    loras = tuple(_lora(use, model, catalogue) for use in merged(recipe.loras, written))
    vae = _vae(recipe.vae, model, catalogue) if recipe.vae else None
    return Additions(loras, tuple(_embeddings(recipe, model, catalogue)), vae)


def _lora(use: LoraUse, model: ModelEntry, catalogue: ModelCatalogue) -> AddedLora:
    entry = _installed(use.name, ModelKind.lora, catalogue)
    if not entry.family.suits(model.family):
        raise EngineError(
            EngineErrorKind.unsupported,
            tr(
                "The LoRA {name} is made for {its}; {model} is {family}.",
                name=entry.name,
                its=entry.family.title,
                model=model.name,
                family=model.family.title,
            ),
            tr("Choose a model of {family}, or leave the LoRA out.", family=entry.family.title),
        )
    return AddedLora(entry, use.weight)


def _vae(name: str, model: ModelEntry, catalogue: ModelCatalogue) -> ModelEntry:
    entry = _installed(name, ModelKind.vae, catalogue)
    channels = vae_channels(entry)
    if channels != model.family.latent_channels:
        raise EngineError(
            EngineErrorKind.unsupported,
            tr(
                "The VAE {name} has {its} channels, and {model} needs {needed}.",
                name=entry.name,
                its=channels,
                model=model.name,
                needed=model.family.latent_channels,
            ),
            tr("Choose another VAE, or the model's own."),
        )
    return entry


def vae_channels(entry: ModelEntry) -> int:
    """The channels of its latents, from its header."""
    header = read_header(entry.path)
    names = ("decoder.conv_in.weight", "first_stage_model.decoder.conv_in.weight")
    return next((header.width(name, 1) for name in names if name in header.tensors), 0)


def _embeddings(
    recipe: Recipe, model: ModelEntry, catalogue: ModelCatalogue
) -> Iterator[ModelEntry]:
    """Those whose names stand in the prompts as words of their own."""
    words = f"{recipe.prompt}\n{recipe.negative}"
    for entry in catalogue.of_kind(ModelKind.embedding):
        if entry.family.suits(model.family) and stands_in(words, entry.name):
            yield entry


def stands_in(words: str, name: str) -> bool:
    """Whether a name stands in words, and not as a part of another one."""
    # The first question is quick, and mostly answers it.
    is_in = name.lower() in words.lower()
    return is_in and bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE))


def _installed(name: str, kind: ModelKind, catalogue: ModelCatalogue) -> ModelEntry:
    entry = catalogue.addition(name, kind)
    if entry is None or not entry.path.exists():  # the catalogue may be older than the disk
        catalogue.rescan()
        entry = catalogue.addition(name, kind)
    if entry is None:
        known = ", ".join(one.name for one in catalogue.of_kind(kind))
        raise EngineError(
            EngineErrorKind.model_missing,
            _missing(name, kind),
            tr("Installed: {names}.", names=known or "–"),
        )
    if entry.problem is not None:
        raise EngineError(entry.problem.kind, entry.problem.message, entry.problem.hint)
    return entry


def _missing(name: str, kind: ModelKind) -> str:
    if kind is ModelKind.lora:
        return tr("There is no LoRA called {name}.", name=name)
    return tr("There is no VAE called {name}.", name=name)
