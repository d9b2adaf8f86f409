"""The palettes at hand, and the one in use."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from studio.colour import Colour
from studio.errors import InputError
from studio.files.palettes import ENDING, Palette, Swatch, read_palette, write_palette
from studio.resources import resource
from studio.session.preferences import PreferencesFile
from studio.signals import Signal
from studio.text import tr


class Palettes:
    """Ours, and those the painter loaded or changed, which are kept for every painting.

    A palette is known by its file's name: a changed one of ours stands in the painter's folder
    under the same name, and hides ours.
    """

    def __init__(self, preferences: PreferencesFile) -> None:
        self.changed: Signal[None] = Signal()
        self._preferences = preferences
        self._own = preferences.folder / "palettes"
        self._current = Palette("")
        self._id = ""
        chosen, known = preferences.current.palette, self.ids
        if known:
            self._take(chosen if chosen in known else known[0])

    @property
    def ids(self) -> tuple[str, ...]:
        """The names of the files, without their ending, in order."""
        folders = (resource("palettes"), self._own)
        found = {path.stem for folder in folders for path in folder.glob(f"*{ENDING}")}
        return tuple(sorted(found, key=str.casefold))

    @property
    def id(self) -> str:
        """Which one is in use; empty if there is none."""
        return self._id

    @property
    def current(self) -> Palette:
        """The palette in use."""
        return self._current

    def choose(self, id: str) -> None:  # noqa: A002
        """Use another one, also at the next start.

        Raises:
            InputError: it cannot be read.
        """
        self._current, self._id = read_palette(self._path_of(id)), id
        self._remember()

    def load(self, path: Path) -> None:
        """Keep a copy of a palette file, and use it.

        Raises:
            InputError: it is no palette.
            StorageError: it cannot be kept.
        """
        palette = read_palette(path)
        self._keep(palette, self._free_id(path.stem))

    def save_as(self, path: Path) -> None:
        """Write the one in use to a file.

        Raises:
            StorageError: it cannot be written.
        """
        right = path if path.suffix.lower() == ENDING else path.with_name(path.name + ENDING)
        write_palette(self._current, right)

    def begin(self, name: str) -> None:
        """Make an empty one, and use it.

        Raises:
            InputError: the name is empty.
            StorageError: it cannot be kept.
        """
        if not name.strip():
            raise InputError(tr("A palette needs a name."), tr("Type a word or two."))
        self._keep(Palette(name.strip()), self._free_id(name.strip()))

    def add(self, colour: Colour, name: str = "") -> None:
        """Put a colour at the end; one that is there already stays the only one.

        Raises:
            StorageError: it cannot be kept.
        """
        swatches = self._current.swatches
        if all(one.colour != colour for one in swatches):
            self._change((*swatches, Swatch(colour, name)))

    def remove(self, index: int) -> None:
        """Take a colour out.

        Raises:
            StorageError: it cannot be kept.
        """
        swatches = self._current.swatches
        self._change((*swatches[:index], *swatches[index + 1 :]))

    def rename(self, index: int, name: str) -> None:
        """Give a colour another name; it may be empty.

        Raises:
            StorageError: it cannot be kept.
        """
        swatches = self._current.swatches
        renamed = replace(swatches[index], name=" ".join(name.split()))
        if renamed != swatches[index]:
            self._change((*swatches[:index], renamed, *swatches[index + 1 :]))

    def move(self, index: int, to: int) -> None:
        """Put a colour in another place, `to` as it is counted with that colour taken out.

        Raises:
            StorageError: it cannot be kept.
        """
        swatches = self._current.swatches
        others = (*swatches[:index], *swatches[index + 1 :])
        place = min(max(0, to), len(others))
        if place != index:
            self._change((*others[:place], swatches[index], *others[place:]))

    def _change(self, swatches: tuple[Swatch, ...]) -> None:
        changed = replace(self._current, swatches=swatches)
        self._keep(changed, self._id or self._free_id(tr("My colours")))

    def _keep(self, palette: Palette, id: str) -> None:  # noqa: A002
        named = palette if palette.name else replace(palette, name=id)
        with suppress(OSError):  # the writing tells what is wrong
            self._own.mkdir(parents=True, exist_ok=True)
        write_palette(named, self._own / f"{id}{ENDING}")
        self._current, self._id = named, id
        self._remember()

    def _take(self, id: str) -> None:  # noqa: A002
        """At the start: a damaged one is set aside."""
        try:
            self._current, self._id = read_palette(self._path_of(id)), id
        except InputError:
            self._current, self._id = Palette(""), ""
            if (self._own / f"{id}{ENDING}").exists():
                self._preferences.set_aside.put(self._own / f"{id}{ENDING}")

    def _path_of(self, id: str) -> Path:  # noqa: A002
        own = self._own / f"{id}{ENDING}"
        return own if own.exists() else resource("palettes", f"{id}{ENDING}")

    def _free_id(self, name: str) -> str:
        """A file's name made of a palette's, that no other has."""
        safe = "".join(one if one.isalnum() or one in " -_" else "-" for one in name).strip() or "-"
        known, number, found = set(self.ids), 2, safe
        while found in known:
            found, number = f"{safe} {number}", number + 1
        return found

    def _remember(self) -> None:
        current = self._preferences.current
        self._preferences.change(replace(current, palette=self._id))
        self.changed.emit(None)
