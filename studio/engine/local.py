"""The engine on this machine, in whatever thread calls it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import torch

from studio.engine.attempts import Attempts
from studio.engine.demand import demand_of
from studio.engine.device import Device
from studio.engine.machine import Machine, machines, step_aside
from studio.engine.painting import plans_of
from studio.engine.plan import budget_of, machine_for, plan_for
from studio.engine.telling import Telling
from studio.engine.warm import WarmModels
from studio.generation.engine import EngineError, Watch
from studio.generation.events import Result
from studio.generation.loras import split_loras
from studio.generation.request import GenerationRequest
from studio.models.additions import Additions, additions_of
from studio.models.catalogue import ModelCatalogue, ModelEntry
from studio.models.tiny_decoders import tiny_decoder_for


class LocalEngine:
    """Serves requests with the models of a catalogue, one at a time.

    device: to compute on that one in its precision, whatever there is and is asked for. probe:
    finds what there is. is_alone: its process has nothing else to do, and may be put behind others.
    """

    def __init__(
        self,
        catalogue: ModelCatalogue,
        device: Device | None = None,
        *,
        probe: Callable[[], tuple[Machine, ...]] = machines,
        is_alone: bool = False,
    ) -> None:
        self._catalogue = catalogue
        self._device = device
        self._probe = probe
        self._is_alone = is_alone
        self._most_threads = torch.get_num_threads()
        self._warm = WarmModels()

    def generate(self, request: GenerationRequest, watch: Watch) -> Result:
        """Serve a request; the same request gives the same picture on the same machine.

        Raises:
            EngineError: it cannot be done; the message and hint are for the user.
            Cancelled: `watch.check` said so; the next request is served as if this never was.
        """
        telling = Telling(watch, sum(plan.count for plan in plans_of(request)))
        watch.check()
        entry = self._found(request.recipe.model)
        additions = additions_of(request.recipe, entry, self._catalogue)
        attempts = self._attempts(entry, _untagged(request), telling, additions)
        attempts.first.device.start_counting()
        pixels = attempts.paint()
        telling.finished(pixels)
        return Result(
            pixels,
            request.seed,
            telling.seconds(),
            telling.first_preview,
            attempts.first.device.peak_bytes(),
            entry.hash,
            attempts.notes,
            attempts.additions.uses,
        )

    def close(self) -> None:
        """Let go of its models."""
        self._warm.drop_all()

    def _found(self, model: str) -> ModelEntry:
        try:
            return self._catalogue.find(model)
        except EngineError:
            # It may be newer than the catalogue, or whole by now.
            if not self._catalogue.rescan():
                raise
            return self._catalogue.find(model)

    def _attempts(
        self,
        entry: ModelEntry,
        request: GenerationRequest,
        telling: Telling,
        additions: Additions,
    ) -> Attempts:
        choice, found = request.hardware, self._probe()
        machine = machine_for(found, choice)
        demand = demand_of(entry, request.refine or request.size)
        plan = plan_for(machine, choice, demand)
        if self._device is not None:
            plan = replace(plan, device=self._device)
        if machine.is_cpu:
            self._spare_the_window(machine)
        weights = demand.model_bytes(plan.device.dtype.itemsize)
        others = max(0, budget_of(machine, choice) - weights)
        tiny = tiny_decoder_for(entry.family, (one.path for one in self._catalogue.entries))
        return Attempts(
            self._warm,
            entry,
            request,
            telling,
            found,
            machine,
            first=plan,
            others_bytes=others,
            tiny=tiny,
            additions=additions,
        )

    def _spare_the_window(self, machine: Machine) -> None:
        """A core for itself, and to be first at the others."""
        torch.set_num_threads(min(self._most_threads, machine.threads))
        if self._is_alone:
            step_aside()
            self._is_alone = False


def _untagged(request: GenerationRequest) -> GenerationRequest:
    """Without LoRAs in its prompt, which mean nothing to a text encoder."""
    recipe = request.recipe
    prompt, found = split_loras(recipe.prompt)
    return replace(request, recipe=replace(recipe, prompt=prompt)) if found else request
