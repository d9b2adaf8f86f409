"""The questions that only a user can answer."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from studio.document.aids import Axes, Grid
from studio.document.document import MAX_SIDE
from studio.files.exporting import ExportChoice, ExportSource
from studio.files.formats import export_filters, open_filters, save_filters
from studio.generation.hardware import Hardware, HardwareChoice
from studio.geometry import Extent
from studio.models.programs import Place
from studio.session.files.kept_file import Doubt
from studio.session.session import Session
from studio.text import tr
from studio.window.axes import AxesDialog
from studio.window.grid import GridDialog
from studio.window.hardware import HardwareDialog
from studio.window.image_size import ImageSizeDialog

if TYPE_CHECKING:
    from studio.window.canvas_size import CanvasSize
    from studio.window.new_document import NewDocument


class Unsaved(Enum):
    """What to do with a painting that has unsaved changes."""

    save = "save"
    discard = "discard"
    stay = "stay"


class Overwriting(Enum):
    """What to do with a file that others may have work in."""

    overwrite = "overwrite"
    save_as = "save as"
    stay = "stay"


class Asking(Protocol):
    """Who answers; None means that the user thought better of it."""

    def new_document(self) -> NewDocument | None:
        """How large, and on what ground."""

    def image_size(self, extent: Extent) -> Extent | None:
        """How large the picture is to be."""

    def canvas_size(self, extent: Extent) -> CanvasSize | None:
        """How large the canvas is to be, and what stays where."""

    def axes(self, axes: Axes, extent: Extent) -> Axes | None:
        """Where symmetry is to lie on a canvas of that size."""

    def grid(self, session: Session) -> Grid | None:
        """How far apart its lines are to be, and in what colour."""

    def hardware(self, choice: HardwareChoice, found: Hardware | None) -> HardwareChoice | None:
        """What to compute on, of what there is."""

    def runtime(self, session: Session) -> None:
        """Show how to set up what repainting needs; the painting goes on beside it."""

    def file_to_open(self, folder: Path) -> Path | None:
        """Which document or picture."""

    def folder_of_models(self) -> Path | None:
        """Where more models are."""

    def places_of_models(self, places: tuple[Place, ...]) -> tuple[Path, ...] | None:
        """Which of these folders of other programs to look in."""

    def pickle_to_convert(self) -> Path | None:
        """Which old model."""

    def downloads(self, session: Session) -> None:
        """Show what can be downloaded, and what is on its way; the painting goes on beside it."""

    def where_to_save(self, suggested: Path) -> Path | None:
        """Under what name, as a document."""

    def how_to_export(self, source: ExportSource, choice: ExportChoice) -> ExportChoice | None:
        """Of what kind, in what size, how well."""

    def where_to_export(self, suggested: Path) -> Path | None:
        """Under what name, as a picture."""

    def about_unsaved(self, title: str) -> Unsaved:
        """Whether changes may be lost."""

    def about_overwriting(self, name: str, doubt: Doubt) -> Overwriting:
        """Whether a file may be replaced that is doubtful."""
        ...


class Dialogs:
    """Asks with dialogs (`Asking`), imported when they are asked for: no start needs them."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def new_document(self) -> NewDocument | None:
        """Ask for a size."""
        from studio.window.new_document import NewDocumentDialog

        dialog = NewDocumentDialog(self._window, MAX_SIDE)
        return dialog.chosen() if dialog.exec() else None

    def image_size(self, extent: Extent) -> Extent | None:
        """Ask for a size."""
        dialog = ImageSizeDialog(self._window, extent, MAX_SIDE)
        return dialog.chosen() if dialog.exec() else None

    def canvas_size(self, extent: Extent) -> CanvasSize | None:
        """Ask for a size and an anchor."""
        from studio.window.canvas_size import CanvasSizeDialog

        dialog = CanvasSizeDialog(self._window, extent, MAX_SIDE)
        return dialog.chosen() if dialog.exec() else None

    def axes(self, axes: Axes, extent: Extent) -> Axes | None:
        """Ask for a spot and an angle."""
        dialog = AxesDialog(self._window, axes, extent)
        return dialog.chosen() if dialog.exec() else None

    def grid(self, session: Session) -> Grid | None:
        """Ask for distances and a colour."""
        dialog = GridDialog(self._window, session)
        return dialog.chosen() if dialog.exec() else None

    def hardware(self, choice: HardwareChoice, found: Hardware | None) -> HardwareChoice | None:
        """Ask for a processor and what goes with it."""
        dialog = HardwareDialog(self._window, choice, found)
        return dialog.chosen() if dialog.exec() else None

    def file_to_open(self, folder: Path) -> Path | None:
        """Ask for a file."""
        return _path_of(
            QFileDialog.getOpenFileName(self._window, tr("Open"), str(folder), open_filters().qt)[0]
        )

    def folder_of_models(self) -> Path | None:
        """Ask for a folder."""
        title = tr("Add a folder of models")
        return _path_of(QFileDialog.getExistingDirectory(self._window, title))

    def places_of_models(self, places: tuple[Place, ...]) -> tuple[Path, ...] | None:
        """Ask for folders."""
        from studio.window.model_places import PlacesDialog

        dialog = PlacesDialog(self._window, places)
        return dialog.chosen() if dialog.exec() else None

    def pickle_to_convert(self) -> Path | None:
        """Ask for a file."""
        kinds = f"{tr('Pickled models')} (*.ckpt *.pt *.pth *.bin)"
        title = tr("Convert to safetensors")
        return _path_of(QFileDialog.getOpenFileName(self._window, title, "", kinds)[0])

    def downloads(self, session: Session) -> None:
        """Show the one window there is for them."""
        from studio.window.downloads import DownloadsDialog

        shown = self._window.findChild(DownloadsDialog)
        dialog = shown or DownloadsDialog(self._window, session)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def runtime(self, session: Session) -> None:
        """Show the one window there is for it."""
        from studio.window.runtime import RuntimeDialog

        shown = self._window.findChild(RuntimeDialog)
        dialog = shown or RuntimeDialog(self._window, session.equipping)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def where_to_save(self, suggested: Path) -> Path | None:
        """Ask for a name."""
        kinds = save_filters().qt
        return _path_of(
            QFileDialog.getSaveFileName(self._window, tr("Save as"), str(suggested), kinds)[0]
        )

    def how_to_export(self, source: ExportSource, choice: ExportChoice) -> ExportChoice | None:
        """Ask, and show what comes of it."""
        from studio.window.export import ExportDialog  # not at the start of the program

        dialog = ExportDialog(self._window, source, choice)
        return dialog.chosen() if dialog.exec() else None

    def where_to_export(self, suggested: Path) -> Path | None:
        """Ask for a name."""
        return _path_of(
            QFileDialog.getSaveFileName(
                self._window, tr("Export picture"), str(suggested), export_filters().qt
            )[0]
        )

    def about_unsaved(self, title: str) -> Unsaved:
        """Ask before changes are lost."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(tr("“{title}” has changes that are not saved.", title=title))
        box.setInformativeText(tr("They are lost if you go on without saving."))
        save = box.addButton(tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(tr("Do not save"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        box.setEscapeButton(stay)
        box.exec()
        if box.clickedButton() is save:
            return Unsaved.save
        return Unsaved.discard if box.clickedButton() is discard else Unsaved.stay

    def about_overwriting(self, name: str, doubt: Doubt) -> Overwriting:
        """Ask before the work of others is lost."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        match doubt:
            case Doubt.changed:
                box.setText(tr("{name} was changed by another program.", name=name))
                box.setInformativeText(tr("Saving over it does away with what was changed there."))
            case Doubt.open_elsewhere:
                box.setText(tr("{name} is open in another window.", name=name))
                box.setInformativeText(tr("What was saved there would be replaced."))
        another = box.addButton(tr("Save as…"), QMessageBox.ButtonRole.AcceptRole)
        overwrite = box.addButton(tr("Overwrite"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(another)
        box.setEscapeButton(stay)
        box.exec()
        if box.clickedButton() is another:
            return Overwriting.save_as
        return Overwriting.overwrite if box.clickedButton() is overwrite else Overwriting.stay


def _path_of(name: str) -> Path | None:
    return Path(name) if name else None
