"""Where the pen was."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PenSample:
    """One reading of a pen or a mouse.

    x, y: canvas px, pixel (0, 0) from 0 to 1. pressure: 0..1, a mouse's is 1.
    tilt_x, tilt_y, rotation: degrees. time: ms of some clock.
    """

    x: float
    y: float
    pressure: float = 1.0
    tilt_x: float = 0.0
    tilt_y: float = 0.0
    rotation: float = 0.0
    time: float = 0.0
