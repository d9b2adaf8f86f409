"""The steps that make the starter model, each by its own command; every one can be run again.

fetch         npm packages of drawings, rendered into one file
tokenizer     learned from captions
autoencoder   the VAE
text          the text encoder alone: what words look like
denoiser      the UNet
export        a diffusers folder
choose        what it draws well enough to be listed at the next export
evaluate      figures, as one JSON line with --json
sheets        pictures to be looked at
all           everything up to export
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from starter_model.profiles import PROFILES

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "resources" / "models" / "starter"
VERBS = (
    "fetch",
    "tokenizer",
    "autoencoder",
    "text",
    "denoiser",
    "export",
    "choose",
    "evaluate",
    "sheets",
    "all",
)


def main(words: Sequence[str]) -> int:
    """Do what the command line says."""
    said = _parser().parse_args(words)
    # Only now: with torch and diffusers it takes seconds, and --help should not.
    from starter_model.steps import Steps

    steps = Steps(said)
    match said.verb:
        case "fetch":
            steps.fetch()
        case "tokenizer":
            steps.tokenizer()
        case "autoencoder":
            steps.autoencoder()
        case "text":
            steps.text()
        case "denoiser":
            steps.denoiser()
        case "export":
            steps.export()
        case "choose":
            steps.choose()
        case "evaluate":
            steps.evaluate()
        case "sheets":
            steps.sheets()
        case "all":
            steps.all()
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
    add("--start", type=Path, help="a finished model whose weights to begin with")
    add(
        "--styles", help="teach these only, of flat, glossy, cartoon: flat,cartoon is sooner learnt"
    )
    add("--keep", type=float, default=0.0, help="export with this share of the weights of --start")
    add("--threads", type=int, help="of the CPU")
    add("--workers", type=int, default=1, help="processes that train the denoiser together")
    add("--unaveraged", action="store_true", help="export the last weights, not their average")
    add(
        "--compile",
        action="store_true",
        help="compile the UNet: for runs of over half an hour",
    )
    add("--model", type=Path, default=SHIPPED, help="the folder to evaluate or draw with")
    add("--sampler", default="LCM", help="what the exported model recommends")
    add("--steps", type=int, default=12, help="likewise")
    add("--guidance", type=float, default=3.0, help="likewise")
    add("--quick", action="store_true", help="evaluate with a tenth of the prompts")
    add("--json", action="store_true", help="print the figures as one line of JSON")
    add("--judge-minutes", type=float, default=20, help="teach the judges so long, once")
    add("--judge-samples", type=int, help="or with so many samples")
    add("--photos", type=Path, help="a folder of photographs, for the sheets")
    return parser
