"""What app and engine say to each other, as bytes: across a process now, a network later.

A message is one MessagePack array: version, job, kind, body. The dataclasses of the contract are
written field by field, so a new field of a recipe crosses without a word here. Arrays are placed:
where the transport keeps them (an offset in shared memory), or within the message itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from studio.errors import StudioError
from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.events import Loading, Result, Step
from studio.generation.hardware import Hardware
from studio.generation.request import GenerationRequest
from studio.text import tr

VERSION = 4

Array: TypeAlias = NDArray[Any]
# Keeps an array outside the message and says at which byte, or None where there is no room.
Keep: TypeAlias = Callable[[Array], int | None]


@dataclass(frozen=True, slots=True)
class Ask:
    """To the engine: serve this; memory: the name of the shared memory with its arrays, or ""."""

    request: GenerationRequest
    memory: str = ""


@dataclass(frozen=True, slots=True)
class Cancel:
    """To the engine: the job is no longer wanted."""


@dataclass(frozen=True, slots=True)
class Seen:
    """To the engine: the step was taken; the next one may come."""


@dataclass(frozen=True, slots=True)
class Ping:
    """To the engine: are you there?"""


@dataclass(frozen=True, slots=True)
class Pong:
    """From the engine: yes."""


@dataclass(frozen=True, slots=True)
class Ready:
    """From the engine: built, and waiting for requests."""


@dataclass(frozen=True, slots=True)
class Begun:
    """From the engine: the job is being served from now on."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """From the engine: the job was cancelled, and the next may come."""


@dataclass(frozen=True, slots=True)
class Failure:
    """From the engine: the job cannot be done."""

    kind: EngineErrorKind
    message: str
    hint: str

    @staticmethod
    def of(error: EngineError) -> Failure:
        """What crosses of an error."""
        return Failure(error.kind, error.message, error.hint)

    @property
    def error(self) -> EngineError:
        """The error again."""
        return EngineError(self.kind, self.message, self.hint)


@dataclass(frozen=True, slots=True)
class Logged:
    """From the engine: a line for the log, its traceback within."""

    level: int
    name: str
    text: str


ToEngine: TypeAlias = Ask | Cancel | Seen | Ping
FromEngine: TypeAlias = (
    Ready | Begun | Hardware | Loading | Step | Result | Failure | Stopped | Pong | Logged
)
Message: TypeAlias = ToEngine | FromEngine

_KINDS: dict[str, type[Message]] = {
    "ask": Ask,
    "cancel": Cancel,
    "seen": Seen,
    "ping": Ping,
    "pong": Pong,
    "ready": Ready,
    "begun": Begun,
    "hardware": Hardware,
    "loading": Loading,
    "step": Step,
    "result": Result,
    "failure": Failure,
    "stopped": Stopped,
    "logged": Logged,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}
# Whole numbers of one to eight bytes, truth, and floats of two to eight.
_NUMBERS = frozenset(np.dtype(code).str for code in "?bBhHiIqQefd")


class WireError(StudioError):
    """The other side said something that cannot be understood."""


class _Envelope(msgspec.Struct, frozen=True, array_like=True):
    version: int
    job: int
    kind: str
    body: msgspec.Raw


class _Placed(msgspec.Struct, frozen=True, array_like=True):
    """An array: at is where its bytes begin in the shared memory, or the bytes."""

    dtype: str
    shape: tuple[int, ...]
    at: int | bytes


def _within(_: Array) -> int | None:
    return None


def pack(job: int, message: Message, keep: Keep = _within) -> bytes:
    """The message about a job (0: about none); without `keep` the arrays travel within."""

    def placed(thing: object) -> object:
        if isinstance(thing, np.generic):
            return thing.item()
        if not isinstance(thing, np.ndarray):
            raise NotImplementedError(f"{type(thing).__name__} cannot cross")
        at = keep(thing)
        return _Placed(thing.dtype.str, thing.shape, thing.tobytes() if at is None else at)

    encoder = msgspec.msgpack.Encoder(enc_hook=placed)
    body = msgspec.Raw(encoder.encode(message))
    return encoder.encode(_Envelope(VERSION, job, _NAMES[type(message)], body))


def unpack(message: bytes, memory: memoryview | None = None) -> tuple[int, Message]:
    """The job and what is said about it; arrays are copies of their own, and read-only.

    memory: where the other side kept what is not within the message.

    Raises:
        WireError: it is of another version, no message, or its arrays are not where it says.
        InputError: a value in it is impossible.
    """
    job, kind, body = _opened(message)
    decoder = msgspec.msgpack.Decoder(
        kind, dec_hook=lambda _, placed: _array(placed, memory or memoryview(b""))
    )
    try:
        found: Message = decoder.decode(body)
    except (msgspec.DecodeError, ValueError, TypeError) as error:
        raise _senseless(str(error)) from error
    return job, found


def peek(message: bytes) -> tuple[int, type[Message]]:
    """The job and what kind of thing is said about it.

    Raises:
        WireError: it is of another version, or no message.
    """
    job, kind, _ = _opened(message)
    return job, kind


def asked_memory(message: bytes) -> str | None:
    """The shared memory that a request's arrays are in; None when it is no request.

    To be attached before the rest can be read.

    Raises:
        WireError: it is of another version, or no message.
    """
    _, kind, body = _opened(message)
    if kind is not Ask:
        return None
    try:
        return msgspec.msgpack.decode(body, type=_Memory).memory
    except msgspec.DecodeError as error:
        raise _senseless(str(error)) from error


class _Memory(msgspec.Struct):
    memory: str


def _opened(message: bytes) -> tuple[int, type[Message], msgspec.Raw]:
    try:
        # The version first: another one may have another envelope.
        version = msgspec.msgpack.decode(message, type=list[msgspec.Raw])[0]
        if msgspec.msgpack.decode(version) != VERSION:
            raise WireError(
                tr("The engine and the program are of different versions."),
                tr("Bring both to the same version."),
            )
        envelope = msgspec.msgpack.decode(message, type=_Envelope)
        return envelope.job, _KINDS[envelope.kind], envelope.body
    except (msgspec.DecodeError, IndexError, KeyError, ValueError) as error:
        raise _senseless(str(error)) from error


def _array(placed: object, memory: memoryview) -> Array:
    """Raises ValueError when it cannot be: bytes are missing, or it is not made of numbers."""
    what = msgspec.convert(placed, _Placed)
    if what.dtype not in _NUMBERS or min(what.shape, default=0) < 0:
        raise ValueError(f"an array of {what.dtype} {what.shape}")
    source, start = (what.at, 0) if isinstance(what.at, bytes) else (memory, what.at)
    count = math.prod(what.shape)
    array = np.frombuffer(source, what.dtype, count, start).reshape(what.shape).copy()
    array.flags.writeable = False
    return array


def _senseless(why: str) -> WireError:
    return WireError(
        tr("The engine and the program do not understand each other: {why}", why=why),
        tr("Bring both to the same version."),
    )
