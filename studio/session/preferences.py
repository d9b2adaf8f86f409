"""What the painter chose for every painting: language, looks, limits, recent files."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import platformdirs

from studio.errors import StorageError
from studio.files.atomic import replace_file
from studio.signals import Signal

RECENT_MOST = 12


@dataclass(frozen=True, slots=True)
class Preferences:
    """`language` is empty until chosen: then the system's is used."""

    language: str = ""
    theme: str = "dark"
    recent: tuple[str, ...] = ()
    model: str = "starter"
    model_folders: tuple[str, ...] = ()
    undo_megabytes: int = 1024

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
        self._current = _read(self._path)

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
        text = json.dumps(asdict(preferences), ensure_ascii=False, indent=2)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._path, lambda file: file.write(text.encode()))
        except (OSError, StorageError):
            pass
        self.changed.emit(preferences)


def _read(path: Path) -> Preferences:
    """What the file says, defaults for what it does not say or says wrongly."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return Preferences()
    if not isinstance(found, dict):
        return Preferences()
    plain = Preferences()
    settings = {}
    for field in fields(Preferences):
        default, value = getattr(plain, field.name), found.get(field.name)
        if isinstance(default, tuple) and isinstance(value, list):
            settings[field.name] = tuple(one for one in value if isinstance(one, str))
        elif type(value) is type(default):
            settings[field.name] = value
    return replace(plain, **settings)
