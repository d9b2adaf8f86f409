"""What a repaint starts from: the document, its selection, the model, the recipe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from studio.cli.arguments import Repaint
from studio.document.document import Document
from studio.document.selection import Combine
from studio.errors import InputError
from studio.files.formats import open_document
from studio.files.pictures.images import read_mask
from studio.generation.recipe import Recipe
from studio.geometry import Extent
from studio.models.catalogue import ModelCatalogue, ModelEntry, installed
from studio.text import tr


def catalogue_with(wanted: str) -> tuple[ModelCatalogue, ModelEntry]:
    """The model of that id, or at that path, and a catalogue that finds it by its id.

    Raises:
        EngineError: there is none, or it cannot be used.
    """
    shipped = installed()
    is_known = any(one.id == wanted for one in shipped.entries)
    if is_known or not wanted or not Path(wanted).exists():
        return shipped, shipped.find(wanted)
    entry = shipped.find(wanted)
    return ModelCatalogue((entry.path,)), entry


def recipe_of(wish: Repaint, model: ModelEntry) -> Recipe:
    """What was asked for; what was not said is as the model recommends.

    Raises:
        InputError: a number is out of its range, or there is no such sampler.
    """
    usual = model.recommended
    sampler = usual.sampler if wish.sampler is None else wish.sampler
    if sampler not in model.family.samplers:
        raise InputError(
            tr("There is no sampler “{name}”.", name=sampler),
            tr("Choose one of: {names}.", names=", ".join(model.family.samplers)),
        )
    recipe = Recipe(
        model=model.id,
        model_hash=model.hash,
        prompt=wish.prompt,
        negative=wish.negative,
        sampler=sampler,
        steps=usual.steps if wish.steps is None else wish.steps,
        guidance=usual.guidance if wish.guidance is None else wish.guidance,
        strength=wish.strength,
        seed=wish.seed,
        context=wish.context,
    )
    if recipe.seed is not None:
        replace(recipe, seed=recipe.seed + wish.count - 1)  # raises when the last is too large
    return recipe


def open_masked(wish: Repaint, warn: Callable[[str], None]) -> Document:
    """The picture as a document, with the mask as its selection.

    Raises:
        InputError: one of them is no such picture, their sizes differ, or the mask is empty.
    """
    opened = open_document(wish.picture)
    for warning in opened.warnings:
        warn(warning)
    if wish.mask is not None:
        _select(opened.document, wish.mask)
    return opened.document


def _select(document: Document, path: Path) -> None:
    mask = read_mask(path)
    extent = Extent(mask.shape[1], mask.shape[0])
    if extent != document.extent:
        raise InputError(
            tr(
                "The mask is {mask} pixels, the picture {picture}.",
                mask=size_of(extent),
                picture=size_of(document.extent),
            ),
            tr("Make the mask as large as the picture."),
        )
    if not mask.any():
        raise InputError(
            tr("The mask {name} is empty: nothing would be repainted.", name=path.name),
            tr("Paint white what is to be repainted, or leave the mask out to repaint it all."),
        )
    with document.selecting(tr("Select")) as selection:
        selection.combine(document.bounds, mask, Combine.replace)


def size_of(extent: Extent) -> str:
    """As people write it."""
    return f"{extent.width} × {extent.height}"
