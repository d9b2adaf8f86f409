"""Train the UNet: v-prediction down to zero terminal SNR.

Words of the field: a = cumulated alpha of a timestep, x = noisy latents, v = what is predicted
(Salimans and Ho 2022).
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import torch
from diffusers import UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor
from transformers import CLIPTextModel

from starter_model.average import Average
from starter_model.bank import CAPTIONS, Bank, Banker, importance
from starter_model.beginnings import begin_text, begin_unet
from starter_model.networks import (
    TIMESTEPS,
    alphas,
    in_short_floats,
    make_text_encoder,
    make_unet,
)
from starter_model.optimiser import Optimiser
from starter_model.passage import Shown, has_room, open_passage
from starter_model.plans import Kind
from starter_model.reading import Reading
from starter_model.workplace import (
    Budget,
    Clock,
    Workplace,
    learning_rate,
    load_checkpoint,
    save_checkpoint,
    write_down,
)

DROPPED = 0.1  # captions, for guidance
DOODLE_TIMES = (300, 900)
# Times are 1000 u^NOISIER: what a thing is, is settled where there is most noise. With less (0.4),
# what is flat stayed blotchy: so few of the times were below 250 that v was missed by 0.30 at 83,
# and by 0.24 after 110,000 samples with 0.75.
NOISIER = 0.75
PROBED = 64
SHOWN = 512  # scenes, to open the passage
PROBE_SEED = 700_001
PROBE_TIMES = (990, 900, 700)
SAVED_EVERY = 120  # seconds
PROBED_EVERY = 4096  # samples, then ever more
# Between the seeds of workers, which never see the same scenes.
APART = 7_919


@dataclass(frozen=True, slots=True, eq=False)
class Noisy:
    """A batch on its way: what goes into the UNet, and what should come out."""

    inputs: torch.Tensor
    times: torch.Tensor
    wanted: torch.Tensor
    weight: torch.Tensor


class DenoiserTraining:
    """A UNet in training, step by step.

    The text encoder stays as it was taught: learning along with the UNet, even at a sixth of its
    rate, it no longer told what things look like after 200,000 samples.
    """

    def __init__(self, banker: Banker, budget: Budget) -> None:
        self._banker, self._budget = banker, budget
        self.profile, device = banker.lesson.profile, banker.lesson.device
        torch.manual_seed(banker.lesson.seed + 77)
        self.text: CLIPTextModel = make_text_encoder(self.profile, banker.tokenizer).to(device)
        self.unet: UNet2DConditionModel = make_unet(self.profile).to(device)
        is_gpu = device.type == "cuda"
        self._layout = torch.channels_last if is_gpu else torch.contiguous_format
        self.unet.to(memory_format=self._layout)
        if not is_gpu:  # torch's own attention is slow there on the way back
            self.unet.set_attn_processor(AttnProcessor())
        self._predict = self.unet
        self._alphas = alphas().to(device)
        self.text.requires_grad_(requires_grad=False)
        self._painters = list(self.unet.parameters())
        self._optimiser = Optimiser(self.unet, self.profile.rate)
        self._begin_average()
        self._nothing = banker.tokens_of([""]).to(device)
        self._bank: tuple[int, Bank] | None = None
        # Of all workers, each counting its own, and which of them this is.
        self.counted, self.lane = torch.zeros(1, dtype=torch.int64), 0
        self.steps = 0
        self.clock = Clock()

    @property
    def samples(self) -> int:
        """Seen so far, by all workers."""
        return int(self.counted.sum())

    @property
    def progress(self) -> float:
        """0..1."""
        return self._budget.progress(self.samples, self.clock.seconds())

    def compiled(self) -> None:
        """Faster by a fifth and more, after some minutes; to be called before `share`."""
        self._predict = torch.compile(self.unet)
        self.step()

    def begin_with(self, folder: Path) -> None:
        """The weights of a finished model of the same profile, whatever its tokenizer."""
        begin_unet(self.unet, folder)
        concepts = self._banker.lesson.planner.concepts
        begin_text(self.text, self._banker.tokenizer, folder, concepts)
        self._begin_average()

    def begin_reading(self, reading: Reading) -> None:
        """A text encoder that was taught alone, and a passage for what it tells."""
        self.text.load_state_dict(reading.text.state_dict())
        if has_room(self.unet):
            open_passage(self.unet, reading.teller, self._shown(SHOWN, PROBE_SEED + 1))
        self._begin_average()

    @torch.no_grad()
    def _shown(self, count: int, seed: int) -> Shown:
        """Scenes of all kinds at all times, right captions."""
        bank = self._banker.bank(count, seed)
        times = self._times(bank, torch.Generator().manual_seed(seed))
        noisy = self._noised(bank, times, seed)
        words = self.text(input_ids=bank.tokens[:, 0]).last_hidden_state
        is_whole = bank.hole.flatten(1).bool().all(1)
        return Shown(noisy.inputs, times, words, is_whole, noisy.wanted, noisy.weight)

    def _begin_average(self) -> None:
        self.average = Average(self._painters, self.profile.slowest)

    @torch.no_grad()
    def mix_with(self, folder: Path, share: float) -> None:
        """Move the weights towards those of the model that training began with.

        share: 0..1 of the way. It brings back what a short training forgot (Wortsman et al. 2022).
        """
        weights = (*self._painters, *self.text.parameters())
        learned = [weight.clone() for weight in weights]
        self.begin_with(folder)
        for weight, new in zip(weights, learned, strict=True):
            weight.lerp_(new, 1 - share)

    def share(self, workers: int) -> None:
        """Put the weights where processes started from here on change the same ones."""
        self.text.share_memory()
        self.unet.share_memory()
        counted = torch.zeros(workers, dtype=torch.int64)
        counted[0] = self.samples
        self.counted = counted.share_memory_()

    def join_as(self, lane: int) -> None:
        """Go on in a process of its own, with scenes of its own."""
        self.lane, self._bank = lane, None

    def step(self) -> float:
        """One update; returns the weighted loss."""
        seed = (self._banker.lesson.seed + 1 + APART * self.lane) * 1_000_003 + self.steps
        chance = torch.Generator().manual_seed(seed)
        batch = self._batch(chance)
        tokens = self._captions(batch, chance)
        noisy = self._noised(batch, self._times(batch, chance), seed)
        self._optimiser.set_rate(learning_rate(self.profile.rate, self.progress))
        with in_short_floats(tokens.device):
            words = self.text(input_ids=tokens).last_hidden_state
            seen = self._predict(noisy.inputs, noisy.times, words).sample
        loss = ((seen.float() - noisy.wanted).square() * noisy.weight).mean()
        self._optimiser.forget_gradients()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._painters, 1.0)
        self._optimiser.step()
        self.steps += 1
        self.counted[self.lane] += self.profile.batch
        if self.lane == 0:
            self.average.update(self.steps)
        return float(loss.detach())

    @torch.no_grad()
    def probe(self) -> dict[str, list[float]]:
        """The loss with the right, a wrong and no caption at PROBE_TIMES, averaged weights.

        Right must part from wrong within some thousand samples, or the words are not heard.
        """
        bank = self._banker.bank(PROBED, PROBE_SEED, Kind.alone)
        right = bank.tokens[:, 0]
        spoken = {
            "right": right,
            "shuffled": right.roll(1, 0),
            "empty": self._nothing.expand_as(right),
        }
        with self.average.in_use():
            return {
                name: [self._loss_at(bank, tokens, time) for time in PROBE_TIMES]
                for name, tokens in spoken.items()
            }

    def state(self) -> dict[str, object]:
        """Everything to go on from; chance and scenes follow from the step."""
        return {
            "steps": self.steps,
            "samples": self.samples,
            "seconds": self.clock.seconds(),
            "unet": self.unet.state_dict(),
            "text": self.text.state_dict(),
            "optimiser": self._optimiser.state(),
            "average": self.average.state(),
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Go on from there."""
        self.steps = int(cast(int, state["steps"]))
        self.counted[0] = int(cast(int, state["samples"]))
        self.clock = Clock(float(cast(float, state["seconds"])))
        self.unet.load_state_dict(cast(dict[str, torch.Tensor], state["unet"]))
        self.text.load_state_dict(cast(dict[str, torch.Tensor], state["text"]))
        self._optimiser.restore(cast(dict[str, object], state["optimiser"]))
        self.average.restore(cast(list[torch.Tensor], state["average"]))

    def _batch(self, chance: torch.Generator) -> Bank:
        """From the bank of this round, which is filled when the round begins."""
        steps = max(1, self.profile.bank * self.profile.passes // self.profile.batch)
        number = self.steps // steps
        if self._bank is None or self._bank[0] != number:
            self._bank = None  # its memory, before another is filled
            seed = (self._banker.lesson.seed + APART * self.lane) * 100_003 + number
            self._bank = (number, self._banker.bank(self.profile.bank, seed))
        bank = self._bank[1]
        return bank.chosen(torch.randint(len(bank), (self.profile.batch,), generator=chance))

    def _captions(self, batch: Bank, chance: torch.Generator) -> torch.Tensor:
        """One caption of each, sometimes none."""
        which = torch.randint(CAPTIONS, (len(batch),), generator=chance)
        is_dropped = torch.rand((len(batch), 1), generator=chance) < DROPPED
        device = batch.tokens.device
        chosen = batch.tokens[torch.arange(len(batch), device=device), which.to(device)]
        return torch.where(is_dropped.to(device), self._nothing, chosen)

    def _times(self, batch: Bank, chance: torch.Generator) -> torch.Tensor:
        """Evenly spread over the batch, more of them noisy; doodles only where they may start."""
        count = len(batch)
        spread = torch.randperm(count, generator=chance) + torch.rand(count, generator=chance)
        times = (TIMESTEPS * (spread / count) ** NOISIER).long().clamp(0, TIMESTEPS - 1)
        times = times.to(batch.meant.device)
        is_doodle = (batch.start != batch.meant).flatten(1).any(1)
        return torch.where(is_doodle, times.clamp(*DOODLE_TIMES), times)

    def _noised(self, batch: Bank, times: torch.Tensor, seed: int) -> Noisy:
        """Noise is added to the start, perhaps a doodle; the way leads to what is meant."""
        device = batch.meant.device
        chance = torch.Generator(device).manual_seed(seed)
        meant, start = batch.meant.float(), batch.start.float()
        noise = torch.randn(meant.shape, generator=chance, device=device)
        a = self._alphas[times].view(-1, 1, 1, 1)
        x = a.sqrt() * start + (1 - a).sqrt() * noise
        v = a.sqrt() * noise - (1 - a).sqrt() * meant
        v = v + a / (1 - a).clamp(min=1e-4).sqrt() * (start - meant)
        snr = a / (1 - a).clamp(min=1e-6)
        weight = (snr + 1).clamp(max=6) / (snr + 1) * importance(batch.hole.float())
        inputs = torch.cat((x, batch.hole.float(), batch.around.float()), 1)
        return Noisy(inputs.contiguous(memory_format=self._layout), times, v, weight)

    def _loss_at(self, bank: Bank, tokens: torch.Tensor, time: int) -> float:
        times = torch.full((len(bank),), time, device=bank.meant.device)
        noisy = self._noised(bank, times, PROBE_SEED)
        with in_short_floats(tokens.device):
            words = self.text(input_ids=tokens).last_hidden_state
            seen = self.unet(noisy.inputs, times, words).sample
        return float((seen.float() - noisy.wanted).square().mean())


def train_denoiser(
    banker: Banker,
    budget: Budget,
    work: Workplace,
    *,
    start: Path | None = None,
    is_compiled: bool = False,
    workers: int = 1,
) -> DenoiserTraining:
    """Train from where the last run stopped until the budget is spent.

    start: a finished model whose weights the first run begins with. workers: processes that change
    the same weights, each with one thread; a run of more than one cannot be repeated to the bit.
    """
    training = DenoiserTraining(banker, budget)
    saved = load_checkpoint(work.checkpoint("denoiser"), banker.lesson.device)
    if saved is not None:
        training.restore(saved)
    elif start is not None:
        training.begin_with(start)
    elif (read := load_checkpoint(work.checkpoint("text"), banker.lesson.device)) is not None:
        reading = Reading(banker, Budget())
        reading.restore(read)
        training.begin_reading(reading)
    if is_compiled:
        training.compiled()
    with working_along(training, budget, workers):
        _train(training, budget, work)
    training.average.set_for_good()
    return training


def _train(training: DenoiserTraining, budget: Budget, work: Workplace) -> None:
    """Until the budget is spent, and save."""
    losses, last_saved, next_probe = [], training.clock.seconds(), training.samples + PROBED_EVERY
    is_done = training.progress >= 1
    while not is_done:
        losses.append(training.step())
        is_done = training.progress >= 1 or budget.is_paused(training.clock)
        if training.samples >= next_probe or is_done:
            next_probe = max(next_probe + PROBED_EVERY, int(training.samples * 1.1))
            _report(training, losses, work)
            losses = []
        if training.clock.seconds() - last_saved > SAVED_EVERY or is_done:
            save_checkpoint(work.checkpoint("denoiser"), training.state())
            last_saved = training.clock.seconds()


@contextmanager
def working_along(training: DenoiserTraining, budget: Budget, workers: int) -> Iterator[None]:
    """Within, other processes change the same weights, without ever waiting (Recht et al. 2011).

    A core that others need then slows its own process only, not the rest at some barrier.
    """
    if workers > 1:
        training.share(workers)
    # A forked process has what is here already: the drawings, the networks, the rates.
    start = multiprocessing.get_context("fork").Process
    others = [
        start(target=_work_along, args=(training, budget, lane), daemon=True)
        for lane in range(1, workers)
    ]
    for one in others:
        one.start()
    try:
        yield
    finally:
        for one in others:
            one.terminate()
            one.join()


def _work_along(training: DenoiserTraining, budget: Budget, lane: int) -> None:
    """Step until the budget is spent or nobody is left to save what comes of it."""
    training.join_as(lane)
    owner = multiprocessing.parent_process()
    while training.progress < 1 and not budget.is_paused(training.clock):
        if owner is not None and not owner.is_alive():
            break
        training.step()


def finished_denoiser(
    banker: Banker, work: Workplace, *, is_averaged: bool = True
) -> DenoiserTraining:
    """With the weights of its checkpoint, averaged over the last steps.

    Raises:
        FileNotFoundError: there is none.
    """
    saved = load_checkpoint(work.checkpoint("denoiser"), banker.lesson.device)
    if saved is None:
        raise FileNotFoundError(work.checkpoint("denoiser"))
    training = DenoiserTraining(banker, Budget())
    training.restore(saved)
    if is_averaged:
        training.average.set_for_good()
    return training


def _report(training: DenoiserTraining, losses: list[float], work: Workplace) -> None:
    write_down(
        work.log("denoiser"),
        samples=training.samples,
        seconds=training.clock.seconds(),
        loss=sum(losses) / len(losses),
        **training.probe(),
    )
