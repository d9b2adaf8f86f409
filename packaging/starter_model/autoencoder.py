"""Train the VAE: all of it on a GPU, only the decoder behind a set encoder on a CPU."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import torch
import torch.nn.functional as F  # noqa: N812

from starter_model.analytic import freeze_encoder, set_analytically
from starter_model.average import Average
from starter_model.beginnings import begin_vae
from starter_model.holes import holes_in_crops
from starter_model.networks import Vae, decibels, make_vae, to_latents, to_pictures
from starter_model.plans import Planner
from starter_model.profiles import Profile
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

LATENT_NOISE = 0.04
DIVERGENCE = 1e-6
SLOWEST = 0.998
# Seeds of the scenes it is measured on, far from those it is trained on.
MEASURED = 900_000_000
REPORTED_EVERY = 30  # seconds
POOL = 64  # batches of crops from one lot of scenes


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """What both trainings work with. seed: the same one repeats a run."""

    planner: Planner
    composer: Composer
    profile: Profile
    seed: int

    @property
    def device(self) -> torch.device:
        """Where it is computed."""
        return self.composer.device

    def pictures(self, count: int, seed: int) -> torch.Tensor:
        """float[count, 3, side, side], 0..1."""
        scenes = self.composer.compose(self.planner.plan(count, seed), seed)
        return scenes.pictures.float()


class VaeTraining:
    """A VAE in training, step by step."""

    def __init__(self, lesson: Lesson, budget: Budget, start: Path | None = None) -> None:
        self.lesson, self._budget, self.start = lesson, budget, start
        torch.manual_seed(lesson.seed)
        self.vae = _started(lesson, start).to(lesson.device)
        self._weights = [one for one in self.vae.parameters() if one.requires_grad]
        self._optimiser = torch.optim.AdamW(
            self._weights, lr=lesson.profile.vae_rate, betas=(0.9, 0.98), weight_decay=1e-3
        )
        self.average = Average(self._weights, SLOWEST)
        self._pool = torch.empty(0)
        self._pool_of = -1
        self.steps = 0
        self.clock = Clock()

    @property
    def progress(self) -> float:
        """0..1."""
        done = self.steps * self.lesson.profile.vae_batch
        return self._budget.progress(done, self.clock.seconds())

    def step(self) -> float:
        """One update; returns the mean absolute error of the pictures."""
        chance = torch.Generator().manual_seed(self.lesson.seed * 1_000_003 + self.steps)
        meant = self._crops(chance) * 2 - 1
        for group in self._optimiser.param_groups:
            group["lr"] = learning_rate(self.lesson.profile.vae_rate, self.progress)
        is_gpu = self.lesson.device.type == "cuda"
        with torch.autocast(self.lesson.device.type, torch.bfloat16, enabled=is_gpu):
            seen, divergence = _through(self.vae, meant, chance)
        error = (seen.float() - meant).abs().mean()
        loss = error + _details(seen.float(), meant) + DIVERGENCE * divergence
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._weights, 0.5)
        self._optimiser.step()
        self.steps += 1
        self.average.update(self.steps)
        return float(error.detach())

    def measure(self, count: int = 64) -> float:
        """Decibels of the round trip of scenes it never saw, with the averaged weights."""
        pictures = self.lesson.pictures(count, MEASURED)
        with self.average.in_use(), torch.no_grad():
            seen = [
                to_pictures(self.vae, to_latents(self.vae, some)) for some in pictures.split(16)
            ]
        return decibels(torch.cat(seen), pictures)

    def state(self) -> dict[str, object]:
        """Everything to go on from."""
        return {
            "steps": self.steps,
            "seconds": self.clock.seconds(),
            "vae": self.vae.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "average": self.average.state(),
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Go on from there."""
        self.steps = int(cast(int, state["steps"]))
        self.clock = Clock(float(cast(float, state["seconds"])))
        self.vae.load_state_dict(cast(dict[str, torch.Tensor], state["vae"]))
        self._optimiser.load_state_dict(cast(dict[str, object], state["optimiser"]))
        self.average.restore(cast(list[torch.Tensor], state["average"]))

    def _crops(self, chance: torch.Generator) -> torch.Tensor:
        """Whole cells from a pool of scenes that is renewed every so often."""
        profile = self.lesson.profile
        if self._pool_of != self.steps // POOL:
            self._pool_of = self.steps // POOL
            count = max(profile.vae_batch * 4, 16)
            self._pool = self.lesson.pictures(count, self.lesson.seed * 7919 + self._pool_of)
        room = (profile.side - profile.crop) // 8 + 1
        chosen = torch.randint(len(self._pool), (profile.vae_batch,), generator=chance)
        places = (torch.randint(room, (profile.vae_batch, 2), generator=chance) * 8).tolist()
        crops = [
            self._pool[index, :, top : top + profile.crop, left : left + profile.crop]
            for index, (top, left) in zip(chosen.tolist(), places, strict=True)
        ]
        return torch.stack(crops)


def train_autoencoder(
    lesson: Lesson, budget: Budget, work: Workplace, start: Path | None = None
) -> Vae:
    """Train from where the last run stopped until the budget is spent; returns the averaged VAE.

    start: a finished model. The first run begins with its decoder, and its encoder stays, so that
    a denoiser of its latents goes with this VAE too.
    """
    training = VaeTraining(lesson, budget, start)
    saved = load_checkpoint(work.checkpoint("autoencoder"), lesson.device)
    if saved is not None:
        training.restore(saved)
    errors, last = [], training.clock.seconds()
    is_over = training.progress >= 1
    while not is_over:
        errors.append(training.step())
        is_over = training.progress >= 1 or budget.is_paused(training.clock)
        if training.clock.seconds() - last > REPORTED_EVERY or is_over:
            last = training.clock.seconds()
            _report(training, errors, work)
            errors = []
    return finished_vae(training)


def finished_vae(training: VaeTraining) -> Vae:
    """With the averaged weights for good, and latents scaled to deviation 1 or as they were."""
    training.average.set_for_good()
    vae = training.vae.eval().requires_grad_(requires_grad=False)
    if training.start is not None:
        return vae
    vae.register_to_config(scaling_factor=1.0)
    with torch.no_grad():
        latents = to_latents(vae, training.lesson.pictures(64, MEASURED))
    vae.register_to_config(scaling_factor=round(1 / float(latents.std()), 4))
    return vae


def load_vae(folder: Path) -> Vae:
    """A finished VAE, for use only."""
    vae = Vae.from_pretrained(folder, local_files_only=True)
    return vae.eval().requires_grad_(requires_grad=False)


def _report(training: VaeTraining, errors: list[float], work: Workplace) -> None:
    save_checkpoint(work.checkpoint("autoencoder"), training.state())
    write_down(
        work.log("autoencoder"),
        steps=training.steps,
        seconds=training.clock.seconds(),
        error=sum(errors) / max(len(errors), 1),
        decibels=training.measure(),
    )


def _started(lesson: Lesson, start: Path | None) -> Vae:
    vae = make_vae(lesson.profile).to(lesson.device)
    if start is not None:
        begin_vae(vae, start)
    elif lesson.profile.analytic:
        set_analytically(vae, lesson.pictures(48, lesson.seed * 7919 - 1) * 2 - 1)
    if start is not None or lesson.profile.analytic:
        freeze_encoder(vae)
    return vae


def _through(
    vae: Vae, meant: torch.Tensor, chance: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Encoded and decoded, through a little noise; and how far latents are from a unit normal.

    The decoder is shown what is around a hole, as the app shows it: by the pixel.
    """
    found = vae.encode(meant).latent_dist
    noise = torch.randn(found.mean.shape, generator=chance).to(meant.device)
    deviation = found.mean.detach().float().std()
    latents = found.mean + LATENT_NOISE * deviation * noise
    holes = holes_in_crops(len(meant), meant.shape[-1], chance).to(meant.device)
    return vae.decode(latents, image=meant, mask=holes).sample, found.kl().float().mean()


def _details(seen: torch.Tensor, meant: torch.Tensor) -> torch.Tensor:
    """Differences of neighbours, for sharpness, and of 4×4 means, for colour."""
    slopes = sum((seen.diff(dim=axis) - meant.diff(dim=axis)).abs().mean() for axis in (2, 3))
    coarse = (F.avg_pool2d(seen, 4) - F.avg_pool2d(meant, 4)).abs().mean()
    return 0.5 * slopes + 0.5 * coarse
