"""Search for input that a parser does not expect, guided by which of its lines it reached."""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import TypeAlias

from studio.errors import StudioError

Trace: TypeAlias = Callable[[FrameType, str, object], "Trace | None"]
_TELLING = (
    b"",
    b"0",
    b"-1",
    b"1e999",
    b"NaN",
    b"null",
    b"[]",
    b"{}",
    b'"',
    b"\\",
    b"\x00",
    b"\xff",
)
# More digits than a float has room for, and more than Python makes a number of.
_DIGITS = (b"9" * 20, b"9" * 400, b"9" * 5000)
_LARGE = (*_DIGITS, b"[" * 3000, b'{"a":' * 3000, bytes(64), b"\xff" * 8)
_TOKENS = (*_TELLING, *_LARGE)
# What stands for something in most texts.
_WORD = re.compile(rb'"[^"]*"|-?[0-9][0-9.]*|true|false|null')
_LONGEST = 1 << 16
# Seconds of work, most of which the tracing takes.
_SLOWEST = 4.0


class SlowError(Exception):
    """It was read or refused, after so many seconds."""


class Search:
    """Inputs that reached something new are kept, and changed further."""

    def __init__(self, read: Callable[[bytes], object], good: bytes, seed: int = 1) -> None:
        self._read = read
        self._kept = [good]
        self._reached: set[tuple[str, int, int]] = set()
        self._chance = random.Random(seed)
        self._before = 0

    @property
    def reached(self) -> int:
        """How many ways from a line of ours to another were taken so far."""
        return len(self._reached)

    def run(self, tries: int, seconds: float = float("inf")) -> list[tuple[bytes, BaseException]]:
        """What went wrong otherwise than in words, with the input that did it; at most ten."""
        wrong: list[tuple[bytes, BaseException]] = []
        ends = time.monotonic() + seconds
        self._follow(self._kept[0])
        for _ in range(tries):
            content = self._changed(self._chance.choice(self._kept))
            known = len(self._reached)
            error = self._follow(content)
            if error is not None:
                wrong.append((content, error))
            if len(self._reached) > known:
                self._kept.append(content)
            if len(wrong) == 10 or time.monotonic() > ends:
                break
        return wrong

    def _follow(self, content: bytes) -> BaseException | None:
        former, started = sys.gettrace(), time.process_time()
        sys.settrace(self._enter)
        try:
            self._read(content)
        except StudioError:
            return None
        except Exception as error:  # noqa: BLE001
            return error
        finally:
            sys.settrace(former)
        taken = time.process_time() - started
        return SlowError(taken) if taken > _SLOWEST else None

    def _enter(self, frame: FrameType, event: str, _: object) -> Trace | None:
        if event != "call" or "/studio/" not in frame.f_code.co_filename.replace("\\", "/"):
            return None
        self._before = 0
        return self._step

    def _step(self, frame: FrameType, event: str, _: object) -> Trace:
        if event == "line":
            place = (frame.f_code.co_filename, self._before, frame.f_lineno)
            self._reached.add(place)
            self._before = frame.f_lineno
        return self._step

    def _changed(self, content: bytes) -> bytes:
        made = bytearray(content)
        for _ in range(self._chance.choice((1, 1, 2, 3, 6))):
            self._change(made)
        return bytes(made[:_LONGEST])

    def _change(self, made: bytearray) -> None:
        chance = self._chance
        at = chance.randrange(len(made) + 1)
        end = min(len(made), at + chance.choice((1, 1, 2, 4, 16, 200)))
        match chance.randrange(8):
            case 0 if at < len(made):
                made[at] ^= 1 << chance.randrange(8)
            case 1 if at < len(made):
                made[at] = chance.randrange(256)
            case 2:
                del made[at:end]
            case 3:
                made[at:at] = made[at:end]
            case 4:
                made[at:end] = chance.choice(_TOKENS)
            case 5 | 6 if word := _WORD.search(made, at):
                made[word.start() : word.end()] = chance.choice(_TOKENS)
            case _:
                other = chance.choice(self._kept)
                begin = chance.randrange(len(other) + 1)
                made[at:end] = other[begin : begin + chance.randrange(1, 60)]
