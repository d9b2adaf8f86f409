"""What need not be computed again: encoded prompts and encoded pictures."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

from studio.engine.parts import Pipeline, Vae

T = TypeVar("T")


class Recent(Generic[T]):
    """The last few results, by what they were made from."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[object, T] = OrderedDict()

    def get(self, key: object, make: Callable[[], T]) -> T:
        """What was made for this key before, or is now."""
        if key not in self._kept:
            self._kept[key] = make()
        self._kept.move_to_end(key)
        while len(self._kept) > self._limit:
            self._kept.popitem(last=False)
        return self._kept[key]

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """What `vae.encode` gives, as the tiny VAEs do: latents, and no distribution to draw from.

    The middle of the distribution instead of a draw: the same picture always has the same latents,
    and the generator's first numbers are the noise, whatever the task.
    """

    latents: torch.Tensor


def keep_encoded(vae: Vae, recent: Recent[Encoded]) -> None:
    """Make `vae.encode` remember the pictures it encoded, whichever pipeline asks."""
    encode = vae.encode

    def remembered(picture: torch.Tensor, *_more: object, **_settings: object) -> Encoded:
        raw = picture.detach().cpu().contiguous().view(torch.uint8).numpy()
        key = (tuple(picture.shape), picture.dtype, digest_of(raw))
        return recent.get(key, lambda: Encoded(encode(picture).latent_dist.mode()))

    vae.encode = remembered


def keep_prompts(pipe: Pipeline, recent: Recent[object]) -> None:
    """Make `pipe.encode_prompt` remember the words it encoded."""
    encode = pipe.encode_prompt

    def remembered(*words: object, **settings: object) -> object:
        if any(isinstance(one, torch.Tensor) for one in settings.values()):
            return encode(*words, **settings)  # words that are read already
        key = repr((words, sorted(settings.items())))
        return recent.get(key, lambda: encode(*words, **settings))

    pipe.encode_prompt = remembered


def digest_of(raw: NDArray[np.uint8]) -> bytes:
    """What tells these bytes from others."""
    return hashlib.blake2b(raw.tobytes(), digest_size=16).digest()
