"""Opening files to read, and what to say when that fails."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from studio.errors import InputError
from studio.text import tr


def open_file(path: Path) -> BinaryIO:
    """A file to read.

    Raises:
        InputError: it is not there or may not be read.
    """
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise InputError(
            tr("There is no file {name}.", name=path.name),
            tr("It may have been moved or renamed: {folder}.", folder=path.parent),
        ) from error
    except (OSError, ValueError) as error:
        raise InputError(
            tr("{name} cannot be opened.", name=path.name),
            tr("It may be a folder, or not yours to read."),
        ) from error
