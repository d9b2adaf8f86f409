"""What the painter chose for every painting: language, looks, limits, recent files."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from enum import Enum
from functools import partial
from pathlib import Path
from typing import BinaryIO

import platformdirs

from studio.errors import StorageError
from studio.files.atomic import replace_file
from studio.files.exporting import USUAL_EXPORT, ExportChoice, choice_of
from studio.foreign_json import read_json
from studio.generation.hardware import (
    AUTOMATIC,
    HardwareChoice,
    Offload,
    Portion,
    Precision,
    Processor,
)
from studio.session.actions.shortcuts import USUAL, Preset, Shortcuts
from studio.session.set_aside import SetAside
from studio.signals import Signal

RECENT_MOST = 12


@dataclass(frozen=True, slots=True)
class Preferences:
    """`language` is empty until chosen: then the system's is used.

    pressure_curve: points of the curve from a pen's pressure to a brush's, 0..1.
    aids: which rulers, guides and the like are on, by name.
    keeps_backups: whether a save leaves the version before beside the file.
    scale_percent: of everything in the window, upon what the screen asks for.
    cache_megabytes: of tiles as they are shown. welcomes: whether the first page is shown.
    export: how a picture was exported last.
    erases_in_hand: whether the other end of a pen erases with the brush in hand, not the eraser's.
    """

    language: str = ""
    theme: str = "dark"
    recent: tuple[str, ...] = ()
    model: str = "starter"
    model_folders: tuple[str, ...] = ()
    undo_megabytes: int = 1024
    keeps_backups: bool = True
    colour_wheel: str = "hsv"
    colour_sliders: str = "rgb"
    palette: str = ""
    display_profile: str = ""
    favourite_brushes: tuple[str, ...] = ()
    recent_brushes: tuple[str, ...] = ()
    recent_colours: tuple[str, ...] = ()
    recent_prompts: tuple[str, ...] = ()
    pressure_curve: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 1.0))
    aids: tuple[str, ...] = (
        *("guides", "perspective", "snap"),
        *("snap_to_canvas", "snap_to_layers", "snap_to_guides", "snap_to_grid"),
    )

    hardware: HardwareChoice = AUTOMATIC
    shortcuts: Shortcuts = USUAL
    scale_percent: int = 100
    cache_megabytes: int = 256
    welcomes: bool = True
    export: ExportChoice = USUAL_EXPORT
    erases_in_hand: bool = False

    def with_recent(self, path: Path) -> Preferences:
        """The same with a file first among the recent ones."""
        others = [one for one in self.recent if one != str(path)]
        return replace(self, recent=(str(path), *others)[:RECENT_MOST])


class PreferencesFile:
    """The preferences and where they are kept."""

    def __init__(self, path: Path | None = None) -> None:
        self.changed: Signal[Preferences] = Signal()
        folder = platformdirs.user_config_path("repaint-studio", appauthor=False)
        self._path = path or folder / "preferences.json"
        self.set_aside = SetAside()
        self._current = self._read()

    @property
    def folder(self) -> Path:
        """Where what the painter made for every painting is kept, too."""
        return self._path.parent

    @property
    def current(self) -> Preferences:
        """The preferences now."""
        return self._current

    def change(self, preferences: Preferences) -> None:
        """Replace them, and keep them for the next start.

        A disk that cannot be written does not stop the painter: they hold until the program ends.
        """
        if preferences == self._current:
            return
        self._current = preferences
        text = json.dumps(asdict(preferences), ensure_ascii=False, indent=2, default=_value)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._path, partial(_write, text))
        except (OSError, StorageError):
            pass
        self.changed.emit(preferences)

    def _read(self) -> Preferences:
        try:
            found = read_json(self._path.read_text("utf-8"))
        except OSError:
            return Preferences()
        except ValueError:
            found = None
        if not isinstance(found, dict):
            self.set_aside.put(self._path)
            return Preferences()
        return _preferences_of(found)


def _preferences_of(found: dict[str, object]) -> Preferences:
    """What a file says, defaults for what it does not say or says wrongly."""
    plain = Preferences()
    return Preferences(
        language=_text(found.get("language"), plain.language),
        theme=_text(found.get("theme"), plain.theme),
        recent=_texts(found.get("recent")),
        model=_text(found.get("model"), plain.model),
        model_folders=_texts(found.get("model_folders")),
        undo_megabytes=_number(found.get("undo_megabytes"), plain.undo_megabytes),
        keeps_backups=found.get("keeps_backups") is not False,
        colour_wheel=_text(found.get("colour_wheel"), plain.colour_wheel),
        colour_sliders=_text(found.get("colour_sliders"), plain.colour_sliders),
        palette=_text(found.get("palette"), plain.palette),
        display_profile=_text(found.get("display_profile"), plain.display_profile),
        favourite_brushes=_texts(found.get("favourite_brushes")),
        recent_brushes=_texts(found.get("recent_brushes")),
        recent_colours=_texts(found.get("recent_colours")),
        recent_prompts=_texts(found.get("recent_prompts")),
        pressure_curve=_points(found.get("pressure_curve"), plain.pressure_curve),
        aids=_texts(found.get("aids"), plain.aids),
        hardware=_hardware(found.get("hardware")),
        export=choice_of(found.get("export")),
        shortcuts=_shortcuts(found.get("shortcuts")),
        scale_percent=_number(found.get("scale_percent"), plain.scale_percent),
        cache_megabytes=_number(found.get("cache_megabytes"), plain.cache_megabytes),
        welcomes=found.get("welcomes") is not False,
        erases_in_hand=found.get("erases_in_hand") is True,
    )


def _hardware(found: object) -> HardwareChoice:
    """What is kept of it; all of it is automatic where a word of it is not known."""
    if not isinstance(found, dict):
        return AUTOMATIC
    try:
        return HardwareChoice(
            Processor(found["processor"]),
            Precision(found["precision"]),
            Offload(found["offload"]),
            # Its name before it was made so.
            found.get("keeps_int8", found.get("keeps_float8")) is True,
            found["compiles"] is True,
            max(0, int(found["memory_megabytes"])),
            max(0, int(found["idle_minutes"])),
            max(0, int(found.get("threads", 0))),
            Portion(found.get("attention", "auto")),
            Portion(found.get("decoding", "auto")),
        )
    except (KeyError, TypeError, ValueError):
        return AUTOMATIC


def _shortcuts(found: object) -> Shortcuts:
    """What is kept of them; the usual keys where it cannot be understood."""
    if not isinstance(found, dict):
        return USUAL
    try:
        chosen = tuple((str(id_), _texts(keys)) for id_, keys in found["chosen"])
        return Shortcuts(Preset(found["preset"]), chosen)
    except (KeyError, TypeError, ValueError):
        return USUAL


def _value(one: Enum) -> object:
    """What JSON keeps of an enumeration's member."""
    return one.value


def _write(text: str, file: BinaryIO) -> None:
    file.write(text.encode())


def _text(value: object, default: str) -> str:
    return value if isinstance(value, str) else default


def _texts(value: object, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    if not isinstance(value, list):
        return default
    return tuple(one for one in value if isinstance(one, str))


def _number(value: object, default: int) -> int:
    return value if type(value) is int and value > 0 else default


def _points(
    value: object, default: tuple[tuple[float, float], ...]
) -> tuple[tuple[float, float], ...]:
    """Points of a curve, by rising x."""
    if not isinstance(value, list):
        return default
    try:
        return tuple(sorted((float(x), float(y)) for x, y in value)) or default
    except (TypeError, ValueError):
        return default
