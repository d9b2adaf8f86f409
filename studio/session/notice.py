"""What the window tells the user without interrupting them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from studio.errors import StudioError


class NoticeKind(Enum):
    """How serious it is."""

    info = "info"
    warning = "warning"
    error = "error"


@dataclass(frozen=True, slots=True, eq=False)
class NoticeVerb:
    """What can be done about it, in a click."""

    title: str
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence and a hint; `details` are one click away (a traceback, a list)."""

    kind: NoticeKind
    message: str
    hint: str = ""
    details: str = ""
    verb: NoticeVerb | None = None

    @staticmethod
    def of(error: StudioError, details: str = "") -> Notice:
        """What an error says."""
        return Notice(NoticeKind.error, error.message, error.hint, details)
