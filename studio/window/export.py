"""The question how a picture is exported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from studio.document.document import MAX_SIDE
from studio.files.exporting import (
    LEAST_PERCENT,
    MOST_PERCENT,
    ExportChoice,
    ExportSource,
    ProfileChoice,
)
from studio.files.formats import Format
from studio.geometry import Extent
from studio.panels.slider import Scale, ValueSlider
from studio.text import tr
from studio.window.export_preview import PreviewView, Trial, Trials
from studio.window.size_fields import side_box

_QUALITY = Scale(1, 100)
_PAUSE = 150  # ms: a slider that is drawn is not followed at every step


class ExportDialog(QDialog):
    """The picture as it will be on the left, what decides it on the right."""

    def __init__(self, parent: QWidget | None, source: ExportSource, choice: ExportChoice) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export"))
        self._source = source
        self._longest = choice.longest
        self._is_following = False
        self.trials = Trials(source)
        self.trials.done.connect(self._show_trial)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._try)
        self._make_fields(source)
        self.preview = PreviewView()
        self.summary = QLabel()
        self.summary.setProperty("quiet", True)  # noqa: FBT003
        self._lay_out()
        self._show_choice(choice)
        self._listen()
        self._try()

    def chosen(self) -> ExportChoice:
        """What was asked for."""
        kind: Format = self.kind.currentData()
        return ExportChoice(
            ending=kind.endings_written[0],
            percent=self.percent.value(),
            longest=self._longest,
            quality=round(self.quality.value()),
            is_lossless=self.lossless.isChecked(),
            keeps_settings=self.settings.isChecked(),
            profile=self.profile.currentData(),
        )

    def _make_fields(self, source: ExportSource) -> None:
        self.kind = QComboBox()
        for one in Format:
            if one.is_written and not one.keeps_layers:
                self.kind.addItem(f"{one.title} ({one.endings_written[0]})", one)
        self.layered = QLabel(tr("Every layer is kept, at full size."))
        self.layered.setProperty("quiet", True)  # noqa: FBT003
        self.percent = QDoubleSpinBox()
        self.percent.setRange(LEAST_PERCENT, MOST_PERCENT)
        self.percent.setDecimals(1)
        self.percent.setSuffix(" %")
        self.percent.lineEdit().setTextMargins(7, 0, 7, 0)
        self.width_box = side_box(source.extent.width, MAX_SIDE)
        self.height_box = side_box(source.extent.height, MAX_SIDE)
        self.width_box.setAccessibleName(tr("Width"))
        self.height_box.setAccessibleName(tr("Height"))
        self.quality = ValueSlider(tr("Quality"), _QUALITY)
        self.lossless = QCheckBox(tr("Without loss"))
        self.settings = QCheckBox(tr("How it was made, and the camera's notes"))
        self.settings.setToolTip(tr("Prompt and settings, as the web UI reads them; EXIF."))
        self.profile = QComboBox()
        self.profile.addItem(tr("sRGB"), ProfileChoice.srgb)
        if source.profile:
            self.profile.addItem(tr("That of the opened picture"), ProfileChoice.original)
        self.profile.addItem(tr("None (sRGB, unmarked)"), ProfileChoice.none)

    def _lay_out(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(6)
        sides.addWidget(self.width_box, 1)
        sides.addWidget(QLabel("×"))
        sides.addWidget(self.height_box, 1)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.setVerticalSpacing(10)
        form.addRow(tr("Format"), self.kind)
        form.addRow("", self.layered)
        form.addRow(tr("Size"), self.percent)
        form.addRow("", sides)
        form.addRow("", self.quality)
        form.addRow("", self.lossless)
        form.addRow(tr("Colours"), self.profile)
        form.addRow("", self.settings)
        self.form = form
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Export…"), QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        right = QVBoxLayout()
        right.addLayout(form)
        right.addStretch(1)
        right.addWidget(buttons)
        left = QVBoxLayout()
        left.addWidget(self.preview, 1)
        left.addWidget(self.summary)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(18)
        layout.addLayout(left, 1)
        layout.addLayout(right)

    def _listen(self) -> None:
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.percent.valueChanged.connect(self._on_percent)
        self.width_box.valueChanged.connect(lambda side: self._on_side(side, is_width=True))
        self.height_box.valueChanged.connect(lambda side: self._on_side(side, is_width=False))
        self.quality.edited.connect(lambda _: self._pause.start())
        self.lossless.toggled.connect(self._on_kind)
        self.settings.toggled.connect(lambda _: self._pause.start())
        self.profile.currentIndexChanged.connect(lambda _: self._pause.start())

    def _show_choice(self, choice: ExportChoice) -> None:
        self.kind.setCurrentIndex(max(0, self.kind.findData(choice.kind)))
        self.quality.show_value(choice.quality)
        self.lossless.setChecked(choice.is_lossless)
        self.settings.setChecked(choice.keeps_settings)
        self.profile.setCurrentIndex(max(0, self.profile.findData(choice.profile)))
        whole = self._source.extent
        percent = 100 * choice.longest / whole.longest_side if choice.longest else choice.percent
        self.percent.setValue(min(percent, 100 * MAX_SIDE / whole.longest_side))
        self._show_sides(self._extent())
        self._show_fields()

    def _on_kind(self) -> None:
        self._show_fields()
        self._pause.start()

    def _on_percent(self) -> None:
        if not self._is_following:
            self._longest = 0
            self._show_sides(self._extent())
            self._pause.start()

    def _on_side(self, side: int, *, is_width: bool) -> None:
        if self._is_following:
            return
        whole = self._source.extent
        factor = side / (whole.width if is_width else whole.height)
        self._longest = max(1, min(MAX_SIDE, round(factor * whole.longest_side)))
        with self._following():
            self.percent.setValue(100 * factor)
            other = self.height_box if is_width else self.width_box
            _put(other, round(factor * (whole.height if is_width else whole.width)))
        self._pause.start()

    def _extent(self) -> Extent:
        whole = self._source.extent
        factor = self.percent.value() / 100
        return Extent(*(max(1, round(factor * side)) for side in (whole.width, whole.height)))

    def _show_sides(self, extent: Extent) -> None:
        with self._following():
            _put(self.width_box, extent.width)
            _put(self.height_box, extent.height)

    @contextmanager
    def _following(self) -> Iterator[None]:
        """Fields that follow another do not pull it back."""
        self._is_following = True
        yield
        self._is_following = False

    def _show_fields(self) -> None:
        """Only what has to do with that kind."""
        kind: Format = self.kind.currentData()
        is_free = kind is Format.webp and self.lossless.isChecked()
        self.form.setRowVisible(self.lossless, kind is Format.webp)
        self.form.setRowVisible(self.quality, kind.has_quality)
        self.quality.setEnabled(not is_free)
        self.form.setRowVisible(self.layered, not kind.is_flat)
        for field in (self.percent, self.width_box, self.height_box, self.settings, self.profile):
            field.setEnabled(kind.is_flat)

    def _try(self) -> None:
        choice = self.chosen()
        if not choice.kind.is_flat:  # layers are written as they are, and looked at as a picture
            choice = replace(ExportChoice(), percent=100.0)
        self.summary.setText(tr("Trying…"))
        self.trials.ask(choice)

    def _show_trial(self, trial: Trial) -> None:
        if self.trials.is_busy:
            return
        self.preview.show_image(trial.image)
        if trial.error is not None:
            self.summary.setText(f"{trial.error.message} {trial.error.hint}")
            return
        size = f"{trial.extent.width} × {trial.extent.height} px"
        if not self.chosen().kind.is_flat:
            length = tr("with its layers")
        elif trial.image is None:
            length = tr("too large to try first")
        else:
            powers = QLocale.DataSizeFormat.DataSizeSIFormat
            length = QLocale().formattedDataSize(trial.length, 1, powers)
        self.summary.setText(f"{size}  ·  {length}")

    def done(self, result: int) -> None:
        """Nothing is tried any more."""
        self._pause.stop()
        self.trials.close()
        super().done(result)


def _put(box: QSpinBox, side: int) -> None:
    box.setValue(min(max(1, side), MAX_SIDE))
