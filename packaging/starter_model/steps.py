"""What each command does."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Mapping
from dataclasses import replace

import torch

from starter_model.artist import Artist
from starter_model.autoencoder import Lesson, load_vae, train_autoencoder
from starter_model.bank import Banker
from starter_model.denoiser import finished_denoiser, train_denoiser
from starter_model.drawings import Drawings, fetch, render_all
from starter_model.export import describe_model, export_model
from starter_model.judges import taught_judges
from starter_model.measure import Court, measure, well_drawn
from starter_model.networks import device_found
from starter_model.plans import Planner
from starter_model.profiles import CPU, GPU, PROFILES, Profile
from starter_model.reading import train_reading
from starter_model.scenes import Composer
from starter_model.sheets import draw_sheets
from starter_model.tokenizer import corpus, load_tokenizer, train_tokenizer
from starter_model.words import Concept, concepts_taught
from starter_model.workplace import Budget, Workplace

CAPTIONS = 20_000
FACTS = "measured.json"
LISTED = "listed.json"
# Px of the scenes that judges are taught on; they look at half of that.
JUDGED_SIDE = 128
PLENTY = 40 << 30  # bytes


class Steps:
    """What the commands do, with the settings of the command line."""

    def __init__(self, said: argparse.Namespace) -> None:
        if said.threads or said.workers > 1:
            torch.set_num_threads(said.threads or 1)
        torch.set_float32_matmul_precision("high")
        self._said = said
        self.work = Workplace(said.work)
        self.profile = PROFILES[said.profile] if said.profile else _profile_found()

    def fetch(self) -> None:
        """Packages and drawings."""
        fetch(self.work.packages)
        render_all(self.work.packages, concepts_taught()).save(self.work.drawings)

    def tokenizer(self) -> None:
        """The tokenizer's folder; it knows every concept, however many are taught."""
        drawings = Drawings.load(self.work.drawings).taught()
        lines = corpus(Planner(concepts_taught(), drawings), CAPTIONS)
        size, length = self.profile.vocabulary, self.profile.length
        train_tokenizer(lines, self.work.tokenizer, size=size, length=length)

    def autoencoder(self) -> None:
        """The VAE, into the model's folder."""
        vae = train_autoencoder(self._lesson(), self._budget(), self.work, self._said.start)
        vae.save_pretrained(self.work.folder / "vae")

    def text(self) -> None:
        """The text encoder alone, as a checkpoint."""
        train_reading(self._banker(), self._budget(), self.work)

    def denoiser(self) -> None:
        """Text encoder and UNet, as a checkpoint."""
        budget = self._budget()
        is_begun = any(self.work.checkpoint(name).exists() for name in ("text", "denoiser"))
        if self._said.start is None and not is_begun:
            raise SystemExit(
                "Run text first, or begin with a model: --start. "
                "A text encoder that was taught nothing stays so."
            )
        train_denoiser(
            self._banker(),
            budget,
            self.work,
            start=self._said.start,
            is_compiled=self._said.compile,
            workers=self._said.workers,
        )

    def export(self) -> None:
        """The folder that is shipped, with the figures of the last evaluation on its card."""
        is_averaged = not self._said.unaveraged
        finished = finished_denoiser(self._banker(), self.work, is_averaged=is_averaged)
        if self._said.start is not None:
            finished.mix_with(self._said.start, self._said.keep)
        shutil.rmtree(self.work.model, ignore_errors=True)
        export_model(
            self.work.model,
            vae=load_vae(self.work.folder / "vae"),
            text=finished.text,
            unet=finished.unet,
            tokenizer=self.work.tokenizer,
        )
        facts = {"samples": finished.samples, "hours": round(finished.clock.seconds() / 3600, 2)}
        self._describe({**self._measured(), **facts})

    def choose(self) -> None:
        """What it draws well enough to say that it knows it, for the next export."""
        artist = Artist(self._said.model)
        listed = well_drawn(artist, self._court(artist), len(concepts_taught(self._said.concepts)))
        (self.work.folder / LISTED).write_text(json.dumps(listed), encoding="utf-8")
        print(len(listed), ", ".join(listed))

    def evaluate(self) -> None:
        """Figures of the model given, by default the one that ships."""
        artist = Artist(self._said.model)
        court = self._court(artist)
        scores = measure(artist, self._said.model, court, is_quick=self._said.quick).facts()
        (self.work.folder / FACTS).write_text(json.dumps(scores), encoding="utf-8")
        if self._said.json:
            print(json.dumps(scores))
        else:
            print("\n".join(f"{name:>26} {value:g}" for name, value in scores.items()))

    def sheets(self) -> None:
        """Three sheets of samples."""
        photographs = sorted(self._said.photos.glob("*")) if self._said.photos else []
        folder = self.work.folder / "sheets"
        artist = Artist(self._said.model)
        draw_sheets(artist, self._whole(artist.side), folder, photographs)

    def all(self) -> None:
        """From nothing to the exported folder; what is there is kept."""
        if not self.work.drawings.exists():
            self.fetch()
        if not self.work.tokenizer.exists():
            self.tokenizer()
        if not (self.work.folder / "vae").exists():
            self.autoencoder()
        if not self.work.checkpoint("text").exists():
            self.text()
        self.denoiser()
        self.export()

    def _court(self, artist: Artist) -> Court:
        """Judges of everything in the table: among fewer, a guess is too often right."""
        path = self.work.checkpoint(f"judges-{self.profile.judge}")
        budget = Budget(self._said.judge_samples, self._said.judge_minutes)
        return Court(
            *taught_judges(self._whole(JUDGED_SIDE), budget, path),
            taught=self._whole(artist.side),
            held_out=self._whole(artist.side, is_held_out=True),
        )

    def _lesson(self) -> Lesson:
        """What is taught, at the size of the profile."""
        concepts = concepts_taught(self._said.concepts)
        drawings = Drawings.load(self.work.drawings).of_concepts(len(concepts)).taught()
        if self._said.styles:
            drawings = drawings.of_styles(self._said.styles.split(","))
        return self._of(concepts, drawings, self.profile.side)

    def _whole(self, side: int, *, is_held_out: bool = False) -> Lesson:
        """Scenes of all concepts in every style; is_held_out: of drawings that are never taught."""
        concepts = concepts_taught()
        drawings = Drawings.load(self.work.drawings).of_concepts(len(concepts))
        chosen = drawings.held_out() if is_held_out else drawings.taught()
        return self._of(concepts, chosen, side)

    def _of(self, concepts: tuple[Concept, ...], drawings: Drawings, side: int) -> Lesson:
        composer = Composer(drawings, side, device_found())
        profile = replace(self.profile, side=side)
        return Lesson(Planner(concepts, drawings), composer, profile, self._said.seed)

    def _banker(self) -> Banker:
        vae = load_vae(self.work.folder / "vae").to(device_found())
        # A quarter faster to encode with on a CPU: 8.4 instead of 11.4 ms a picture of 128 px.
        vae = vae.to(memory_format=torch.channels_last)
        return Banker.of(self._lesson(), vae, load_tokenizer(self.work.tokenizer))

    def _budget(self) -> Budget:
        said = self._said
        if said.samples is None and said.minutes is None:
            raise SystemExit("Say how long: --minutes or --samples.")
        return Budget(said.samples, said.minutes, said.pause)

    def _measured(self) -> dict[str, object]:
        path = self.work.folder / FACTS
        found: dict[str, object] = json.loads(path.read_text()) if path.exists() else {}
        return found

    def _describe(self, facts: Mapping[str, object]) -> None:
        said, path = self._said, self.work.folder / LISTED
        concepts = concepts_taught(said.concepts)
        if path.exists():
            listed = json.loads(path.read_text(encoding="utf-8"))
            concepts = tuple(one for one in concepts if one.name in listed)
        advice = {"sampler": said.sampler, "steps": said.steps, "guidance": said.guidance}
        describe_model(self.work.model, concepts, self.profile.side, advice=advice, facts=facts)


def _profile_found() -> Profile:
    """What suits the machine; smaller batches where the GPU has little memory."""
    if device_found().type != "cuda":
        return CPU
    _, memory = torch.cuda.mem_get_info()
    return GPU if memory > PLENTY else replace(GPU, batch=GPU.batch // 8, rate=GPU.rate / 2)
