"""Which keys do what: a preset, and what the painter chose otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from studio.session.actions.action import Action

_MODIFIERS = ("ctrl", "alt", "shift", "meta")


class Preset(Enum):
    """Whose habits the keys follow."""

    photoshop = "photoshop"
    krita = "krita"


# Where Krita's keys are others; an action that is not named keeps its own.
KRITA: Mapping[str, tuple[str, ...]] = {
    "tool_eraser": (),
    "toggle_eraser": ("E",),
    "tool_picker": ("P",),
    "tool_pen": (),
    "tool_fill": ("F",),
    "tool_gradient": ("G",),
    "tool_move": ("T",),
    "tool_text": (),
    "tool_rectangle": ("Ctrl+R",),
    "reroll": ("Ctrl+Alt+R",),
    "less_opaque": ("I",),
    "more_opaque": ("O",),
    "zoom_actual": ("1", "Ctrl+1"),
    "zoom_fit": ("2", "Ctrl+0"),
    "rotate_left": ("4", "Ctrl+Alt+Left"),
    "rotate_right": ("6", "Ctrl+Alt+Right"),
    "reset_view": ("5", "Ctrl+Alt+0"),
    "select_none": ("Ctrl+Shift+A", "Ctrl+D"),
    "add_layer": ("Ins", "Ctrl+Shift+N"),
    "repaint": ("Shift+Enter", "Ctrl+Enter"),
    "full_screen": ("Ctrl+Shift+F", "F11"),
}
# What the canvas itself takes for the brush where no action does; Space, it holds.
OF_THE_BRUSH = frozenset("[]{}0123456789")
HELD = frozenset({"space"})
_PRESETS: Mapping[Preset, Mapping[str, tuple[str, ...]]] = {
    Preset.photoshop: {},
    Preset.krita: KRITA,
}


@dataclass(frozen=True, slots=True)
class Shortcuts:
    """chosen: keys of actions by id, where they are not the preset's."""

    preset: Preset = Preset.photoshop
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def keys_of(self, action: Action) -> tuple[str, ...]:
        """The keys of an action that still has its own; the first is shown."""
        return dict(self.chosen).get(action.id, self.usual_keys(action))

    def usual_keys(self, action: Action) -> tuple[str, ...]:
        """What the preset gives it."""
        return _PRESETS[self.preset].get(action.id, action.keys)

    def keyed(self, action: Action) -> Action:
        """The action with the keys it is to have."""
        return replace(action, keys=self.keys_of(action))

    def is_chosen(self, action: Action) -> bool:
        """Whether its keys are not the preset's."""
        return action.id in dict(self.chosen)

    def assigned(self, action: Action, keys: Iterable[str]) -> Shortcuts:
        """With other keys for one action."""
        wanted = tuple(dict.fromkeys(keys))
        others = tuple(pair for pair in self.chosen if pair[0] != action.id)
        if wanted == self.usual_keys(action):
            return replace(self, chosen=others)
        return replace(self, chosen=(*others, (action.id, wanted)))

    def reset(self, action: Action) -> Shortcuts:
        """With the preset's keys for one action."""
        return self.assigned(action, self.usual_keys(action))

    def rivals(self, action: Action, key: str, actions: Iterable[Action]) -> tuple[Action, ...]:
        """Which other actions a key already means, and would mean no longer for sure."""
        return tuple(
            other
            for other in actions
            if other.id != action.id
            and same_key_in(key, self.keys_of(other))
            and not _may_share(action, other)
        )

    def moved(self, key: str, to: Action, actions: Iterable[Action]) -> Shortcuts:
        """With a key for one action that its rivals lose."""
        found = self
        for rival in self.rivals(to, key, actions):
            kept = (one for one in found.keys_of(rival) if normal(one) != normal(key))
            found = found.assigned(rival, kept)
        return found.assigned(to, (*found.keys_of(to), key))


USUAL = Shortcuts()


def on_both_enters(keys: Iterable[str]) -> tuple[str, ...]:
    """The keys as window systems name them: Enter, as keyboards say, is two keys there.

    What they call Enter, too, comes first: the first is what a menu shows.
    """
    spelt = (one.replace("Return", "Enter") for one in keys)
    pairs = ((one, one.replace("Enter", "Return")) for one in spelt)
    return tuple(dict.fromkeys(key for pair in pairs for key in pair))


def normal(key: str) -> str:
    """A key's spelling by which two of the same are equal: `Shift+Ctrl+a` is `ctrl+shift+a`."""
    # "Ctrl++" is Ctrl with the key "+".
    *held, last = [*key[:-1].split("+"), "+"] if key.endswith("+") else key.split("+")
    lower = {one.lower() for one in held if one}
    name = last.lower().replace("return", "enter")
    return "+".join((*(one for one in _MODIFIERS if one in lower), name))


def same_key_in(key: str, keys: Iterable[str]) -> bool:
    """Whether a key is among others, however it is spelt."""
    return normal(key) in {normal(one) for one in keys}


def is_held(key: str) -> bool:
    """Whether a key is held on the canvas, and can be for nothing else."""
    return normal(key) in HELD


def is_of_the_brush(key: str) -> bool:
    """Whether the canvas takes a key for the brush, unless an action has it."""
    return normal(key) in OF_THE_BRUSH


def _may_share(one: Action, other: Action) -> bool:
    """Actions that come with one key in common are never both to be had at a time."""
    return any(same_key_in(key, other.keys) for key in one.keys)
