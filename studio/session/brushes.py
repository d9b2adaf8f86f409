"""The brushes there are to choose from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from studio.brush.myb import read_myb
from studio.brush.preset import Preset, Use, read, written
from studio.errors import InputError, StorageError
from studio.files.atomic import replace_file
from studio.resources import resource
from studio.session.own_pictures import OwnPictures
from studio.session.painting import Painting, ToolName, plain_brushes
from studio.session.preferences import Preferences, PreferencesFile
from studio.session.set_aside import SetAside
from studio.session.tool_groups import WITH_BRUSH
from studio.signals import Signal
from studio.text import tr

RECENT_MOST = 8
SUFFIX = ".json"
_TOOLS = {Use.paint: ToolName.brush, Use.erase: ToolName.eraser, Use.smudge: ToolName.smudge}


class Brushes:
    """Those that ship with the program and the painter's own, read when first asked for.

    One of ours that the painter overwrote stands in their folder under the same id, and hides ours.

    changed: what there is, or what is a favourite or recent, is another.
    pictures: the tips and papers that the painter added.
    """

    def __init__(self, painting: Painting, preferences: PreferencesFile) -> None:
        self.changed: Signal[None] = Signal()
        self._painting = painting
        self._preferences = preferences
        self._folder = preferences.folder / "brushes"
        self.pictures = OwnPictures(self._folder, preferences.set_aside)
        self._found: dict[str, Preset] = {}
        self._shipped: dict[str, Preset] = {}
        self._own: set[str] = set()
        self._chosen: dict[ToolName, str] = {}

    @property
    def presets(self) -> tuple[Preset, ...]:
        """All of them, the program's own first."""
        return tuple(self._all().values())

    @property
    def tags(self) -> tuple[str, ...]:
        """Every tag there is, by the alphabet."""
        return tuple(sorted({tag for preset in self.presets for tag in preset.tags}))

    @property
    def favourites(self) -> tuple[str, ...]:
        """Ids of what the painter likes most."""
        return tuple(filter(self._has, self._preferences.current.favourite_brushes))

    @property
    def recent(self) -> tuple[Preset, ...]:
        """What was chosen last, the latest first."""
        recent = self._preferences.current.recent_brushes
        return tuple(self._all()[one] for one in recent if self._has(one))

    @property
    def chosen(self) -> str:
        """Id of what the brush in hand was chosen from; empty if from none, or it is gone."""
        chosen = self._chosen.get(self._in_hand, "")
        return chosen if chosen and self._has(chosen) else ""

    @property
    def chosen_preset(self) -> Preset | None:
        """What the brush in hand was chosen from, as it is kept; None if from none."""
        return self._all().get(self.chosen)

    @property
    def is_changed(self) -> bool:
        """Whether the brush in hand is no longer as the one it was chosen from."""
        preset = self.chosen_preset
        return preset is not None and preset.brush != self._painting.brush_of(self._in_hand)

    def is_own(self, id: str) -> bool:  # noqa: A002
        """Whether the painter made it, so that it can be taken away."""
        self._all()
        return id in self._own

    def choose(self, id: str) -> None:  # noqa: A002
        """Take a brush in hand, with the tool that it is for.

        Raises:
            KeyError: there is none of that id.
        """
        preset = self._all()[id]
        tool = _TOOLS[preset.use]
        if self._painting.quick_mask and preset.use is Use.paint:
            tool = ToolName.mask
        self._chosen[tool] = id
        self._painting.set_brush(tool, preset.brush)
        self._painting.tool = tool
        others = [one for one in self._preferences.current.recent_brushes if one != id]
        recent = (id, *others)[:RECENT_MOST]
        self._remember(replace(self._preferences.current, recent_brushes=recent))

    def reset(self) -> None:
        """Make the brush in hand again as the one it was chosen from, or as any of its tool."""
        preset, tool = self.chosen_preset, self._in_hand
        kept = plain_brushes()[tool] if preset is None else preset.brush
        self._painting.set_brush(tool, kept)

    def overwrite(self) -> None:
        """Keep the brush in hand in place of the one it was chosen from.

        Raises:
            InputError: it was chosen from none.
            StorageError: it cannot be written.
        """
        preset = self.chosen_preset
        if preset is None:
            raise InputError(
                tr("This brush was not chosen from any."), tr("Save it under a name of its own.")
            )
        self._keep(replace(preset, brush=self._painting.brush_of(self._in_hand)))

    def like(self, id: str, *, on: bool) -> None:  # noqa: A002
        """Make it a favourite, or no longer."""
        preferences = self._preferences.current
        others = tuple(one for one in preferences.favourite_brushes if one != id)
        liked = (*others, id) if on else others
        self._remember(replace(preferences, favourite_brushes=liked))

    def save_as(self, name: str, tags: tuple[str, ...] = ()) -> Preset:
        """Keep the brush in hand under a name.

        Raises:
            StorageError: it cannot be written.
        """
        tool = self._in_hand
        use = next((use for use, one in _TOOLS.items() if one is tool), Use.paint)
        brush = self._painting.brush_of(tool)
        preset = Preset(self._free_id(name), name.strip(), brush, use, tags)
        self._chosen[tool] = preset.id
        self._keep(preset)
        return preset

    def bring(self, path: Path) -> Preset:
        """Keep the brush of a file: one of ours, or of MyPaint.

        Raises:
            InputError: it holds none.
            StorageError: it cannot be read, or kept.
        """
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise StorageError(
                tr("“{name}” cannot be read.", name=path.name), tr("Choose another file.")
            ) from error
        reading = read_myb if path.suffix.lower() == ".myb" else read
        found = reading(path.stem, text)
        preset = replace(found, id=self._free_id(found.name))
        self._keep(preset)
        self.pictures.keep_those_of(preset.brush)
        return preset

    def export(self, id: str, path: Path) -> None:  # noqa: A002
        """Write a brush to a file.

        Raises:
            StorageError: it cannot be written.
        """
        replace_file(path, partial(_write, written(self._all()[id])))

    def remove(self, id: str) -> None:  # noqa: A002
        """Take away one of the painter's own; one of ours that it hid is there again.

        Raises:
            InputError: it came with the program.
            StorageError: it cannot be removed.
        """
        if not self.is_own(id):
            raise InputError(
                tr("This brush came with the program."),
                tr("Only brushes you saved or imported can be removed."),
            )
        try:
            (self._folder / f"{id}{SUFFIX}").unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(
                tr("The brush cannot be removed."), tr("Check that its folder can be written.")
            ) from error
        self._own.discard(id)
        del self._found[id]
        if id in self._shipped:
            self._found = self._shipped | self._found
        self.changed.emit(None)

    @property
    def _in_hand(self) -> ToolName:
        """The tool whose brush is kept; the paint brush while another tool is in hand."""
        return self._painting.tool if self._painting.tool in WITH_BRUSH else ToolName.brush

    def _all(self) -> dict[str, Preset]:
        if not self._found:
            shipped = _read_folder(resource("brushes", "presets"), SetAside())
            self._shipped = {one.id: one for one in shipped}
            own = {one.id: one for one in _read_folder(self._folder, self._preferences.set_aside)}
            self._own = set(own)
            self._found = self._shipped | own
        return self._found

    def _has(self, id: str) -> bool:  # noqa: A002
        return id in self._all()

    def _keep(self, preset: Preset) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                tr("The brush cannot be kept."), tr("Check that its folder can be written.")
            ) from error
        replace_file(self._folder / f"{preset.id}{SUFFIX}", partial(_write, written(preset)))
        self._all()[preset.id] = preset
        self._own.add(preset.id)
        self.changed.emit(None)

    def _free_id(self, name: str) -> str:
        stem = re.sub(r"[^\w]+", "-", name.strip().lower()).strip("-") or "brush"
        ids = self._all()
        numbers = iter(range(2, len(ids) + 3))
        free = stem
        while free in ids:
            free = f"{stem}-{next(numbers)}"
        return free

    def _remember(self, preferences: Preferences) -> None:
        self._preferences.change(preferences)
        self.changed.emit(None)


def _read_folder(folder: Path, aside: SetAside) -> Iterator[Preset]:
    """What can be read there, in the order of the file names; damaged ones are set aside."""
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            yield read(path.stem, path.read_text("utf-8"))
        except OSError:
            continue
        except (InputError, UnicodeDecodeError):
            aside.put(path)


def _write(text: str, file: BinaryIO) -> None:
    file.write(text.encode())
