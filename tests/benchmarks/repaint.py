"""A repaint as the painter has it: from the wish to the landed layer, whatever the canvas' size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from studio.document.document import Document
from studio.document.selection import Combine
from studio.generation.engine import Engine
from studio.generation.events import Loading, Result, Step
from studio.generation.hardware import Hardware
from studio.generation.recipe import ContextChoice, Recipe
from studio.geometry import Bounds, Extent
from studio.jobs.engines import local_engine
from studio.models.catalogue import ModelCatalogue
from studio.preview.overlay import PreviewOverlay
from studio.region.build import build_request
from studio.region.place import floating_of
from studio.resources import resource
from studio.session.easel import Easel
from studio.session.files.filing import blank_document
from studio.session.repaint.candidates import Candidates
from tests.benchmarks import Benchmark, Row, at_most, cpu_seconds, median, told

SIDE = 512


def measure() -> Iterable[Row]:
    """The same 512² repaint on the largest canvas and on one of just that size.

    The context is the region itself on both: the automatic one grows with the canvas, by design.
    """
    catalogue = ModelCatalogue([resource("models")])
    engine = local_engine(catalogue)
    small = _Canvas.of(Extent(SIDE, SIDE), Bounds(0, 0, SIDE, SIDE), engine, catalogue)
    large = _Canvas.of(Extent(16384, 16384), Bounds(9000, 7000, SIDE, SIDE), engine, catalogue)
    on_small, on_large = cpu_seconds(small.repaint, large.repaint, rounds=7)
    ratio = median(on_large) / median(on_small)
    yield at_most("512² repaint in 16384² vs in 512²", ratio, "×", 1.1)
    around_small, around_large = cpu_seconds(small.around_the_engine, large.around_the_engine)
    yield told("  of it outside the engine, in 512²", median(around_small) * 1e3, "ms")
    yield told("  of it outside the engine, in 16384²", median(around_large) * 1e3, "ms")


@dataclass
class _Canvas:
    """A painting, its selection made, and all that a repaint passes through."""

    document: Document
    easel: Easel
    candidates: Candidates
    engine: Engine
    catalogue: ModelCatalogue
    result: Result | None = None

    @staticmethod
    def of(extent: Extent, selected: Bounds, engine: Engine, catalogue: ModelCatalogue) -> _Canvas:
        document = blank_document(extent)
        # One pixel stays out, so that on the small canvas too a selection is what it is.
        coverage = np.full((SIDE, SIDE), 255, np.uint8)
        coverage[0, 0] = 0
        document.selection.combine(selected, coverage, Combine.replace)
        easel = Easel(document)
        return _Canvas(document, easel, Candidates(easel, PreviewOverlay()), engine, catalogue)

    def repaint(self) -> None:
        """Ask, preview every step, land, take back."""
        self._land(self._request(), None)

    def around_the_engine(self) -> None:
        """The same with the result at hand."""
        self._land(self._request(), self.result)

    def _request(self):
        entry = self.catalogue.find("starter")
        recipe = Recipe(
            prompt="a star",
            steps=entry.recommended.steps,
            sampler=entry.recommended.sampler,
            context=ContextChoice.exact,
        )
        return build_request(self.document, recipe, 1, entry.limits)

    def _land(self, request, result: Result | None) -> None:
        self.result = result or self.engine.generate(request, _Canvas._Watch(self, request))
        landing = self.candidates.keep(self.candidates.add(request, self.result))
        assert landing.changed_outside == 0
        self.document.history.undo()

    class _Watch:
        def __init__(self, canvas: _Canvas, request) -> None:
            self.canvas, self.request = canvas, request

        def loading(self, event: Loading) -> None:
            pass

        def hardware(self, event: Hardware) -> None:
            pass

        def step(self, event: Step) -> None:
            if event.preview is not None:
                easel = self.canvas.easel
                easel.show(floating_of(self.request, event.preview, easel.active))

        def check(self) -> None:
            pass


BENCHMARKS = (Benchmark("large-canvas", measure),)
