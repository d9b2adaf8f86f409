"""The judges: small networks that name what is in a picture, taught on real scenes only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from starter_model.autoencoder import Lesson
from starter_model.finish import luma
from starter_model.plans import Kind
from starter_model.workplace import Budget, Clock, learning_rate, load_checkpoint, save_checkpoint

SIDE = 64
RATE = 2e-3
BATCH = 64
POOL = 4  # batches from one lot of scenes, and each seen so many times
TIMES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """Names concepts by their number. is_grey: it sees no colour."""

    network: nn.Module
    is_grey: bool

    @torch.no_grad()
    def ranks(self, pictures: torch.Tensor, meant: torch.Tensor) -> torch.Tensor:
        """int64[n]: how many concepts it finds likelier than the one meant; 0 = named right.

        pictures: float[n, 3, h, w], 0..1.
        """
        self.network.eval()
        likely = [self.network(self._seen(some)) for some in pictures.split(64)]
        scores = torch.cat(likely)
        return (scores > scores.gather(1, meant.view(-1, 1))).sum(1)

    def loss(self, pictures: torch.Tensor, meant: torch.Tensor) -> torch.Tensor:
        """On pictures made a little harder."""
        seen = self._seen(pictures)
        if self.is_grey:
            seen = seen * (0.7 + 0.6 * torch.rand_like(seen[:, :1, :1, :1]))
        if torch.rand(()) < 0.5:
            seen = F.interpolate(F.avg_pool2d(seen, 2), scale_factor=2.0, mode="bilinear")
        seen = seen + 0.05 * torch.randn_like(seen)
        return F.cross_entropy(self.network(seen), meant, label_smoothing=0.05)

    def _seen(self, pictures: torch.Tensor) -> torch.Tensor:
        """[n, 3, SIDE, SIDE], -1..1."""
        small = F.adaptive_avg_pool2d(pictures.float(), SIDE) * 2 - 1
        return luma(small).expand_as(small) if self.is_grey else small


def make_judge(concepts: int, width: int, *, is_grey: bool) -> Judge:
    """One that knows nothing yet."""
    channels = (3, width, 2 * width, 4 * width, 6 * width)
    stages = [_stage(channels[at], channels[at + 1]) for at in range(4)]
    top = [nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Dropout(0.2)]
    return Judge(nn.Sequential(*stages, *top, nn.Linear(channels[-1], concepts)), is_grey)


def taught_judges(lesson: Lesson, budget: Budget, path: Path) -> tuple[Judge, Judge]:
    """One with colour and one without, from the file if they are there, else taught."""
    concepts, width = len(lesson.planner.concepts), lesson.profile.judge
    torch.manual_seed(lesson.seed)
    judges = tuple(make_judge(concepts, width, is_grey=grey) for grey in (False, True))
    saved = load_checkpoint(path, lesson.device)
    for judge in judges:
        judge.network.to(lesson.device)
        key = "grey" if judge.is_grey else "colour"
        if saved is not None:
            judge.network.load_state_dict(saved[key])
    if saved is None:
        _teach(judges, lesson, budget)
        states = {"grey" if one.is_grey else "colour": one.network.state_dict() for one in judges}
        save_checkpoint(path, states)
    return judges[0], judges[1]


def real_scenes(lesson: Lesson, count: int, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Pictures [count, 3, side, side] of one object each, and which concept it is."""
    plan = lesson.planner.plan(count, seed, Kind.alone)
    # As the prompts of the measure ask for it: large, and in no special style.
    plan.size[:, 0] = np.maximum(plan.size[:, 0], 0.6)
    plan.centre[:, 0] = 0.5 + (plan.centre[:, 0] - 0.5) * 0.4
    plan.filtered[:] = 0
    pictures = lesson.composer.compose(plan, seed).pictures.float()
    concept = torch.from_numpy(lesson.planner.drawings.concept[plan.sprite[:, 0]])
    return pictures, concept.to(lesson.device)


def _stage(before: int, after: int) -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(before, after, 3, 2, 1, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, 3, 1, 1, groups=4, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


def _teach(judges: tuple[Judge, ...], lesson: Lesson, budget: Budget) -> None:
    weights = [one for judge in judges for one in judge.network.parameters()]
    optimiser = torch.optim.AdamW(weights, lr=RATE, weight_decay=0.02)
    clock, samples, lot = Clock(), 0, 0
    for judge in judges:
        judge.network.train()
    while (progress := budget.progress(samples, clock.seconds())) < 1:
        lot += 1
        pictures, meant = real_scenes(lesson, POOL * BATCH, lesson.seed * 31_337 + lot)
        for _ in range(TIMES):
            for some in torch.randperm(len(pictures)).split(BATCH):
                at = some.to(pictures.device)
                for group in optimiser.param_groups:
                    group["lr"] = learning_rate(RATE, progress)
                loss = sum(judge.loss(pictures[at], meant[at]) for judge in judges)
                optimiser.zero_grad(set_to_none=True)
                loss.backward()
                optimiser.step()
                samples += BATCH
