"""What is added to the model for the next repaint: LoRAs, and another VAE."""

from __future__ import annotations

from dataclasses import replace

from studio.errors import InputError, StudioError
from studio.generation.loras import LoraUse
from studio.models.additions import vae_channels
from studio.models.catalogue import ModelEntry, ModelKind
from studio.session.repaint.repainting import Repainting
from studio.text import tr


class Loras:
    """The verbs of a recipe's LoRAs; the recipe itself is where they are."""

    def __init__(self, repainting: Repainting) -> None:
        self._repainting = repainting

    @property
    def used(self) -> tuple[LoraUse, ...]:
        """Those of the next repaint."""
        return self._repainting.recipe.loras

    @property
    def available(self) -> tuple[ModelEntry, ...]:
        """Those that suit the model and are not in use."""
        taken = {one.name for one in self.used}
        return tuple(one for one in self._suited(ModelKind.lora) if not taken & {one.id, one.name})

    @property
    def vaes(self) -> tuple[ModelEntry, ...]:
        """Those with the channels of the model."""
        try:
            channels = self._repainting.model.family.latent_channels
        except StudioError:
            return ()
        found = self._repainting.catalogue.of_kind(ModelKind.vae)
        return tuple(one for one in found if _channels(one) == channels)

    def entry(self, use: LoraUse) -> ModelEntry | None:
        """The file of one, None when it is gone."""
        return self._repainting.catalogue.addition(use.name, ModelKind.lora)

    def add(self, id: str) -> None:  # noqa: A002
        """Use one more; where it was made for few steps, at its settings.

        Raises:
            InputError: it is not installed.
        """
        entry = self._repainting.catalogue.addition(id, ModelKind.lora)
        if entry is None:
            raise InputError(
                tr("There is no LoRA called {name}.", name=id),
                tr("Add the folder it is in under Models."),
            )
        recipe = self._repainting.recipe
        recipe = replace(recipe, loras=(*recipe.loras, LoraUse(entry.name)))
        wanted = entry.recommended
        if wanted.spacing:
            recipe = replace(
                recipe, steps=wanted.steps, guidance=wanted.guidance, sampler=wanted.sampler
            )
        self._repainting.set_recipe(recipe)

    def weigh(self, name: str, weight: float) -> None:
        """How strongly one works.

        Raises:
            InputError: the weight is out of its range.
        """
        self._put(
            tuple(replace(one, weight=weight) if one.name == name else one for one in self.used)
        )

    def remove(self, name: str) -> None:
        """Use it no more."""
        self._put(tuple(one for one in self.used if one.name != name))

    def use_vae(self, name: str) -> None:
        """Another VAE than the model's own; an empty name goes back to that."""
        self._repainting.set_recipe(replace(self._repainting.recipe, vae=name))

    def _put(self, loras: tuple[LoraUse, ...]) -> None:
        self._repainting.set_recipe(replace(self._repainting.recipe, loras=loras))

    def _suited(self, kind: ModelKind) -> tuple[ModelEntry, ...]:
        try:
            family = self._repainting.model.family
        except StudioError:
            return ()
        found = self._repainting.catalogue.of_kind(kind)
        return tuple(one for one in found if one.family.suits(family))


def _channels(entry: ModelEntry) -> int:
    try:
        return vae_channels(entry)
    except StudioError:  # it is gone meanwhile
        return 0
