"""What is made of an engine's failures."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from studio.generation.engine import EngineError, EngineErrorKind
from studio.text import tr

_log = logging.getLogger(__name__)


@contextmanager
def told_as_engine_errors() -> Iterator[None]:
    """Within, an engine is built or used; whatever it raises leaves as an EngineError.

    What nobody foresaw is logged with its traceback and leaves as a crash. Cancelled passes.

    Raises:
        EngineError: it cannot be done.
    """
    try:
        yield
    except EngineError as error:
        _free_frames(error)
        raise
    except Exception as error:
        _log.exception("The engine crashed")
        _free_frames(error)
        raise _crash_of(error) from error


def _crash_of(error: Exception) -> EngineError:
    return EngineError(
        EngineErrorKind.crashed,
        tr("The engine crashed: {reason}.", reason=str(error) or type(error).__name__),
        tr("Your painting is untouched. Try again; the log has the details."),
    )


def _free_frames(error: BaseException) -> None:
    """Let go of what the failed calls held: a traceback keeps whole models in memory."""
    links: list[BaseException | None] = [error]
    seen: set[int] = set()
    while links:
        one = links.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            traceback.clear_frames(one.__traceback__)
            links += [one.__cause__, one.__context__]
