"""An engine in a process of its own: whatever happens to it, the painting goes on."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from studio.generation.engine import Cancelled, Engine, EngineError, EngineErrorKind, Watch
from studio.generation.events import Loading, Result, Step
from studio.generation.hardware import Hardware
from studio.generation.request import GenerationRequest
from studio.generation.wire import Ask, Begun, Cancel, Failure, FromEngine, Seen, Stopped, pack
from studio.jobs.link import Link, LostError
from studio.jobs.slate import Slate, make_slate, slate_bytes
from studio.text import tr

# A job that is not wanted any more stops within this; what takes longer is left behind, and the
# next job waits for it, or for no longer than the second of these.
_STOPPING = 0.2
_GRACE = 3.0


class ProcessEngine:
    """Serves requests in a child process, which it starts, watches and replaces.

    make: says what the child builds, asked before every job; the answer is pickled, and another
    one than last time, as when a folder of models was added, means another child.
    """

    def __init__(self, make: Callable[[], Callable[[], Engine]]) -> None:
        self._make = make
        self._made: Callable[[], Engine] | None = None
        self._link: Link | None = None
        self._jobs = itertools.count(1)

    def generate(self, request: GenerationRequest, watch: Watch) -> Result:
        """Serve a request (`generation.engine.Engine`).

        A child that is lost before it began costs nothing: the request goes to the next one.

        Raises:
            EngineError: it cannot be done, or the child was lost over it.
            Cancelled: `watch.check` said so; the next request is served as if this never was.
        """
        for is_last_try in (False, True):
            watch.check()
            one = _Served(next(self._jobs), request, watch)
            try:
                return one.serve(self._started())
            except LostError as error:
                self._start_anew()
                if one.has_begun or is_last_try:
                    raise _lost(error) from error
        raise AssertionError

    def close(self) -> None:
        """End the child."""
        if self._link is not None:
            self._link.close()
            self._link = None

    def wait_until_ready(self) -> None:
        """Start the child if need be, and wait for its engine to be built.

        Raises:
            LostError: it has ended, or is frozen.
        """
        link = self._started()
        while not link.is_ready:
            link.hear(0)

    @property
    def pid(self) -> int | None:
        """The child's number, None when there is none."""
        return None if self._link is None else self._link.pid

    def _started(self) -> Link:
        wanted = self._make()
        if self._link is not None and wanted != self._made:
            self.close()
        if self._link is None:
            self._made, self._link = wanted, Link(wanted)
        return self._link

    def _start_anew(self) -> None:
        """At once, so that the next job finds it ready."""
        self.close()
        self._started()


@dataclass(slots=True, eq=False)
class _Served:
    """One job on its way through a child."""

    job: int
    request: GenerationRequest
    watch: Watch
    has_begun: bool = False

    def serve(self, link: Link) -> Result:
        """Ask, and wait for the result.

        Raises:
            LostError: the child has ended, is frozen, or does not come to this job.
        """
        with _slate_for(self.request) as slate:
            if not link.is_ready:
                self.watch.loading(Loading(tr("Starting the engine")))
            self._ask(link, slate)
            memory = slate.bytes if slate else None
            asked = time.monotonic()
            while True:
                self._check(link, memory)
                result = self._hear(link, link.hear(self.job, memory))
                if result is not None:
                    return result
                if not self.has_begun:
                    asked = _still_patient(link, asked)

    def _ask(self, link: Link, slate: Slate | None) -> None:
        if slate is None:
            link.say(self.job, Ask(self.request))
            return
        shelf = slate.shelf(0, slate_bytes(self.request))
        link.say_packed(pack(self.job, Ask(self.request, slate.name), shelf.keep))

    def _hear(self, link: Link, message: FromEngine | None) -> Result | None:
        match message:
            case Begun():
                self.has_begun = True
            case Hardware():
                self.watch.hardware(message)
            case Loading():
                self.watch.loading(message)
            case Step():
                link.say(self.job, Seen())
                self.watch.step(message)
            case Failure():
                raise message.error
            case Stopped():
                raise Cancelled
            case Result():
                return message
        return None

    def _check(self, link: Link, memory: memoryview | None) -> None:
        try:
            self.watch.check()
        except Cancelled:
            with suppress(LostError):  # the next job finds out
                self._stop(link, memory)
            raise

    def _stop(self, link: Link, memory: memoryview | None) -> None:
        """Have it stopped; usually it has, when this returns."""
        link.say(self.job, Cancel())
        until = time.monotonic() + _STOPPING
        while time.monotonic() < until:
            if isinstance(link.hear(self.job, memory), Stopped | Failure | Result):
                return


def _still_patient(link: Link, since: float) -> float:
    """Since when the child could have begun: it must end a job first that is unwanted already.

    Raises:
        LostError: it will not come to an end.
    """
    now = time.monotonic()
    if link.is_loading or not link.is_ready:
        return now
    if now - since > _GRACE:
        raise LostError(tr("The engine did not stop when it was asked to."))
    return since


@contextmanager
def _slate_for(request: GenerationRequest) -> Iterator[Slate | None]:
    """Memory for its pixels, as long as it is served; None where there is no room for it."""
    slate = make_slate(slate_bytes(request))
    try:
        yield slate
    finally:
        if slate is not None:
            slate.close()


def _lost(error: LostError) -> EngineError:
    return EngineError(
        EngineErrorKind.lost,
        str(error),
        tr(
            "Your painting is untouched, and a new engine has been started: try again. "
            "If it happens again, choose a smaller model or a smaller area."
        ),
    )
