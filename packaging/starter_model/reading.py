"""Teach the text encoder alone what things look like, before there is anything to draw with.

From a caption it is to say how the scene looks, coarsely, with the subject in the middle: each
sixteenth of it in one of the last sixteen tokens, which all but long prompts leave empty. It takes
a tenth of what the denoiser takes for a sample. What things look like is then written where the
denoiser can copy it from: it need not learn each of them anew.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn
from transformers import CLIPTextModel

from starter_model.autoencoder import Lesson
from starter_model.bank import Banker
from starter_model.captions import caption, stories_of
from starter_model.networks import in_short_floats, make_text_encoder
from starter_model.plans import NONE, Kind, Plan
from starter_model.scenes import Composer
from starter_model.workplace import (
    Budget,
    Clock,
    Workplace,
    learning_rate,
    load_checkpoint,
    save_checkpoint,
    write_down,
)

SIDE = 64  # px of the scenes composed
GRID = 16  # cells across, in which they are told
PATCHES = 4  # across, each told by a token
CHANNELS = 4  # red, green, blue, and how much of it the subject covers
LARGE = 0.9
RATE = 1e-3
BATCH = 64
PASSES, CAPTIONS = 8, 4
LOT = 256  # scenes composed at once
REPORTED_EVERY = 200  # steps


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """Scenes to be told. looks: float16[n, CHANNELS, GRID, GRID]. tokens: [n, CAPTIONS, length]."""

    looks: torch.Tensor
    tokens: torch.Tensor


class Reading:
    """The text encoder in training, step by step. teller: what a token tells of its patch."""

    def __init__(self, banker: Banker, budget: Budget) -> None:
        self._banker, self._budget = banker, budget
        lesson = banker.lesson
        torch.manual_seed(lesson.seed + 33)
        self.text: CLIPTextModel = make_text_encoder(lesson.profile, banker.tokenizer)
        self.text.to(lesson.device)
        # What is in each patch, from the token of it.
        cells = (GRID // PATCHES) ** 2
        self.teller = nn.Linear(lesson.profile.text, CHANNELS * cells).to(lesson.device)
        self._weights = [*self.text.parameters(), *self.teller.parameters()]
        self._optimiser = torch.optim.AdamW(
            self._weights, betas=(0.9, 0.98), weight_decay=0.01, fused=True
        )
        self._composer = Composer(lesson.planner.drawings, SIDE, lesson.device)
        self._bank: tuple[int, _Read] | None = None
        self.steps, self.clock = 0, Clock()

    @property
    def progress(self) -> float:
        """0..1."""
        return self._budget.progress(self.steps * BATCH, self.clock.seconds())

    def step(self) -> float:
        """One update; returns the mean square error."""
        chance = torch.Generator().manual_seed(self._banker.lesson.seed * 1_000_003 + self.steps)
        number = self.steps // max(1, self._banker.lesson.profile.bank * PASSES // BATCH)
        if self._bank is None or self._bank[0] != number:
            self._bank = (number, self._read(number))
        bank = self._bank[1]
        some = torch.randint(len(bank.looks), (BATCH,), generator=chance)
        which = torch.randint(CAPTIONS, (BATCH,), generator=chance)
        for group in self._optimiser.param_groups:
            group["lr"] = learning_rate(RATE, self.progress)
        device = bank.looks.device
        with in_short_floats(device):
            words = self.text(input_ids=bank.tokens[some, which].to(device)).last_hidden_state
            told = self.teller(words[:, -(PATCHES**2) :])
        loss = F.mse_loss(_joined(told).float(), bank.looks[some.to(device)].float())
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._weights, 1.0)
        self._optimiser.step()
        self.steps += 1
        return float(loss.detach())

    def state(self) -> dict[str, object]:
        """Everything to go on from."""
        return {
            "steps": self.steps,
            "seconds": self.clock.seconds(),
            "text": self.text.state_dict(),
            "teller": self.teller.state_dict(),
            "optimiser": self._optimiser.state_dict(),
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Go on from there."""
        self.steps = int(cast(int, state["steps"]))
        self.clock = Clock(float(cast(float, state["seconds"])))
        self.text.load_state_dict(cast(dict[str, torch.Tensor], state["text"]))
        self.teller.load_state_dict(cast(dict[str, torch.Tensor], state["teller"]))
        self._optimiser.load_state_dict(cast(dict[str, object], state["optimiser"]))

    def _read(self, number: int) -> _Read:
        lesson = self._banker.lesson
        looks, tokens = [], []
        bank = lesson.profile.bank
        for start in range(0, bank, LOT):
            seed = (lesson.seed * 40_009 + number) * 1_000_003 + start
            plan = plainly(lesson.planner.plan(min(LOT, bank - start), seed))
            looks.append(self._looks(plan, seed))
            tokens.append(self._tokens(lesson, plan, seed))
        return _Read(torch.cat(looks), torch.cat(tokens))

    def _looks(self, plan: Plan, seed: int) -> torch.Tensor:
        scenes = self._composer.compose(plan, seed)
        seen = torch.cat((scenes.pictures, scenes.subjects), 1).float() * 2 - 1
        return F.avg_pool2d(seen, SIDE // GRID).half()

    def _tokens(self, lesson: Lesson, plan: Plan, seed: int) -> torch.Tensor:
        stories = stories_of(plan, lesson.planner.concepts, lesson.planner.drawings)
        chance = random.Random(seed)
        texts = [caption(story, chance) for story in stories for _ in range(CAPTIONS)]
        return self._banker.tokens_of(texts).view(len(plan), CAPTIONS, -1)


def _joined(patches: torch.Tensor) -> torch.Tensor:
    """[n, CHANNELS, GRID, GRID] of [n, PATCHES², ...], each in its place."""
    placed = patches.permute(0, 2, 1).reshape(len(patches), -1, PATCHES, PATCHES)
    return F.pixel_shuffle(placed, GRID // PATCHES)


def plainly(plan: Plan) -> Plan:
    """The same things, each as large as it goes, upright, in the middle, with nothing beside it."""
    is_one = np.isin(plan.kind, (Kind.alone, Kind.inpaint, Kind.doodle)) & ~plan.is_above
    sprite, size, centre = plan.sprite.copy(), plan.size.copy(), plan.centre.copy()
    sprite[:, 2:] = NONE
    size[is_one, 0], centre[is_one, 0] = LARGE, 0.5
    lean = np.zeros_like(plan.lean)
    return replace(plan, sprite=sprite, size=size, centre=centre, lean=lean)


def train_reading(banker: Banker, budget: Budget, work: Workplace) -> Reading:
    """Train from where the last run stopped until the budget is spent."""
    reading = Reading(banker, budget)
    saved = load_checkpoint(work.checkpoint("text"), banker.lesson.device)
    if saved is not None:
        reading.restore(saved)
    losses: list[float] = []
    is_over = reading.progress >= 1
    while not is_over:
        losses.append(reading.step())
        is_over = reading.progress >= 1 or budget.is_paused(reading.clock)
        if is_over or len(losses) == REPORTED_EVERY:
            save_checkpoint(work.checkpoint("text"), reading.state())
            seconds, loss = reading.clock.seconds(), sum(losses) / len(losses)
            write_down(work.log("text"), samples=reading.steps * BATCH, seconds=seconds, loss=loss)
            losses = []
    return reading
