"""The words of a command, and what they ask for."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from studio import __version__
from studio.document.document import MAX_SIDE
from studio.errors import InputError
from studio.files.exporting import LEAST_PERCENT, MOST_PERCENT, ExportChoice
from studio.files.formats import Format
from studio.generation.recipe import ContextChoice
from studio.text import tr

MOST_PICTURES = 64


@dataclass(frozen=True, slots=True)
class Repaint:
    """Repaint part of a picture. What is None is as the model recommends, or drawn (seed)."""

    picture: Path
    out: Path
    prompt: str
    negative: str = ""
    mask: Path | None = None
    strength: float = 1.0
    steps: int | None = None
    guidance: float | None = None
    sampler: str | None = None
    seed: int | None = None
    count: int = 1
    model: str = "starter"
    context: ContextChoice = ContextChoice.auto
    previews: Path | None = None


@dataclass(frozen=True, slots=True)
class Render:
    """Make a picture of a document; choice None: as large as it is, packed as usual."""

    document: Path
    out: Path
    choice: ExportChoice | None = None


@dataclass(frozen=True, slots=True)
class RenderMany:
    """Make a picture of each document, in a folder."""

    documents: tuple[Path, ...]
    folder: Path
    choice: ExportChoice


@dataclass(frozen=True, slots=True)
class Tell:
    """Say what a file holds."""

    file: Path


@dataclass(frozen=True, slots=True)
class ListModels:
    """Say which models are installed."""


@dataclass(frozen=True, slots=True)
class Equip:
    """Set up what repainting stands on. backend: empty for what needs least."""

    backend: str = ""


@dataclass(frozen=True, slots=True)
class SelfTest:
    """Try the whole way once; with_model: the repaint too."""

    with_model: bool = True


Wish = Repaint | Render | RenderMany | Tell | ListModels | Equip | SelfTest


class _Parser(argparse.ArgumentParser):
    """Says what is wrong as everything else does, instead of leaving on the spot."""

    def error(self, message: str) -> NoReturn:
        raise InputError(
            tr("The command is not understood: {reason}.", reason=message),
            " ".join(self.format_usage().split()),
        )


def parse(argv: Sequence[str]) -> Wish:
    """What is asked for.

    Raises:
        InputError: it cannot be understood.
        SystemExit: it was a question (`--help`, `--version`), and has been answered.
    """
    found = _parser().parse_args(list(argv))
    match found.verb:
        case "repaint":
            return _repaint(found)
        case "render":
            return _render(found)
        case "info":
            return Tell(found.file)
        case "models":
            return ListModels()
        case "runtime":
            return Equip(found.backend)
    return SelfTest(with_model=not found.without_model)


def _repaint(found: argparse.Namespace) -> Repaint:
    if not 1 <= found.count <= MOST_PICTURES:
        raise InputError(
            tr("{count} pictures cannot be made at once.", count=found.count),
            tr("Give a number from {low} to {high}.", low=1, high=MOST_PICTURES),
        )
    return Repaint(
        picture=found.picture,
        out=found.out,
        prompt=_words(found.prompt),
        negative=_words(found.negative),
        mask=found.mask,
        strength=found.strength,
        steps=found.steps,
        guidance=found.guidance,
        sampler=found.sampler,
        seed=found.seed,
        count=found.count,
        model=found.model,
        context=ContextChoice(found.context),
        previews=found.previews,
    )


def _render(found: argparse.Namespace) -> Render | RenderMany:
    choice = _choice(found)
    if found.out is not None:
        return RenderMany(tuple(found.documents), found.out, choice)
    if len(found.documents) != 2:
        raise InputError(
            tr("The command is not understood: it has no place for the pictures."),
            tr("Give a document and a picture, or documents and --out FOLDER."),
        )
    document, out = found.documents
    plain = found.size is None and found.quality is None and not found.bare
    return Render(document, out, None if plain else replace(choice, ending=out.suffix.lower()))


def _choice(found: argparse.Namespace) -> ExportChoice:
    if found.quality is not None and not 1 <= found.quality <= 100:
        raise InputError(
            tr("A quality of {quality} cannot be had.", quality=found.quality),
            tr("Give a number from 1 to 100."),
        )
    percent, longest = _size(found.size or "100%")
    ending = "." + found.format
    usual = ExportChoice(ending, percent, longest, keeps_settings=not found.bare)
    if found.quality is None:
        return usual
    return replace(usual, quality=found.quality, is_lossless=False)


def _size(given: str) -> tuple[float, int]:
    """Per cent, and the longest side in px where that was given instead."""
    is_percent = given.endswith("%")
    try:
        number = float(given.removesuffix("%")) if is_percent else int(given.removesuffix("px"))
    except ValueError:
        number = 0
    if is_percent and LEAST_PERCENT <= number <= MOST_PERCENT:
        return float(number), 0
    if not is_percent and 1 <= number <= MAX_SIDE:
        return 100.0, int(number)
    raise InputError(
        tr("“{size}” is no size for a picture.", size=given),
        tr("Give per cent, as 50%, or pixels for the longer side, as 1024."),
    )


def _words(given: str) -> str:
    try:
        given.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            tr("Some of the words are no text."),
            tr("Give them in the encoding of this console; UTF-8 is best."),
        ) from error
    return given


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="repaint-studio",
        description=tr("Without a command, opens the window; with a file, opens it there."),
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=__version__)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="COMMAND")
    common = _Parser(add_help=False)
    common.add_argument("--json", action="store_true", help=tr("one JSON object a line"))
    repaint = verbs.add_parser("repaint", parents=[common], help=tr("repaint part of a picture"))
    _add_repaint(repaint)
    render = verbs.add_parser("render", parents=[common], help=tr("make a picture of a document"))
    _add_render(render)
    info = verbs.add_parser("info", parents=[common], help=tr("say what a file holds"))
    info.add_argument("file", type=Path, metavar="FILE")
    verbs.add_parser("models", parents=[common], help=tr("say which models are installed"))
    equip = verbs.add_parser(
        "runtime", parents=[common], help=tr("fetch or repair what a slim build repaints with")
    )
    equip.add_argument("backend", nargs="?", default="", metavar="cpu|cuda|rocm|mps")
    trying = verbs.add_parser("selftest", parents=[common], help=tr("try the whole way once"))
    trying.add_argument(
        "--without-model", action="store_true", help=tr("paint, but do not repaint")
    )
    return parser


def _add_render(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "documents", type=Path, nargs="+", metavar="DOC", help=tr("then OUT.png, or --out FOLDER")
    )
    parser.add_argument("--out", type=Path, metavar="FOLDER", help=tr("where the pictures go"))
    endings = [one.endings_written[0][1:] for one in Format if one.is_written]
    parser.add_argument("--format", choices=endings, default="png", help=tr("what they become"))
    parser.add_argument(
        "--size", metavar="50%|1024", help=tr("per cent, or pixels of the longer side")
    )
    parser.add_argument("--quality", type=int, metavar="1-100", help=tr("of JPEG, WebP and AVIF"))
    parser.add_argument(
        "--bare", action="store_true", help=tr("without how it was made, and the camera's notes")
    )


def _add_repaint(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("picture", type=Path, metavar="PICTURE")
    parser.add_argument("--prompt", required=True, metavar="TEXT", help=tr("what it becomes"))
    parser.add_argument(
        "--mask", type=Path, metavar="MASK.png", help=tr("white = repaint, grey = its strength")
    )
    parser.add_argument("--negative", default="", metavar="TEXT", help=tr("what it is not to be"))
    parser.add_argument("--strength", type=float, default=1.0, help=tr("1 ignores the picture"))
    parser.add_argument("--steps", type=int, metavar="N")
    parser.add_argument("--guidance", type=float, metavar="G", help=tr("how closely to the words"))
    parser.add_argument("--sampler", metavar="NAME")
    parser.add_argument("--seed", type=int, metavar="N", help=tr("the same seed, the same picture"))
    parser.add_argument("--count", type=int, default=1, metavar="N", help=tr("how many pictures"))
    parser.add_argument("--model", default="starter", metavar="ID|PATH")
    choices = [one.value for one in ContextChoice if one is not ContextChoice.layer]
    parser.add_argument(
        "--context", choices=choices, default="auto", help=tr("how much the model sees")
    )
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.png|OUT.ora")
    parser.add_argument(
        "--previews", type=Path, metavar="DIR", help=tr("keep a picture of every step")
    )
