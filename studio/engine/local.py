"""The engine on this machine, in whatever thread calls it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from studio.engine.device import Device, choose_device, is_out_of_memory
from studio.engine.loading import LoadedModel
from studio.engine.painting import paint, plans_of
from studio.engine.telling import Telling
from studio.engine.warm import WarmModels
from studio.generation.engine import EngineError, EngineErrorKind, Watch
from studio.generation.events import Loading, Result
from studio.generation.request import GenerationRequest, Rgb
from studio.models.catalogue import ModelCatalogue, ModelEntry
from studio.text import tr


class LocalEngine:
    """Serves requests with the models of a catalogue, one at a time."""

    def __init__(self, catalogue: ModelCatalogue, device: Device | None = None) -> None:
        self._catalogue = catalogue
        self._device = device or choose_device()
        self._warm = WarmModels(self._device)

    def generate(self, request: GenerationRequest, watch: Watch) -> Result:
        """Serve a request; the same request gives the same picture on the same machine.

        Raises:
            EngineError: it cannot be done; the message and hint are for the user.
            Cancelled: `watch.check` said so; the next request is served as if this never was.
        """
        telling = Telling(watch, sum(plan.count for plan in plans_of(request)))
        watch.check()
        entry = self._catalogue.find(request.recipe.model)
        self._device.start_counting()
        pixels = self._patiently(entry, request, telling)
        telling.finished(pixels)
        return Result(
            pixels,
            request.seed,
            telling.seconds(),
            telling.first_preview,
            self._device.peak_bytes(),
            entry.hash,
        )

    def close(self) -> None:
        """Let go of its models."""
        self._warm.drop_all()

    def _patiently(self, entry: ModelEntry, request: GenerationRequest, telling: Telling) -> Rgb:
        """Paint; when memory runs out, make room and try once more in less."""
        for is_tiled in (False, True):
            pixels = self._unless_out_of_memory(entry, request, telling, is_tiled=is_tiled)
            if pixels is not None:
                return pixels
            # Only here, out of the except block: its traceback kept the tensors alive.
            self._warm.make_room(keep=entry)
            if not is_tiled:
                telling.watch.loading(Loading(tr("Memory ran out: once more, in smaller pieces")))
        raise EngineError(
            EngineErrorKind.out_of_memory,
            tr("There is not enough memory for this repaint."),
            tr("Repaint a smaller area, choose a smaller model, or close other programs."),
        )

    def _unless_out_of_memory(
        self, entry: ModelEntry, request: GenerationRequest, telling: Telling, *, is_tiled: bool
    ) -> Rgb | None:
        telling.begin_again()
        try:
            model = self._warm.get(entry, lambda: _tell_loading(telling, entry))
            with _tiled(model, is_tiled=is_tiled):
                return paint(model, request, telling)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            return None


def _tell_loading(telling: Telling, entry: ModelEntry) -> None:
    telling.watch.loading(Loading(tr("Loading the model {name}", name=entry.name)))


@contextmanager
def _tiled(model: LoadedModel, *, is_tiled: bool) -> Iterator[None]:
    """Within, the VAE works in pieces: slower, in a fraction of the memory."""
    if not is_tiled:
        yield
        return
    model.pipe.vae.enable_tiling()
    try:
        yield
    finally:
        model.pipe.vae.disable_tiling()
