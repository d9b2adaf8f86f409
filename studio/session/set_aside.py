"""What was kept for the painter and cannot be read any more: moved aside, never overwritten."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from studio.session.notice import Notice, NoticeKind
from studio.text import tr

ENDING = ".damaged"


class SetAside:
    """Damaged files, each beside its old place under another name.

    They are found while the program starts, before there is anybody to be told; `tell_to` makes up
    for it.
    """

    def __init__(self) -> None:
        self._waiting: list[Notice] = []
        self._tell: Callable[[Notice], None] = self._waiting.append

    def put(self, path: Path, name: str = "") -> None:
        """Move a file or a folder aside; one that cannot be moved stays.

        name: what to call it, where its own says nothing to a painter.
        """
        aside = path.with_name(path.name + ENDING)
        with suppress(OSError):
            path.replace(aside)
            self._tell(_notice_of(name or path.name, aside))

    def tell_to(self, tell: Callable[[Notice], None]) -> None:
        """Who is to know, from now on and of those before."""
        self._tell = tell
        for notice in self._waiting:
            tell(notice)
        self._waiting.clear()


def _notice_of(name: str, aside: Path) -> Notice:
    return Notice(
        NoticeKind.warning,
        tr("{name} is damaged and was set aside.", name=name),
        tr("The program goes on without it. What is left of it is in {aside}.", aside=aside),
    )
