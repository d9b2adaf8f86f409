"""What an engine says while it works."""

from __future__ import annotations

from dataclasses import dataclass

from studio.generation.loras import LoraUse
from studio.generation.request import Rgb


@dataclass(frozen=True, slots=True)
class Loading:
    """Something is being made ready; `fraction` 0..1, or None when unknown."""

    what: str
    fraction: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A denoising step is done: `index` of `total`, counted from 1.

    preview: the predicted clean picture, uint8[h, w, 3] RGB of any size with the aspect of the
    request's; None when this step has none.
    """

    index: int
    total: int
    preview: Rgb | None


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """The finished picture, uint8[h, w, 3] RGB at the request's (refined) working size.

    seconds: from the start of the request, loading included; first_preview_seconds likewise.
    notes: what was done otherwise than meant, in the painter's words; the first says why.
    """

    pixels: Rgb
    seed: int
    seconds: float
    first_preview_seconds: float | None
    peak_bytes: int
    model_hash: str = ""
    notes: tuple[str, ...] = ()
    loras: tuple[LoraUse, ...] = ()

    def __post_init__(self) -> None:
        """Freeze the pixels: they go to another thread."""
        self.pixels.flags.writeable = False
