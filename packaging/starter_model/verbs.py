"""The steps that make the starter model, each by its own command; every one can be run again.

fetch         npm packages of drawings, rendered into one file
tokenizer     learned from captions
autoencoder   the VAE
denoiser      the text encoder and the UNet
export        a diffusers folder
evaluate      figures, as one JSON line with --json
sheets        pictures to be looked at
all           everything up to export
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from starter_model.autoencoder import Lesson, load_vae, train_autoencoder
from starter_model.bank import Banker
from starter_model.denoiser import finished_denoiser, train_denoiser
from starter_model.drawings import Drawings, fetch, render_all
from starter_model.export import describe_model, export_model
from starter_model.networks import PROFILES, device_found, profile_found
from starter_model.plans import Planner
from starter_model.scenes import Composer
from starter_model.tokenizer import corpus, load_tokenizer, train_tokenizer
from starter_model.words import concepts_taught
from starter_model.workplace import Budget, Workplace

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "resources" / "models" / "starter"
VERBS = ("fetch", "tokenizer", "autoencoder", "denoiser", "export", "evaluate", "sheets", "all")
CAPTIONS = 20_000
FACTS = "measured.json"


class Steps:
    """What the commands do, with the settings of the command line."""

    def __init__(self, said: argparse.Namespace) -> None:
        self._said = said
        self.work = Workplace(said.work)
        self.profile = PROFILES[said.profile] if said.profile else profile_found()

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
        vae = train_autoencoder(self.lesson(), self._budget(), self.work)
        vae.save_pretrained(self.work.folder / "vae")

    def denoiser(self) -> None:
        """Text encoder and UNet, as a checkpoint."""
        train_denoiser(
            self._banker(),
            self._budget(),
            self.work,
            start=self._said.start,
            is_compiled=self._said.compile,
        )

    def export(self) -> None:
        """The folder that is shipped, with the figures of the last evaluation on its card."""
        finished = finished_denoiser(self._banker(), self.work)
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

    def evaluate(self) -> None:
        """Figures of the model given, by default the one that ships."""
        from starter_model.artist import Artist
        from starter_model.judges import taught_judges
        from starter_model.measure import Court, measure

        taught, held_out = self.lesson(whole=True), self.lesson(whole=True, is_held_out=True)
        path = self.work.checkpoint(f"judges-{self.profile.name}")
        budget = Budget(self._said.judge_samples, self._said.judge_minutes)
        court = Court(*taught_judges(taught, budget, path), taught, held_out)
        folder = self._said.model
        scores = measure(Artist(folder), folder, court, is_quick=self._said.quick).facts()
        (self.work.folder / FACTS).write_text(json.dumps(scores), encoding="utf-8")
        if self._said.json:
            print(json.dumps(scores))
        else:
            print("\n".join(f"{name:>26} {value:g}" for name, value in scores.items()))

    def sheets(self) -> None:
        """Three sheets of samples."""
        from starter_model.artist import Artist
        from starter_model.sheets import draw_sheets

        photographs = sorted(self._said.photos.glob("*")) if self._said.photos else []
        folder = self.work.folder / "sheets"
        draw_sheets(Artist(self._said.model), self.lesson(whole=True), folder, photographs)

    def all(self) -> None:
        """From nothing to the exported folder; what is there is kept."""
        if not self.work.drawings.exists():
            self.fetch()
        if not self.work.tokenizer.exists():
            self.tokenizer()
        if not (self.work.folder / "vae").exists():
            self.autoencoder()
        self.denoiser()
        self.export()

    def lesson(self, *, whole: bool = False, is_held_out: bool = False) -> Lesson:
        """What is taught. whole: of all concepts; is_held_out: from the drawings kept out."""
        concepts = concepts_taught(None if whole else self._said.concepts)
        drawings = Drawings.load(self.work.drawings).of_concepts(len(concepts))
        drawings = drawings.held_out() if is_held_out else drawings.taught()
        composer = Composer(drawings, self.profile.side, device_found())
        return Lesson(Planner(concepts, drawings), composer, self.profile, self._said.seed)

    def _banker(self) -> Banker:
        vae = load_vae(self.work.folder / "vae").to(device_found())
        return Banker(self.lesson(), vae, load_tokenizer(self.work.tokenizer))

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
        concepts = concepts_taught(self._said.concepts)
        describe_model(self.work.model, concepts, self.profile.side, facts)


def main(words: Sequence[str]) -> int:
    """Do what the command line says."""
    said = _parser().parse_args(words)
    torch.set_num_threads(said.threads)
    torch.set_float32_matmul_precision("high")
    steps = Steps(said)
    verbs = {
        "fetch": steps.fetch,
        "tokenizer": steps.tokenizer,
        "autoencoder": steps.autoencoder,
        "denoiser": steps.denoiser,
        "export": steps.export,
        "evaluate": steps.evaluate,
        "sheets": steps.sheets,
        "all": steps.all,
    }
    verbs[said.verb]()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="starter_model",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("verb", choices=VERBS)
    add("--work", type=Path, default=ROOT / "build" / "starter-model", help="where files are kept")
    add("--profile", choices=sorted(PROFILES), help="how large; by default what the machine allows")
    add("--concepts", type=int, help="teach only so many, the first of words.txt")
    add("--seed", type=int, default=1, help="the same seed repeats a run told in samples")
    add("--minutes", type=float, help="train so long, earlier runs of the step counted in")
    add("--samples", type=int, help="train on so many, earlier runs of the step counted in")
    add("--pause", type=float, help="stop this run after so many minutes, to go on with later")
    add("--start", type=Path, help="a finished model whose weights the denoiser begins with")
    add("--threads", type=int, default=torch.get_num_threads(), help="of the CPU")
    add("--compile", action="store_true", help="compile the UNet: worth it for long runs on a GPU")
    add("--model", type=Path, default=SHIPPED, help="the folder to evaluate or draw with")
    add("--quick", action="store_true", help="evaluate with a tenth of the prompts")
    add("--json", action="store_true", help="print the figures as one line of JSON")
    add("--judge-minutes", type=float, default=20, help="teach the judges so long, once")
    add("--judge-samples", type=int, help="or with so many samples")
    add("--photos", type=Path, help="a folder of photographs, for the sheets")
    return parser
