"""Models that are told what to change: words are read about a picture, which is seen in the noise.

The pipelines that diffusers has for them know no strength, and no size but one. So those of their
family that paint run, and get here what they lack.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from studio.engine.layout import Layout
from studio.engine.loading import LoadedModel
from studio.engine.parts import Pipeline
from studio.engine.placing import denoiser_of
from studio.engine.settings import tensor_of
from studio.generation.request import Rgb


@contextmanager
def instructed(model: LoadedModel, view: Pipeline, pixels: Rgb) -> Iterator[None]:
    """Within, the prompts of a model that edits are about this picture, uint8[h, w, 3].

    Its size is that of the run: of another size, what should stay is moved.
    """
    if not model.entry.family.edits:
        yield
        return
    usual = view.encode_prompt

    def encode(prompt: str, **_settings: object) -> object:
        return model.words_about(prompt, pixels)

    view.encode_prompt = encode
    try:
        with _seen(denoiser_of(view), model.encode(tensor_of(pixels))):
            yield
    finally:
        view.encode_prompt = usual


@contextmanager
def _seen(denoiser: torch.nn.Module, latents: torch.Tensor) -> Iterator[None]:
    """Within, it has these latents, [1, c, h, w], beside the noisy ones."""
    height, width = latents.shape[-2:]
    rows = Layout(packs=True, height=height, width=width).packed(latents)

    def beside(
        _denoiser: torch.nn.Module, inputs: tuple[object, ...], settings: dict[str, object]
    ) -> tuple[tuple[object, ...], dict[str, object]]:
        noisy, shapes = settings["hidden_states"], settings["img_shapes"]
        assert isinstance(noisy, torch.Tensor)
        assert isinstance(shapes, list)
        both = torch.cat([noisy, rows.to(noisy).expand(len(noisy), -1, -1)], 1)
        places = [[*one, (1, height // 2, width // 2)] for one in shapes]
        return inputs, {**settings, "hidden_states": both, "img_shapes": places}

    def without(_denoiser: torch.nn.Module, _inputs: object, output: tuple[torch.Tensor]) -> object:
        return (output[0][:, : -rows.shape[1]],)

    hooks = (
        denoiser.register_forward_pre_hook(beside, with_kwargs=True),
        denoiser.register_forward_hook(without),
    )
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()
