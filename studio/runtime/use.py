"""The engine's way to the libraries that it stands on."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from studio.generation.engine import EngineError, EngineErrorKind
from studio.text import tr

if TYPE_CHECKING:
    from studio.runtime.shelf import Shelf


def use_runtime(shelf: Shelf | None = None, library: str = "torch") -> None:
    """Make them importable in this process, where the program does not bring them itself.

    Raises:
        EngineError: they are nowhere.
    """
    if find_spec(library) is not None:
        return
    from studio.runtime.shelf import Shelf  # 10 ms that no start of the window needs to spend

    chosen = (shelf or Shelf.of_user()).chosen
    if chosen is not None:
        # Behind what the program has: its own libraries are the ones it was tried with.
        sys.path.append(str(chosen))
        # A frozen Python writes none, and would compile 3,000 modules at every start.
        sys.dont_write_bytecode = False
    if chosen is None or find_spec(library) is None:
        raise EngineError(
            EngineErrorKind.runtime_missing,
            tr("The AI runtime is not set up yet: you can paint, but not repaint."),
            tr("It is downloaded once, and works without a network from then on."),
        )


def brings_its_own(library: str = "torch") -> bool:
    """Whether the program has them itself, and nothing needs to be fetched."""
    return find_spec(library) is not None
