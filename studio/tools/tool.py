"""What a tool is: a generator that is sent pointer events."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from enum import Enum, Flag, auto
from typing import TYPE_CHECKING, Protocol, TypeAlias

from studio.brush.sample import PenSample
from studio.session.aids.snapping import NO_LINES, Lines
from studio.session.painting import ToolName

if TYPE_CHECKING:
    from studio.session.session import Session


class Pointer(Enum):
    """What the pointer did; while a gesture goes on after a release, also what keys did.

    finish: Enter, end it here. back: Backspace, take the latest part of it back.
    """

    press = "press"
    move = "move"
    release = "release"
    finish = "finish"
    back = "back"


class Buttons(Flag):
    """What is held down; `eraser` is the other end of the pen."""

    none = 0
    left = auto()
    middle = auto()
    right = auto()
    eraser = auto()


class Modifiers(Flag):
    """Keys held while pointing."""

    none = 0
    shift = auto()
    ctrl = auto()
    alt = auto()


@dataclass(frozen=True, slots=True)
class PointerEvent:
    """One event of a mouse or a pen, in canvas px.

    slack: how far apart two spots may be and still be meant as one.
    """

    kind: Pointer
    sample: PenSample
    buttons: Buttons = Buttons.left
    modifiers: Modifiers = Modifiers.none
    slack: float = 4.0


@dataclass(frozen=True, slots=True)
class Outline:
    """A rubber band to draw: points in canvas px.

    goes_on: the gesture does not end with the release, but goes on from click to click.
    caught: lines across the canvas that something catches at.
    """

    points: tuple[tuple[float, float], ...]
    closed: bool
    goes_on: bool = False
    caught: Lines = NO_LINES


# Each yield says what rubber band to draw; returning commits, close() rolls back.
Gesture: TypeAlias = Generator[Outline | None, PointerEvent, None]


class Tool(Protocol):
    """Something to do with the pointer."""

    @property
    def name(self) -> ToolName:
        """What it is chosen by."""

    def gesture(self, session: Session, press: PointerEvent) -> Gesture:
        """Begin on a press; every event up to the release is sent in.

        While the latest outline says that it goes on, so is all that comes after the release.

        Raises:
            StudioError: it cannot be done here; nothing was changed.
        """
