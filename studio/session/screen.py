"""The screen the painting is seen on."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from studio.errors import InputError
from studio.session.preferences import PreferencesFile
from studio.signals import Signal


class Screen:
    """The colour profile that the view is shown through; without one it is shown as sRGB.

    profile: the ICC profile's bytes, empty for none.
    """

    def __init__(self, preferences: PreferencesFile) -> None:
        self.changed: Signal[None] = Signal()
        self.profile = b""
        self._preferences = preferences
        chosen = preferences.current.display_profile
        # On a drive that is not there today, perhaps: nothing is lost by showing sRGB.
        with suppress(InputError):
            self.profile = _read(Path(chosen)) if chosen else b""

    def use(self, path: Path) -> None:
        """Show through a profile, also at the next start.

        Raises:
            InputError: it is no profile of a screen; the one before stays.
        """
        self._set(_read(path), str(path.resolve()))

    def use_none(self) -> None:
        """Show as sRGB."""
        self._set(b"", "")

    def _set(self, profile: bytes, path: str) -> None:
        self.profile = profile
        self._preferences.change(replace(self._preferences.current, display_profile=path))
        self.changed.emit(None)


def _read(path: Path) -> bytes:
    # Not above: with what knows profiles a start takes 8 ms more, and few use one.
    from studio.files.pictures.profiles import read_display_profile

    return read_display_profile(path)
