"""Words and a picture read together, by a text encoder that sees."""

from __future__ import annotations

import math
from pathlib import Path

import torch
from PIL import Image
from transformers import Qwen2VLImageProcessorPil, Qwen2VLProcessor
from transformers.processing_utils import ProcessorMixin

from studio.engine.parts import Pipeline, Tokenizer
from studio.generation.request import Rgb

_PICTURE = "<|image_pad|>"
# Both sides of a picture that is read are multiples of it: so its makers trained them.
_CELL = 32


class PictureReader(Qwen2VLProcessor):  # type: ignore[misc]
    """Qwen's, for words and pictures; the part of it for films needs torchvision."""

    def __init__(self, image_processor: Qwen2VLImageProcessorPil, tokenizer: Tokenizer) -> None:
        self.image_token = _PICTURE
        self.image_token_id = tokenizer.convert_tokens_to_ids(_PICTURE)
        # Not the parent's own, which asks for a reader of films.
        ProcessorMixin.__init__(self, image_processor, tokenizer)


def read_pictures_too(pipe: Pipeline, folder: Path) -> None:
    """Give a pipeline the reader that a folder describes; no class that is named there is used."""
    images = Qwen2VLImageProcessorPil.from_pretrained(folder, local_files_only=True)
    pipe.register_modules(processor=PictureReader(images, pipe.tokenizer))
    _tell_pictures_from_words(pipe.components["text_encoder"])


def words_about(pipe: Pipeline, words: str, pixels: Rgb, area: int) -> object:
    """What its `encode_prompt` gives of words about uint8[h, w, 3], shown at so many pixels."""
    height, width = pixels.shape[:2]
    picture = Image.fromarray(pixels)
    shown = pipe.image_processor.resize(picture, *_shown_size(height / width, area))
    return pipe.encode_prompt(prompt=words, image=shown)


def _shown_size(ratio: float, area: int) -> tuple[int, int]:
    """Height and width."""
    height = math.sqrt(area * ratio)
    return _cells(height), _cells(height / ratio)


def _cells(side: float) -> int:
    return max(1, round(side / _CELL)) * _CELL


def _tell_pictures_from_words(encoder: object) -> None:
    """Let a text encoder know which of its tokens are a picture.

    WORKAROUND diffusers 0.42 does not tell, and transformers 5 then takes the picture for one long
    line: where something is in it is lost.
    """
    assert isinstance(encoder, torch.nn.Module)
    token = encoder.config.image_token_id

    def told(
        _encoder: torch.nn.Module, inputs: tuple[object, ...], settings: dict[str, torch.Tensor]
    ) -> tuple[tuple[object, ...], dict[str, torch.Tensor]]:
        kinds = (settings["input_ids"] == token).int()
        return inputs, {**settings, "mm_token_type_ids": kinds}

    encoder.register_forward_pre_hook(told, with_kwargs=True)
