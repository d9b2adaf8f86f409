"""JSON that somebody else may have written."""

from __future__ import annotations

import json
from typing import Any, TypeVar

_T = TypeVar("_T")


def read_json(text: str | bytes) -> Any:  # noqa: ANN401 - as json.loads
    """What it holds.

    Raises:
        ValueError: it is no JSON, or one inside the other without end.
    """
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def read_as(content: bytes, kind: type[_T]) -> _T:
    """What it holds, as such a dataclass or struct.

    Raises:
        ValueError: it is no JSON, no text at all, or says something else.
    """
    import msgspec  # 7 ms, and no start needs it

    try:
        return msgspec.json.decode(content, type=kind)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
