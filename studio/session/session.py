"""What the user is doing, and every verb they have."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from studio.document.document import Document
from studio.document.lettering import missing_families
from studio.errors import StudioError
from studio.generation.engine import EngineError, EngineErrorKind
from studio.jobs.queue import JobQueue
from studio.models.catalogue import ModelCatalogue
from studio.preview.overlay import PreviewOverlay
from studio.session.aids.guiding import Guiding
from studio.session.aids.perspective import Perspective
from studio.session.aids.snapping import Snapping
from studio.session.brushes import Brushes
from studio.session.drawing import Drawing
from studio.session.easel import Easel
from studio.session.files.exporting import Exporting
from studio.session.files.filing import Filing
from studio.session.filling import Filling
from studio.session.layers.adjusting import Adjusting
from studio.session.layers.chosen import Chosen
from studio.session.layers.layering import Layering
from studio.session.layers.masking import Masking
from studio.session.layers.merging import Merging
from studio.session.layers.showing import Showing
from studio.session.layers.together import Together
from studio.session.models.computing import Computing
from studio.session.models.installed import Models
from studio.session.notice import Notice, NoticeKind, NoticeVerb
from studio.session.painting import Painting
from studio.session.palettes import Palettes
from studio.session.pathing import Pathing
from studio.session.picking import Picking
from studio.session.preferences import PreferencesFile
from studio.session.recent_colours import RecentColours
from studio.session.repaint.candidates import Candidates
from studio.session.repaint.found_settings import FoundSettings
from studio.session.repaint.live import Live
from studio.session.repaint.loras import Loras
from studio.session.repaint.prompts import Prompts
from studio.session.repaint.repainting import Repainting
from studio.session.retouching import Retouching
from studio.session.screen import Screen
from studio.session.selecting import Selecting
from studio.session.shaping.cropping import Cropping
from studio.session.shaping.resizing import Resizing
from studio.session.shaping.transforming import Transforming
from studio.session.unfinished import Unfinished
from studio.session.wand import Wand
from studio.session.writing import Writing
from studio.signals import Signal
from studio.text import tr

if TYPE_CHECKING:
    from studio.session.models.converting import Converting
    from studio.session.models.downloading import Downloading
    from studio.session.models.equipping import Equipping


class Session:
    """The verbs, by what they are about. Only the GUI thread touches it."""

    def __init__(
        self,
        document: Document,
        *,
        jobs: JobQueue,
        catalogue: ModelCatalogue,
        preferences: PreferencesFile,
    ) -> None:
        self.notice: Signal[Notice] = Signal()
        self.runtime_wanted: Signal[None] = Signal()
        self.preferences = preferences
        self.easel = Easel(document)
        self.overlay = PreviewOverlay()
        self.guiding = Guiding(self.easel, preferences)
        self.snapping = Snapping(self.easel, self.guiding)
        self.perspective = Perspective(self.easel, self.guiding)
        self.painting = Painting(self.easel)
        self.palettes = Palettes(preferences)
        self.picking = Picking(self.easel)
        self.recent_colours = RecentColours(self.easel, self.painting, preferences)
        self.screen = Screen(preferences)
        self.brushes = Brushes(self.painting, preferences)
        self.retouching = Retouching(self.easel, self.painting)
        self.filling = Filling(self.easel, self.painting)
        self.drawing = Drawing(self.painting, self.filling)
        self.selecting = Selecting(self.easel)
        self.wand = Wand(self.easel, self.selecting)
        self.chosen = Chosen(self.easel)
        self.layering = Layering(self.easel)
        self.together = Together(self.easel, self.chosen, self.layering)
        self.merging = Merging(self.easel, self.layering)
        self.masking = Masking(self.easel)
        self.showing = Showing(self.easel)
        self.adjusting = Adjusting(self.easel, self.layering)
        self.resizing = Resizing(self.easel)
        self.transforming = Transforming(self.easel, self.chosen)
        self.cropping = Cropping(self.easel, self.resizing)
        self.pathing = Pathing(
            self.easel,
            self.painting,
            drawing=self.drawing,
            filling=self.filling,
            selecting=self.selecting,
        )
        self.writing = Writing(self.easel, self.painting, self.layering)
        self.unfinished = Unfinished(self.writing, self.transforming, self.cropping, self.pathing)
        self.filing = Filing(self.easel, preferences)
        self.candidates = Candidates(self.easel, self.overlay)
        self.repainting = Repainting(self.easel, jobs, catalogue, self.overlay, self.candidates)
        self.live = Live(self.easel, self.repainting, self.candidates, self.overlay)
        self.prompts = Prompts(self.repainting, preferences)
        self.loras = Loras(self.repainting)
        self.models = Models(self.repainting, preferences, self.notice.emit)
        self.computing = Computing(preferences, self.repainting, self.notice.emit)
        self.exporting = Exporting(self.easel, preferences)
        self.found_settings = FoundSettings(self.easel, self.repainting, self.notice.emit)
        self._listen()
        self._limit_history()
        self._choose_model()

    def _listen(self) -> None:
        self.overlay.changed.connect(self.easel.show)
        self.repainting.asked.connect(lambda _: self._end_quick_mask())
        self.repainting.failed.connect(self.tell)
        self.painting.tool_changed.connect(lambda _: self.attempt(self.transforming.commit))
        self.painting.tool_changed.connect(lambda _: self.cropping.cancel())
        self.filing.warned.connect(self._on_warned)
        self.exporting.told.connect(self._on_exported_in_part)
        self.transforming.rasterised.connect(self._on_rasterised)
        self.resizing.grown.connect(lambda _: self._offer_to_carry_on())
        self.filing.found_open.connect(self._on_found_open)
        self.easel.document_replaced.connect(lambda _: self._limit_history())
        self.easel.document_replaced.connect(lambda _: self._tell_missing_fonts())
        self.preferences.changed.connect(lambda _: self._limit_history())

    @cached_property
    def downloading(self) -> Downloading:
        """Models from the network; made when it is first asked for, which no start needs."""
        from studio.session.models.downloading import Downloading

        own = self.repainting.catalogue.own or self.preferences.folder / "models"
        aside = self.preferences.set_aside
        return Downloading(own, self.models, self.notice.emit, set_aside=aside)

    @cached_property
    def equipping(self) -> Equipping:
        """What repainting stands on, where the program does not bring it; made when asked for."""
        from studio.session.models.equipping import Equipping

        return Equipping(self.notice.emit, self.repainting.jobs.unload)

    @cached_property
    def converting(self) -> Converting:
        """Old models made safe; made when it is first asked for."""
        from studio.session.models.converting import Converting

        return Converting(self.models, self.notice.emit, self.tell)

    def attempt(self, verb: Callable[[], object]) -> bool:
        """Do something a user asked for; what cannot be done is told. False if it was not."""
        try:
            verb()
        except StudioError as error:
            self.tell(error)
            return False
        return True

    def tell(self, error: StudioError) -> None:
        """Show an error where it does not interrupt; its cause is one click away."""
        cause = error.__cause__
        details = "".join(traceback.format_exception(cause)) if cause else ""
        self.notice.emit(replace(Notice.of(error, details), verb=self._remedy(error)))

    def close(self) -> None:
        """Stop the engine and wait for it."""
        if "downloading" in self.__dict__:
            self.downloading.close()
        if "equipping" in self.__dict__:
            self.equipping.close()
        if "converting" in self.__dict__:
            self.converting.close()
        self.models.close()
        self.recent_colours.keep()
        self.repainting.jobs.close()
        self.filing.kept.let_go()

    def _remedy(self, error: StudioError) -> NoticeVerb | None:
        """What can be done about it, in a click."""
        if isinstance(error, EngineError) and error.kind is EngineErrorKind.runtime_missing:
            return NoticeVerb(tr("Set up…"), lambda: self.runtime_wanted.emit(None))
        return None

    def _end_quick_mask(self) -> None:
        """A tint over what comes would falsify its colours."""
        self.painting.quick_mask = False

    def _choose_model(self) -> None:
        """The one used last, where it is still there; else the first that can paint."""
        catalogue, last = self.repainting.catalogue, self.preferences.current.model
        ids = [entry.id for entry in catalogue.checkpoints]
        if ids:
            self.repainting.use_model(last if last in ids else ids[0])

    def _on_warned(self, warnings: tuple[str, ...]) -> None:
        message = tr("Some of the file could not be read; the rest is open.")
        self.notice.emit(Notice(NoticeKind.warning, message, warnings[0], "\n".join(warnings)))

    def _on_exported_in_part(self, losses: tuple[str, ...]) -> None:
        message = tr("The file was written, but could not hold everything.")
        self.notice.emit(Notice(NoticeKind.warning, message, losses[0], "\n".join(losses)))

    def _on_found_open(self, path: Path) -> None:
        message = tr("{name} is open in another window already.", name=path.name)
        hint = tr("You are asked before a save here replaces what was saved there.")
        self.notice.emit(Notice(NoticeKind.warning, message, hint))

    def _on_rasterised(self, names: tuple[str, ...]) -> None:
        message = tr("Text became paint: {names}.", names=", ".join(names))
        hint = tr("Letters cannot be bent or put in perspective. Undo makes it text again.")
        self.notice.emit(Notice(NoticeKind.info, message, hint))

    def _offer_to_carry_on(self) -> None:
        verb = NoticeVerb(tr("Select it"), lambda: self.attempt(self.wand.select_empty))
        message = tr("There is room around the picture now.")
        hint = tr("Paint on there, or select it and have it repainted as the picture goes on.")
        self.notice.emit(Notice(NoticeKind.info, message, hint, verb=verb))

    def _tell_missing_fonts(self) -> None:
        missing = missing_families(self.easel.document)
        if missing:
            message = tr("A font is not on this machine: {names}.", names=", ".join(missing))
            hint = tr("Its texts look as they did; one that is written in takes another font.")
            self.notice.emit(Notice(NoticeKind.info, message, hint))

    def _limit_history(self) -> None:
        limit = self.preferences.current.undo_megabytes << 20
        self.easel.document.history.limit_bytes = limit
