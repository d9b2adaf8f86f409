"""A request served in ever less memory until it fits, each try going on from the last one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from studio.engine.device import is_out_of_memory
from studio.engine.dressing import dressed
from studio.engine.held import Passage
from studio.engine.machine import Machine
from studio.engine.painting import paint, steps_in
from studio.engine.placing import placed
from studio.engine.plan import DevicePlan, hardware_of, lesser
from studio.engine.telling import Telling
from studio.engine.warm import WarmModels
from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.events import Loading
from studio.generation.request import GenerationRequest, Rgb
from studio.models.additions import Additions
from studio.models.catalogue import ModelEntry
from studio.text import tr


@dataclass(slots=True)
class Attempts:
    """The tries of one request.

    found: every processor; machine: the one to use. first: the plan to begin with. others_bytes:
    what other models may keep. tiny: a small decoder for its previews. additions: LoRAs and the
    like. notes: what was done
    otherwise than meant, for the painter.
    """

    warm: WarmModels
    entry: ModelEntry
    request: GenerationRequest
    telling: Telling
    found: tuple[Machine, ...]
    machine: Machine
    first: DevicePlan
    others_bytes: int
    tiny: Path | None = None
    additions: Additions = field(default_factory=Additions)
    notes: tuple[str, ...] = ()
    _passage: Passage = field(default_factory=Passage)

    def paint(self) -> Rgb:
        """The picture.

        Raises:
            EngineError: there is no way to make it in this memory, or it cannot be made.
        """
        for plan in self._plans():
            pixels = self._unless_out_of_memory(plan)
            if pixels is not None:
                self.notes = notes_of(self.first, plan)
                return pixels
        raise EngineError(
            EngineErrorKind.out_of_memory,
            tr("There is not enough memory for this repaint."),
            tr("Repaint a smaller area, choose a smaller model, or close other programs."),
        )

    def _plans(self) -> Iterator[DevicePlan]:
        yield self.first
        for plan in lesser(self.first, self.machine):
            # Only here, out of the except block: its traceback kept the tensors alive.
            self.warm.make_room(self.entry, plan)
            self.telling.watch.loading(Loading(_words_of(self.first, plan)))
            yield plan
        self.warm.drop_all()

    def _unless_out_of_memory(self, plan: DevicePlan) -> Rgb | None:
        kept_as = self.entry.quantised
        self.telling.watch.hardware(hardware_of(self.found, self.machine, plan, kept_as))
        self.telling.go_on_from(steps_in(self.request, self._passage))
        try:
            model = self.warm.get(
                self.entry,
                plan,
                others_bytes=self.others_bytes,
                before_loading=self._tell_loading,
            )
            model.show_by(None if plan.device.kind == "cpu" else self.tiny)
            with dressed(model, self.additions), placed(model.pipe, plan):
                return paint(model, self.request, self.telling, self._passage, plan.share)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            return None

    def _tell_loading(self) -> None:
        what = tr("Loading the model {name}", name=self.entry.name)
        self.telling.watch.loading(Loading(what))


def notes_of(first: DevicePlan, last: DevicePlan) -> tuple[str, ...]:
    """What was done otherwise than meant, because memory ran out."""
    if last == first:
        return ()
    notes = [tr("Memory ran out, so this was made in another way.")]
    if last.device.kind != first.device.kind:
        return (*notes, tr("It was made on the CPU, which is slower."))
    if last.tiles_vae and not first.tiles_vae:
        notes.append(tr("The picture was decoded in pieces."))
    if last.offload is not first.offload:
        notes.append(tr("Parts of the model waited in the computer's memory."))
    if last.share < first.share:
        percent = round(100 * last.share)
        notes.append(tr("It was painted at {percent} % of its size and enlarged.", percent=percent))
    return tuple(notes)


def _words_of(first: DevicePlan, plan: DevicePlan) -> str:
    """What is tried next, by the latest thing that it gives up."""
    if plan.device.kind != first.device.kind:
        return tr("Memory ran out: going on on the CPU")
    if plan.share < 1:
        return tr("Memory ran out: going on at a smaller size")
    if plan.offload is not first.offload:
        return tr("Memory ran out: going on with parts of the model moved out")
    return tr("Memory ran out: going on in smaller pieces")
