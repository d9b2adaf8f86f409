"""The JSON files of a model folder."""

from __future__ import annotations

from pathlib import Path

from studio.foreign_json import read_json
from studio.generation.engine import EngineError, EngineErrorKind
from studio.models.headers import Json
from studio.text import tr

INDEX = "model_index.json"
SIDECAR = "repaint-studio.json"
_LARGEST = 32 << 20


def is_model_folder(path: Path) -> bool:
    """Whether a folder says that it holds a model."""
    return (path / INDEX).is_file()


def read_object(path: Path) -> dict[str, Json]:
    """The JSON object in a file.

    Raises:
        EngineError: model_missing or model_broken.
    """
    try:
        with path.open("rb") as file:
            # Of a larger one the end is missing, so that it does not parse.
            found = read_json(file.read(_LARGEST))
    except OSError as error:
        raise missing(path) from error
    except ValueError as error:
        raise broken(path) from error
    if not isinstance(found, dict):
        raise broken(path)
    return found


def missing(path: Path) -> EngineError:
    """What to say of a part that is not there."""
    return EngineError(
        EngineErrorKind.model_missing,
        tr("The model has no {name}.", name=_short(path)),
        tr("Download the model again, with all its files."),
    )


def broken(path: Path) -> EngineError:
    """What to say of a part that cannot be read."""
    return EngineError(
        EngineErrorKind.model_broken,
        tr("{name} of the model is broken or incomplete.", name=_short(path)),
        tr("Download it again; a part of it may be missing."),
    )


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
