"""A recipe as it holds for one picture: nothing is left to chance, nothing is hidden in words."""

from __future__ import annotations

from dataclasses import replace

from studio.generation.loras import merged, split_loras
from studio.generation.recipe import Recipe
from studio.generation.request import GenerationRequest
from studio.generation.wildcards import Lists, drawn


def captured(recipe: Recipe, seed: int, lists: Lists) -> Recipe:
    """With what was left to chance drawn by the seed, and LoRAs taken out of the prompts.

    Raises:
        InputError: a LoRA's weight in the prompt is out of its range.
    """
    prompt, loras = split_loras(drawn(recipe.prompt, seed, lists))
    negative, _ = split_loras(drawn(recipe.negative, seed, lists))
    if (prompt, negative, loras) == (recipe.prompt, recipe.negative, ()):
        return recipe
    return replace(recipe, prompt=prompt, negative=negative, loras=merged(recipe.loras, loras))


def captured_request(request: GenerationRequest, seed: int, lists: Lists) -> GenerationRequest:
    """One of several pictures of a request, by its seed.

    Raises:
        InputError: a LoRA's weight in the prompt is out of its range.
    """
    return replace(request, seed=seed, recipe=captured(request.recipe, seed, lists))
