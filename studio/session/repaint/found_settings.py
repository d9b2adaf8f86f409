"""The settings a picture was made with, as its file tells them, for another repaint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from studio.errors import InputError
from studio.files.formats import RECIPE_WORDS, words_of
from studio.files.pictures.metadata import PARAMETERS, read_parameters
from studio.generation.recipe import LayerRecipe, Recipe
from studio.models.catalogue import ModelEntry
from studio.session.easel import Easel
from studio.session.notice import Notice, NoticeKind, NoticeVerb
from studio.session.repaint.repainting import Repainting
from studio.text import tr

_LONGEST_PROMPT = 90
_STEPS = "Steps:"


class FoundSettings:
    """What the picture on the easel began as tells; offered once when it is opened."""

    def __init__(
        self, easel: Easel, repainting: Repainting, tell: Callable[[Notice], object]
    ) -> None:
        self._easel = easel
        self._repainting = repainting
        self._tell = tell
        easel.document_replaced.connect(lambda _: self._offer())

    @property
    def recipe(self) -> Recipe | None:
        """What was found; None where nothing was told, or no words of a prompt."""
        words = words_of(self._easel.document)
        if not words:
            return None
        recipe = _own_recipe(words.get(RECIPE_WORDS, ""))
        if recipe is None:
            found = read_parameters(words)
            recipe = found.recipe if found else None
        # A camera's comment is no prompt.
        is_told = _STEPS in words.get(PARAMETERS, _STEPS)
        return recipe if recipe is not None and recipe.prompt and is_told else None

    def use(self) -> None:
        """Repaint with them from now on.

        Raises:
            InputError: the picture tells none.
        """
        found = self.recipe
        if found is None:
            raise InputError(
                tr("This picture does not tell how it was made."),
                tr("Open one from Repaint Studio, the Stable Diffusion web UI or ComfyUI."),
            )
        self.take_up(found)

    def take_up(self, found: Recipe) -> None:
        """Fill the recipe with another; what is not installed here stays as it was set."""
        entry = self._model_of(found)
        if entry is None:
            self._tell_missing(found.model)
            now = self._repainting.recipe
            found = replace(found, model=now.model, model_hash=now.model_hash)
        else:
            self._repainting.use_model(entry.id)
            found = replace(found, model=entry.id, model_hash=entry.hash)
        if found.sampler not in self._repainting.samplers:
            found = replace(found, sampler=self._repainting.recipe.sampler)
        self._repainting.set_recipe(found)

    def _model_of(self, recipe: Recipe) -> ModelEntry | None:
        """By its id, by its hash, or by the name of its file."""
        name = PurePath(recipe.model).stem.casefold()
        for entry in self._repainting.catalogue.checkpoints:
            if entry.id == recipe.model or name in {entry.name.casefold(), entry.path.stem}:
                return entry
            if recipe.model_hash and entry.hash.startswith(recipe.model_hash.lower()):
                return entry
        return None

    def _tell_missing(self, model: str) -> None:
        if not model:
            return
        message = tr("The model “{name}” of this picture is not here.", name=model)
        hint = tr("All other settings were taken over; the model stays the one you chose.")
        self._tell(Notice(NoticeKind.info, message, hint))

    def _offer(self) -> None:
        recipe = self.recipe
        if recipe is None:
            return
        words = " ".join(recipe.prompt.split())
        short = words if len(words) <= _LONGEST_PROMPT else words[: _LONGEST_PROMPT - 1] + "…"
        verb = NoticeVerb(tr("Repaint with these settings"), self.use)
        message = tr("This picture tells how it was made.")
        self._tell(Notice(NoticeKind.info, message, f"“{short}”", verb=verb))


def _own_recipe(text: str) -> Recipe | None:
    """What Repaint Studio wrote itself, which holds more than others know of."""
    try:
        return LayerRecipe.from_json(text).recipe if text else None
    except InputError:
        return None
