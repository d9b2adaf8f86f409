"""JSON that somebody else may have written."""

from __future__ import annotations

import json
from typing import Any


def read_json(text: str | bytes) -> Any:  # noqa: ANN401 - as json.loads
    """What it holds.

    Raises:
        ValueError: it is no JSON, or one inside the other without end.
    """
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
