"""The words of a command, and what they ask for."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from studio import __version__
from studio.errors import InputError
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
    """Make a picture of a document."""

    document: Path
    out: Path


@dataclass(frozen=True, slots=True)
class Tell:
    """Say what a file holds."""

    file: Path


@dataclass(frozen=True, slots=True)
class ListModels:
    """Say which models are installed."""


@dataclass(frozen=True, slots=True)
class SelfTest:
    """Try the whole way once; with_model: the repaint too."""

    with_model: bool = True


Wish = Repaint | Render | Tell | ListModels | SelfTest


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
            return Render(found.document, found.out)
        case "info":
            return Tell(found.file)
        case "models":
            return ListModels()
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
    render.add_argument("document", type=Path, metavar="DOC.ora")
    render.add_argument("out", type=Path, metavar="OUT.png")
    info = verbs.add_parser("info", parents=[common], help=tr("say what a file holds"))
    info.add_argument("file", type=Path, metavar="FILE")
    verbs.add_parser("models", parents=[common], help=tr("say which models are installed"))
    trying = verbs.add_parser("selftest", parents=[common], help=tr("try the whole way once"))
    trying.add_argument(
        "--without-model", action="store_true", help=tr("paint, but do not repaint")
    )
    return parser


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
