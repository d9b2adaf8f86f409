"""Models from the network: looked up, fetched, held, and resumed at the next start."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from pathlib import Path
from typing import NewType

from studio.downloads.choosing import Choice
from studio.downloads.download import download
from studio.downloads.hub import Offer, look_up, wish_of
from studio.downloads.line import Line
from studio.downloads.plan import Plan
from studio.downloads.staging import Staging, unfinished
from studio.downloads.watch import Progress, Stopped, Wanted
from studio.errors import InputError, StudioError
from studio.jobs.errands import Errands
from studio.models.finding import NAMELESS
from studio.models.weights import WEIGHTS
from studio.session.models.installed import Models
from studio.session.notice import Notice, NoticeKind
from studio.session.set_aside import SetAside
from studio.signals import Signal
from studio.text import tr

DownloadId = NewType("DownloadId", int)


class DownloadState(Enum):
    """How far it is; only one runs at a time."""

    waiting = "waiting"
    running = "running"
    paused = "paused"
    failed = "failed"
    done = "done"


@dataclass(frozen=True, slots=True)
class Download:
    """One of them."""

    id: DownloadId
    plan: Plan
    state: DownloadState
    progress: Progress
    error: StudioError | None = None

    @property
    def is_over(self) -> bool:
        """Whether there is nothing to do any more."""
        return self.state is DownloadState.done


class Downloading:
    """The verbs. Nothing here asks the network for anything but `look_up`, `start` and `resume`."""

    def __init__(
        self,
        folder: Path,
        models: Models,
        tell: Callable[[Notice], object],
        *,
        set_aside: SetAside | None = None,
        errands: Errands | None = None,
        make_line: Callable[[], Line] = Line,
    ) -> None:
        self.changed: Signal[None] = Signal()
        self.offered: Signal[Offer] = Signal()
        self.refused: Signal[StudioError] = Signal()
        self.folder = folder
        self._models = models
        self._tell = tell
        self._set_aside = set_aside
        self._errands = errands or Errands()
        self._make_line = make_line
        self._ids = itertools.count(1)
        self._items: dict[DownloadId, Download] = {}
        self._wanted: dict[DownloadId, Wanted] = {}
        self._line: Line | None = None
        self._has_looked = False

    @property
    def items(self) -> tuple[Download, ...]:
        """All there are, the oldest first."""
        return tuple(self._items.values())

    def remember(self) -> None:
        """List what earlier starts left unfinished: it waits to be resumed."""
        if not self._has_looked:
            self._has_looked = True
            for plan in _left_in(self.folder, self._put_aside):
                self._add(plan, DownloadState.paused)

    def look_up(self, text: str) -> None:
        """Ask what there is; `offered` or `refused` tells.

        Raises:
            InputError: that is no repository and no address.
        """
        wish = wish_of(text)
        if self._line is not None:
            self._line.hang_up()
        self._line = line = self._make_line()

        def told(signal: Callable[[], object]) -> None:
            if self._line is line:  # nothing else was asked for meanwhile
                self._line = None
                signal()

        self._errands.run(
            partial(look_up, wish, line),
            lambda offer: told(lambda: self.offered.emit(offer)),
            lambda error: told(lambda: self.refused.emit(error)),
        )

    def start(self, offer: Offer, choice: Choice) -> DownloadId:
        """Fetch it, after those that were asked for before.

        Raises:
            InputError: it is on its way already.
        """
        plan = plan_of(offer, choice, self.folder)
        if any(one.plan.folder == plan.folder and _overlap(one, plan) for one in self.items):
            raise InputError(
                tr("{name} is on its way already.", name=plan.title),
                tr("Resume it below, or remove it there first."),
            )
        found = self._add(plan, DownloadState.waiting)
        self._go_on()
        return found

    def pause(self, id: DownloadId) -> None:  # noqa: A002
        """Stop for now; what has arrived is kept."""
        self._put(id, state=DownloadState.paused)
        wanted = self._wanted.get(id)
        if wanted is not None:
            wanted.stop()

    def resume(self, id: DownloadId) -> None:  # noqa: A002
        """Go on where it stopped."""
        self._put(id, state=DownloadState.waiting, error=None)
        self._go_on()

    def remove(self, id: DownloadId) -> None:  # noqa: A002
        """Stop it and throw away what has arrived; of one that is done nothing is thrown away."""
        item = self._items.pop(id)
        wanted = self._wanted.get(id)
        if wanted is not None:
            wanted.stop()  # its thread throws it away
        elif not item.is_over:
            Staging(item.plan).discard()
        self.changed.emit(None)

    def close(self) -> None:
        """Stop all; the next start finds them."""
        for wanted in self._wanted.values():
            wanted.stop()
        if self._line is not None:
            self._line.hang_up()
        self._errands.close()

    def _add(self, plan: Plan, state: DownloadState) -> DownloadId:
        found = DownloadId(next(self._ids))
        here = Staging(plan).nbytes
        self._items[found] = Download(found, plan, state, Progress(here, plan.nbytes))
        self.changed.emit(None)
        return found

    def _put_aside(self, notes: Path) -> None:
        """What has arrived stays, and is gone on with when somebody asks for the same again."""
        if self._set_aside is not None:
            self._set_aside.put(notes, tr("What is known of an unfinished download"))

    def _put(
        self,
        id: DownloadId,  # noqa: A002
        *,
        state: DownloadState,
        error: StudioError | None = None,
    ) -> None:
        self._items[id] = replace(self._items[id], state=state, error=error)
        self.changed.emit(None)

    def _go_on(self) -> None:
        """Run the next, when none runs."""
        item = next((one for one in self.items if one.state is DownloadState.waiting), None)
        if not self._wanted and item is not None:
            self._put(item.id, state=DownloadState.running)
            self._run(item.id, item.plan)

    def _run(self, id: DownloadId, plan: Plan) -> None:  # noqa: A002
        def tell() -> None:
            self._errands.tell(lambda: self._on_progress(id, wanted.take()))

        wanted = self._wanted[id] = Wanted(plan.nbytes, tell, self._make_line())
        self._errands.run(
            partial(_fetched, plan, wanted),
            lambda is_done: self._on_ended(id, plan, is_done=is_done),
            lambda error: self._on_ended(id, plan, error=error),
        )

    def _on_progress(self, id: DownloadId, progress: Progress) -> None:  # noqa: A002
        if id in self._items:
            self._items[id] = replace(self._items[id], progress=progress)
            self.changed.emit(None)

    def _on_ended(
        self,
        id: DownloadId,  # noqa: A002
        plan: Plan,
        *,
        is_done: bool = False,
        error: StudioError | None = None,
    ) -> None:
        del self._wanted[id]
        if is_done:
            self._tell_done(plan)
        elif id not in self._items:
            Staging(plan).discard()
        if id in self._items and is_done:
            self._put(id, state=DownloadState.done)
        elif id in self._items and error is not None:
            self._put(id, state=DownloadState.failed, error=error)
            self._tell(Notice.of(error))  # its window may be closed
        self._go_on()

    def _tell_done(self, plan: Plan) -> None:
        self._models.refresh()
        message = tr("{name} is here.", name=plan.title)
        hint = tr("Choose it under Model; LoRAs are offered where they suit it.")
        self._tell(Notice(NoticeKind.info, message, hint))


def plan_of(offer: Offer, choice: Choice, folder: Path) -> Plan:
    """Where it goes: organisation/name for a whole model, the organisation's folder for a file."""
    owner, _, name = offer.title.rpartition("/")
    if choice.is_folder:
        return Plan(offer.title, folder / owner / name, choice.files)
    (file,) = choice.files
    told = Path(file.path).name
    place = f"{name}{WEIGHTS}" if Path(told).stem in NAMELESS else told
    title = f"{offer.title} · {told}" if owner else told
    return Plan(title, folder / owner, (replace(file, path=place),), is_new=False)


def _overlap(item: Download, plan: Plan) -> bool:
    names = {one.path for one in item.plan.files}
    return not item.is_over and any(one.path in names for one in plan.files)


def _left_in(folder: Path, set_aside: Callable[[Path], object]) -> Iterator[Plan]:
    yield from unfinished(folder, set_aside)
    for inner in sorted(folder.glob("[!.]*/")):
        yield from unfinished(inner, set_aside)


def _fetched(plan: Plan, wanted: Wanted) -> bool:
    """Whether all of it is there; False when it was stopped."""
    try:
        download(plan, wanted.line, wanted)
    except Stopped:
        return False
    return True
