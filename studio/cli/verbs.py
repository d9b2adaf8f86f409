"""From the words of a command to its exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import assert_never

from studio.cli.arguments import (
    Equip,
    ListModels,
    Render,
    RenderMany,
    Repaint,
    SelfTest,
    Tell,
    Wish,
    parse,
)
from studio.cli.console import Console
from studio.cli.equipping import equip
from studio.cli.rendering import render, render_many
from studio.cli.repainting import MakeEngine, repaint
from studio.cli.selftest import self_test
from studio.cli.telling import list_models, tell_file
from studio.errors import StudioError
from studio.generation.engine import Cancelled, EngineError, EngineErrorKind
from studio.jobs.engines import local_engine

DONE, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
# The engine's own failures; the other kinds are about the model that was given.
_FAILURES = {EngineErrorKind.crashed, EngineErrorKind.out_of_memory}


def run_verb(argv: Sequence[str], make_engine: MakeEngine = local_engine) -> int:
    """Do what the arguments ask; returns the exit code."""
    console = Console(is_json="--json" in argv)
    try:
        _do(parse(argv), console, make_engine)
    except SystemExit:  # a question, which argparse has answered
        return DONE
    except StudioError as error:
        console.tell(error)
        return _code_of(error)
    except (Cancelled, KeyboardInterrupt):
        console.stopped()
        return INTERRUPTED
    except BrokenPipeError:
        return _unheard()
    return DONE


def _do(wish: Wish, console: Console, make_engine: MakeEngine) -> None:
    match wish:
        case Repaint():
            repaint(wish, console, make_engine)
        case Render():
            render(wish, console)
        case RenderMany():
            render_many(wish, console)
        case Tell(file=file):
            tell_file(file, console)
        case ListModels():
            list_models(console)
        case Equip(backend=backend):
            equip(console, backend)
        case SelfTest(with_model=with_model):
            self_test(console, make_engine, with_model=with_model)
        case _:
            assert_never(wish)


def _code_of(error: StudioError) -> int:
    if isinstance(error, EngineError) and error.kind in _FAILURES:
        return FAILED
    return BAD_INPUT


def _unheard() -> int:
    """Nobody reads on: say no more, not even at exit, where Python would flush into the pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED
