"""What a pipeline is called with."""

from __future__ import annotations

import numpy as np
import torch

from studio.engine.asked import Run
from studio.engine.differential import hole, latent_mask
from studio.engine.loading import LoadedModel
from studio.generation.recipe import Recipe
from studio.generation.request import Rgb, Task
from studio.models.families import Z_IMAGE
from studio.models.family import Family, Guidance


def settings_of(model: LoadedModel, one: Run) -> dict[str, object]:
    """All but the source of noise."""
    height, width = one.pixels.shape[:2]
    family = model.entry.family
    common: dict[str, object] = {
        **_words(model, one.recipe),
        "num_inference_steps": one.plan.total,
        "output_type": "pt",
    }
    size: dict[str, object] = {"height": height, "width": width}
    strength = one.strength(rounds_up=family.is_flow)
    picture: dict[str, object] = {"image": tensor_of(one.pixels), "strength": strength}
    if one.task is Task.inpaint or model.sees_mask:
        return {**common, **size, **picture, **_masked(model, one)}
    if one.task is Task.text_to_image:
        return {**common, **size}
    # Of a diffusion these follow from the picture; a flow takes its own default.
    return {**common, **picture, **(size if family.is_flow else {})}


def _words(model: LoadedModel, recipe: Recipe) -> dict[str, object]:
    read = model.words(recipe)
    if read is None:
        return _plain_words(model.entry.family, recipe)
    prompt, negative = read
    embeds: dict[str, object] = {
        "prompt_embeds": prompt.words,
        "negative_prompt_embeds": negative.words,
        "guidance_scale": recipe.guidance,
    }
    if prompt.pooled is None:
        return embeds
    pooled = {
        "pooled_prompt_embeds": prompt.pooled,
        "negative_pooled_prompt_embeds": negative.pooled,
    }
    return {**embeds, **pooled}


def _plain_words(family: Family, recipe: Recipe) -> dict[str, object]:
    """Prompt and guidance, as the family hears them."""
    free = {"prompt": recipe.prompt, "negative_prompt": recipe.negative}
    match family.scale:
        case Guidance.free if family is Z_IMAGE:
            # It adds the difference to the prompt's own prediction: nought turns it off, not one.
            return {**free, "guidance_scale": max(0.0, recipe.guidance - 1)}
        case Guidance.free:
            return {**free, "guidance_scale": recipe.guidance}
        case Guidance.true:
            return {**free, "true_cfg_scale": recipe.guidance}
        case _:
            return {"prompt": recipe.prompt, "guidance_scale": recipe.guidance}


def _masked(model: LoadedModel, one: Run) -> dict[str, object]:
    height, width = one.pixels.shape[:2]
    if one.mask is None:
        return {"mask_image": torch.ones(1, 1, height, width)}
    mask = {"mask_image": hole(latent_mask(one.mask, model.factor), model.factor)}
    # Stock pipelines encode the picture without its hole even for a model that cannot see it.
    unseen = (
        {} if model.sees_mask else {"masked_image_latents": model.encode(tensor_of(one.pixels))}
    )
    return {**mask, **unseen}


def tensor_of(pixels: Rgb) -> torch.Tensor:
    """uint8[h, w, 3] as [1, 3, h, w] in 0..1."""
    return torch.from_numpy(pixels.astype(np.float32) / 255).permute(2, 0, 1)[None]
