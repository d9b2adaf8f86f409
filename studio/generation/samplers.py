"""The samplers a recipe may name: what painters know them by from other programs."""

from __future__ import annotations

SAMPLERS = (
    "Euler",
    "Euler a",
    "DPM++ 2M",
    "DPM++ 2M Karras",
    "DPM++ 2M SDE",
    "DPM++ 2M SDE Karras",
    "DPM++ SDE",
    "DPM++ SDE Karras",
    "UniPC",
    "DDIM",
    "LCM",
    "TCD",
)
# For models trained on straight paths (rectified flow): no other suits them.
FLOW_SAMPLERS = ("Flow Euler", "Flow LCM")
