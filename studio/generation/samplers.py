"""The samplers a recipe may name: what painters know them by from other programs."""

from __future__ import annotations

SAMPLERS = (
    "Euler",
    "Euler a",
    "DPM++ 2M",
    "DPM++ 2M Karras",
    "UniPC",
    "DDIM",
    "LCM",
)
