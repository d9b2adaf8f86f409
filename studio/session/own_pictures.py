"""The painter's own tips and papers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from studio.brush.brush import Brush
from studio.brush.own_picture import OwnPicture, Role, made_of, unpacked
from studio.errors import StorageError
from studio.files.atomic import replace_file
from studio.session.set_aside import SetAside
from studio.signals import Signal
from studio.text import tr

ENDING = ".png"


class OwnPictures:
    """Kept in the folder of the painter's brushes, read when first asked for.

    A brush holds those it uses itself: what is removed here is only no longer offered.

    changed: there is another one, or one less.
    """

    def __init__(self, folder: Path, aside: SetAside) -> None:
        self.changed: Signal[None] = Signal()
        self._folder = folder
        self._aside = aside
        self._found: dict[Role, dict[str, OwnPicture]] = {}

    def all_of(self, role: Role) -> tuple[OwnPicture, ...]:
        """All tips, or all papers, by name."""
        found = self._of(role)
        return tuple(found[name] for name in sorted(found, key=str.casefold))

    def bring(self, path: Path, role: Role) -> OwnPicture:
        """Make a tip or a paper of the picture in a file, and keep it.

        Raises:
            InputError: it is no picture, or nothing is to be seen in it.
            StorageError: it cannot be kept.
        """
        # Here, not above: the window is open before any picture is read.
        from studio.files.gbr import ENDING as GBR
        from studio.files.gbr import read_gbr
        from studio.files.pictures.images import read_picture

        is_gbr = path.suffix.lower() == GBR
        pixels = read_gbr(path) if is_gbr else read_picture(path).pixels
        name = self._free_name(path.stem, role)
        return self._keep(made_of(pixels, name, role), role)

    def keep_those_of(self, brush: Brush) -> None:
        """Offer what a brush brought with it for other brushes, too.

        Raises:
            StorageError: it cannot be kept.
        """
        for picture, role in ((brush.tip, Role.tip), (brush.texture, Role.paper)):
            if isinstance(picture, OwnPicture) and not self.has(picture, role):
                name = self._free_name(picture.name, role)
                self._keep(OwnPicture(name, picture.png), role)

    def has(self, picture: OwnPicture, role: Role) -> bool:
        """Whether one that looks like it is kept."""
        return any(one.png == picture.png for one in self._of(role).values())

    def remove(self, picture: OwnPicture, role: Role) -> None:
        """Offer one no longer.

        Raises:
            StorageError: it cannot be removed.
        """
        try:
            self._path_of(picture.name, role).unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(
                tr("The picture cannot be removed."), tr("Check that its folder can be written.")
            ) from error
        self._of(role).pop(picture.name, None)
        self.changed.emit(None)

    def _keep(self, picture: OwnPicture, role: Role) -> OwnPicture:
        path = self._path_of(picture.name, role)
        with suppress(OSError):  # the writing tells what is wrong
            path.parent.mkdir(parents=True, exist_ok=True)

        def write(file: BinaryIO) -> None:
            file.write(picture.png)

        replace_file(path, write)
        self._of(role)[picture.name] = picture
        self.changed.emit(None)
        return picture

    def _of(self, role: Role) -> dict[str, OwnPicture]:
        if role not in self._found:
            self._found[role] = {one.name: one for one in self._read(role)}
        return self._found[role]

    def _read(self, role: Role) -> Iterator[OwnPicture]:
        """What can be read; damaged ones are set aside."""
        for path in sorted((self._folder / role.value).glob(f"*{ENDING}")):
            try:
                picture = OwnPicture(path.stem, path.read_bytes())
                unpacked(picture)
            except OSError:
                continue
            except ValueError:
                self._aside.put(path)
            else:
                yield picture

    def _path_of(self, name: str, role: Role) -> Path:
        return self._folder / role.value / f"{name}{ENDING}"

    def _free_name(self, stem: str, role: Role) -> str:
        """One that no other has, and that any disk can hold."""
        plain = re.sub(r"[^\w .()-]+", " ", stem).strip(" .")[:60] or role.name
        taken = {name.casefold() for name in self._of(role)}
        numbers = iter(range(2, len(taken) + 3))
        free = plain
        while free.casefold() in taken:
            free = f"{plain} {next(numbers)}"
        return free
