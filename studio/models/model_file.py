"""A single file of weights in one of the forms that are read: safetensors or GGUF."""

from __future__ import annotations

from pathlib import Path

from studio.models.gguf import GGUF, is_gguf, read_gguf
from studio.models.headers import Header, read_header
from studio.models.weights import WEIGHTS

# How their names end; which one it is, the content decides.
ENDINGS = (WEIGHTS, GGUF)


def header_of(path: Path) -> Header:
    """What the file says about itself, proven to fit it.

    Raises:
        EngineError: model_missing, model_refused (a pickle), model_broken or unsupported.
    """
    return read_gguf(path) if is_gguf(path) else read_header(path)
