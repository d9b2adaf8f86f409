"""The verbs of repainting: settings, the context box, and requests on their way."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from studio.document.changes import (
    Change,
    ExtentChanged,
    PixelsChanged,
    SelectionChanged,
    TreeChanged,
    each,
)
from studio.document.commands import extent_of
from studio.document.layers import LayerId, Pictured
from studio.errors import InputError, StudioError
from studio.generation.capture import captured_request
from studio.generation.hardware import AUTOMATIC
from studio.generation.recipe import LayerRecipe, Recipe
from studio.generation.request import GenerationRequest, JobId
from studio.generation.samplers import SAMPLERS
from studio.geometry import Bounds
from studio.jobs.job import GenerationJob, JobState
from studio.jobs.queue import JobQueue
from studio.models.catalogue import ModelCatalogue, ModelEntry, ModelKind
from studio.models.wordlists import WordLists
from studio.preview.overlay import PreviewOverlay
from studio.region.build import build_request
from studio.region.context import context_of
from studio.region.place import floating_of, resting_on
from studio.region.region import Region, region_of, region_of_layer
from studio.session.easel import Easel
from studio.session.repaint.candidates import Candidates
from studio.signals import Signal
from studio.text import tr

MAX_COUNT = 64


@dataclass(frozen=True, slots=True)
class Progress:
    """What the status bar shows: step `index` of `total` (0 of 0 while loading)."""

    words: str
    index: int
    total: int
    waiting: int


class Repainting:
    """From the painter's wish to candidates, one request after another.

    hardware: what the next request is to be computed on.
    """

    def __init__(
        self,
        easel: Easel,
        jobs: JobQueue,
        catalogue: ModelCatalogue,
        overlay: PreviewOverlay,
        candidates: Candidates,
    ) -> None:
        self.settings_changed: Signal[None] = Signal()
        self.models_changed: Signal[None] = Signal()
        self.context_changed: Signal[None] = Signal()
        self.progress_changed: Signal[Progress | None] = Signal()
        self.asked: Signal[None] = Signal()
        self.failed: Signal[StudioError] = Signal()
        self.hardware = AUTOMATIC
        self.jobs = jobs
        self.catalogue = catalogue
        self._easel = easel
        self._overlay = overlay
        self._candidates = candidates
        self._recipe = Recipe()
        self._count = 1
        self._dragged: Bounds | None = None
        self._box: Bounds | None = None
        self._box_is_stale = True
        self._listen()

    @property
    def recipe(self) -> Recipe:
        """The settings of the next repaint."""
        return self._recipe

    @property
    def count(self) -> int:
        """How many pictures a repaint makes, with seeds one after another."""
        return self._count

    @property
    def model(self) -> ModelEntry:
        """The model that the settings name.

        Raises:
            StudioError: it is not installed, or cannot be used.
        """
        return self.catalogue.find(self._recipe.model)

    @property
    def known_words(self) -> tuple[str, ...]:
        """What the model was taught, when it says so; empty for one that knows any words."""
        try:
            words = self.model.words
        except StudioError:
            return ()
        return tuple(text for word in words for text in (word.text, *word.others))

    @property
    def is_instruction(self) -> bool:
        """Whether the prompt tells the model what to change in the picture that it sees."""
        try:
            return self.model.family.edits
        except StudioError:
            return False

    @property
    def samplers(self) -> tuple[str, ...]:
        """Those that suit the model; of one that is gone nobody knows, so all but a flow's."""
        try:
            return self.model.family.samplers
        except StudioError:
            return SAMPLERS

    def set_recipe(self, recipe: Recipe) -> None:
        """Change the settings."""
        if recipe != self._recipe:
            self._recipe = recipe
            self.settings_changed.emit(None)
            self._on_context_stale()

    def use_model(self, id: str) -> None:  # noqa: A002
        """Repaint with another model, at the settings its maker recommends.

        Raises:
            StudioError: it is not installed, or cannot be used.
        """
        wanted = self.catalogue.find(id).recommended
        self.set_recipe(
            replace(
                self._recipe,
                model=id,
                steps=wanted.steps,
                guidance=wanted.guidance,
                sampler=wanted.sampler,
            )
        )

    def add_models(self, folder: Path) -> None:
        """Look for models in one more folder, and repaint with the first that can paint, if any.

        Raises:
            InputError: there is none in it.
            StudioError: the first that should paint cannot, and no other does.
        """
        found = self.catalogue.add(folder)
        if not found:
            raise InputError(
                tr("There is no model in {folder}.", folder=folder.name),
                tr("Choose a folder with .safetensors files or diffusers folders in it."),
            )
        self.models_changed.emit(None)
        painters = [one for one in found if one.kind is ModelKind.checkpoint]
        if painters:
            self.use_model(next((one for one in painters if one.problem is None), painters[0]).id)

    def set_count(self, count: int) -> None:
        """Change how many pictures a repaint makes.

        Raises:
            InputError: it is not from 1 to 64.
        """
        if not 1 <= count <= MAX_COUNT:
            raise InputError(
                tr("{count} pictures cannot be made at once.", count=count),
                tr("Give a number from {low} to {high}.", low=1, high=MAX_COUNT),
            )
        if count != self._count:
            self._count = count
            self.settings_changed.emit(None)

    @property
    def context_box(self) -> Bounds | None:
        """Canvas px that the model would see; None when no model is to be had."""
        if self._box_is_stale:
            self._box = self._dragged or self._found_context()
            self._box_is_stale = False
        return self._box

    def drag_context(self, box: Bounds | None) -> None:
        """Let the model see this rectangle instead; None goes back to the automatic one."""
        region = region_of(self._easel.document).bounds
        canvas = self._easel.document.bounds
        self._dragged = None if box is None else box.intersection(canvas).union(region)
        self._on_context_stale()

    def repaint(self) -> tuple[JobId, ...]:
        """Ask for the region to be repainted, `count` times.

        Raises:
            StudioError: the model cannot be used.
        """
        return self._ask(self._recipe, self._count, context=self._dragged)

    def request(self, seed: int) -> GenerationRequest:
        """What a repaint with this seed would ask for now.

        Raises:
            StudioError: the model cannot be used.
        """
        built = self._built(self._recipe, seed, context=self._dragged)
        return captured_request(built, seed, WordLists(self.catalogue.folders))

    def reroll(self, id: LayerId) -> JobId:  # noqa: A002
        """Ask for a generated layer to be made anew with another seed.

        Raises:
            InputError: the layer has no recipe, or nothing of it is left.
            StudioError: its model cannot be used.
        """
        layer = self._easel.document.paint_layer(id)
        remembered = LayerRecipe.from_json(layer.recipe)
        region = region_of_layer(layer, remembered)
        if region.bounds.is_empty:
            raise InputError(
                tr("Nothing is left of “{name}”.", name=layer.properties.name),
                tr("Select a region and repaint it instead."),
            )
        self._easel.activate(id)
        recipe = replace(remembered.recipe, seed=None)
        jobs = self._ask(recipe, 1, context=remembered.context, region=region, beneath=id)
        return jobs[0]

    def cancel(self) -> None:
        """Stop the job that is running."""
        for job in self.jobs.jobs:
            if job.state is JobState.running:
                self.jobs.cancel(job.id)

    def cancel_all(self) -> None:
        """Stop the running job and forget those that wait."""
        self.jobs.cancel_all()

    def _ask(
        self,
        recipe: Recipe,
        count: int,
        *,
        context: Bounds | None,
        region: Region | None = None,
        beneath: LayerId | None = None,
    ) -> tuple[JobId, ...]:
        first = recipe.seed if recipe.seed is not None else secrets.randbelow(1 << 32)
        request = self._built(recipe, first, context=context, region=region, beneath=beneath)
        self._candidates.show(None)
        lists = WordLists(self.catalogue.folders)
        seeds = range(first, first + count)
        jobs = tuple(self.jobs.add(captured_request(request, seed, lists)) for seed in seeds)
        self.asked.emit(None)
        return jobs

    def _built(
        self,
        recipe: Recipe,
        seed: int,
        *,
        context: Bounds | None,
        region: Region | None = None,
        beneath: LayerId | None = None,
    ) -> GenerationRequest:
        entry = self.catalogue.find(recipe.model)
        request = build_request(
            self._easel.document,
            entry.family.asked(recipe),
            seed,
            entry.limits,
            context=context,
            beneath=beneath,
            region=region,
            layer_bounds=self._active_bounds(),
        )
        return replace(request, hardware=self.hardware)

    def _found_context(self) -> Bounds | None:
        try:
            limits = self.model.limits
        except StudioError:
            return None
        document = self._easel.document
        return context_of(
            region_of(document).bounds,
            document.extent,
            self._recipe.strength,
            limits,
            self._recipe.context,
            self._active_bounds(),
        )

    def _active_bounds(self) -> Bounds | None:
        document, active = self._easel.document, self._easel.active
        if active == document.root.id:
            return None
        layer = document.layer(active)
        painted = extent_of(document, layer).intersection(document.bounds)
        return painted if isinstance(layer, Pictured) and not painted.is_empty else None

    def _listen(self) -> None:
        self._easel.document_replaced.connect(lambda _: self.drag_context(None))
        self._easel.document_replaced.connect(lambda _: self.cancel_all())
        self._easel.active_changed.connect(lambda _: self._on_context_stale())
        self._easel.document_changed.connect(self._on_document_changed)
        self.models_changed.connect(lambda _: self._on_context_stale())
        self.jobs.changed.connect(lambda _: self._show_progress())
        self.jobs.stepped.connect(self._on_stepped)
        self.jobs.finished.connect(self._on_finished)
        self.jobs.failed.connect(self._on_failed)

    def _on_document_changed(self, change: Change) -> None:
        for one in each(change):
            match one:
                case SelectionChanged():
                    self._dragged = None
                    self._on_context_stale()
                case ExtentChanged():
                    self.drag_context(None)
                    self.cancel_all()
                case TreeChanged() | PixelsChanged() if self._recipe.context.value == "layer":
                    self._on_context_stale()

    def _on_context_stale(self) -> None:
        self._box_is_stale = True
        self.context_changed.emit(None)

    def _on_stepped(self, id: JobId) -> None:  # noqa: A002
        job = self.jobs.job(id)
        if not job.is_live and job.step is not None and job.step.preview is not None:
            above = resting_on(self._easel.document, self._easel.active)
            self._overlay.show_running(floating_of(job.request, job.step.preview, above))
        self._show_progress()

    def _on_finished(self, id: JobId) -> None:  # noqa: A002
        job = self.jobs.job(id)
        if job.is_live:
            return
        self._overlay.show_running(None)
        if job.result is not None:
            self._candidates.show(self._candidates.add(job.request, job.result))
        self._show_progress()

    def _on_failed(self, id: JobId) -> None:  # noqa: A002
        job = self.jobs.job(id)
        self._overlay.show_running(None)
        if job.error is not None:
            self.failed.emit(job.error)
        self._show_progress()

    def _show_progress(self) -> None:
        # Of a live one only what takes long: its steps come with every stroke.
        seen = [job for job in self.jobs.jobs if not job.is_live or job.loading is not None]
        running = [job for job in seen if job.state is JobState.running]
        waiting = sum(job.state is JobState.waiting for job in seen)
        if not running:
            self._overlay.show_running(None)
        self.progress_changed.emit(_progress_of(running[0], waiting) if running else None)


def _progress_of(job: GenerationJob, waiting: int) -> Progress:
    if job.step is not None:
        words = tr("Step {index} of {total}", index=job.step.index, total=job.step.total)
        return Progress(words, job.step.index, job.step.total, waiting)
    return Progress(job.loading.what if job.loading else tr("Starting…"), 0, 0, waiting)
