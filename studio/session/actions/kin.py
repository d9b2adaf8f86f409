"""Which actions stand together in a menu."""

from __future__ import annotations

from typing import Final

# The actions before which a menu is divided.
FIRST_OF_KIN: Final = frozenset(
    {
        *("cut", "transform", "stroke_path", "fill_foreground", "swap_colours"),
        *("duplicate_layer", "layer_mirror", "raise_layer", "merge_down"),
        *("add_mask", "reroll"),
        *("crop_to_selection", "turn_clockwise", "turn_mirror"),
        *("select_colour", "grow_selection", "quick_mask"),
        *("cancel", "keep", "add_models", "hardware"),
        *("tool_rectangle", "tool_fill", "tool_picker", "next_mask", "symmetry_middle"),
        *("save", "insert", "quit", "preferences", "rotate_right", "canvas_only", "next_part"),
        *("aid_rulers", "aid_locked", "aid_snap", "aid_snap_to_canvas", "aid_perspective"),
    }
)
