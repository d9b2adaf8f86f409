"""A bank of scenes as the denoiser sees them: latents, holes and tokens."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import torch
import torch.nn.functional as F  # noqa: N812
from transformers import CLIPTokenizer

from starter_model.autoencoder import Lesson
from starter_model.captions import caption, stories_of
from starter_model.holes import CELL, pixels_of
from starter_model.networks import Vae, to_latents
from starter_model.plans import Kind
from starter_model.scenes import Composer
from starter_model.shortcut import Shortcut

CAPTIONS = 2
# Scenes composed at once: more are faster on a GPU, and a CPU has not the cache for them.
LOTS = {"cuda": 256, "cpu": 64}
# Scenes that the shortcut of a set encoder is fitted to.
FITTED = 96


@dataclass(frozen=True, slots=True, eq=False)
class Bank:
    """n scenes. h, w: of latents.

    meant, start, around: float16[n, 4, h, w]: what is to be drawn, what noise is added to (another
    picture for a doodle), what is around the hole. hole: float16[n, 1, h, w]. tokens: int64[n,
    CAPTIONS, length].
    """

    meant: torch.Tensor
    start: torch.Tensor
    around: torch.Tensor
    hole: torch.Tensor
    tokens: torch.Tensor

    def __len__(self) -> int:
        """How many scenes."""
        return len(self.meant)

    def chosen(self, index: torch.Tensor) -> Bank:
        """Only these, in this order."""
        at = index.to(self.meant.device)
        return Bank(self.meant[at], self.start[at], self.around[at], self.hole[at], self.tokens[at])


@dataclass(frozen=True, slots=True, eq=False)
class Banker:
    """Fills banks. encode: from pictures as the lesson composes them, 0..1, to latents."""

    lesson: Lesson
    encode: Callable[[torch.Tensor], torch.Tensor]
    tokenizer: CLIPTokenizer

    @classmethod
    def of(cls, lesson: Lesson, vae: Vae, tokenizer: CLIPTokenizer) -> Banker:
        """Composes as large as the profile says, and takes the shortcut where there is one."""
        profile = lesson.profile
        encode: Callable[[torch.Tensor], torch.Tensor] = partial(to_latents, vae)
        if profile.composed < profile.side:
            encode = Shortcut(vae, lesson.pictures(FITTED, lesson.seed)).latents
        cell = CELL * profile.composed // profile.side
        composer = Composer(lesson.planner.drawings, profile.composed, lesson.device, cell)
        return cls(replace(lesson, composer=composer), encode, tokenizer)

    def bank(self, count: int, seed: int, only: Kind | None = None) -> Bank:
        """So many scenes; the same seed gives the same ones."""
        most = LOTS[self.lesson.device.type]
        lots = [
            self._lot(min(most, count - start), seed * 1_000_003 + start, only)
            for start in range(0, count, most)
        ]
        parts = zip(*lots, strict=True)
        return Bank(*(torch.cat(part) for part in parts))

    def tokens_of(self, texts: list[str]) -> torch.Tensor:
        """int64[n, length]."""
        length = self.lesson.profile.length
        found = self.tokenizer(texts, padding="max_length", max_length=length, truncation=True)
        return torch.tensor(found.input_ids)

    @torch.no_grad()
    def _lot(self, count: int, seed: int, only: Kind | None) -> tuple[torch.Tensor, ...]:
        plan = self.lesson.planner.plan(count, seed, only)
        scenes = self.lesson.composer.compose(plan, seed)
        pictures, starts = scenes.pictures.float(), scenes.starts.float()
        meant = self._latents(pictures)
        # As the pipelines have it: mid grey in the hole.
        holes = pixels_of(scenes.holes, self.lesson.composer.cell)
        around = self._latents(pictures + (0.5 - pictures) * holes)
        is_doodle = torch.from_numpy(plan.kind == Kind.doodle).nonzero()[:, 0].to(meant.device)
        start = meant.clone()
        if len(is_doodle):
            start[is_doodle] = self._latents(starts[is_doodle])
        stories = stories_of(plan, self.lesson.planner.concepts, self.lesson.planner.drawings)
        chance = random.Random(seed)
        texts = [caption(story, chance) for story in stories for _ in range(CAPTIONS)]
        tokens = self.tokens_of(texts).view(count, CAPTIONS, -1).to(meant.device)
        return meant, start, around, scenes.holes.half(), tokens

    def _latents(self, pictures: torch.Tensor) -> torch.Tensor:
        is_gpu = pictures.device.type == "cuda"
        with torch.autocast(pictures.device.type, torch.bfloat16, enabled=is_gpu):
            return self.encode(pictures).half()


def importance(hole: torch.Tensor) -> torch.Tensor:
    """How much each latent pixel counts: all within the hole and next to it, a quarter outside."""
    return 0.25 + 0.75 * F.max_pool2d(hole, 3, 1, 1)
