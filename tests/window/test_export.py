import numpy as np
import pytest

from studio.files.exporting import ExportChoice, ExportSource
from studio.files.formats import Format
from studio.window.export import ExportDialog


@pytest.fixture
def source():
    pixels = np.random.default_rng(1).integers(0, 256, (60, 80, 4), dtype=np.uint8)
    pixels[..., 3] = 255
    return ExportSource(pixels, {"parameters": "a fox\nSteps: 5"})


@pytest.fixture
def ask(qtbot, source):
    made = []

    def opened(choice=ExportChoice()):  # noqa: B008
        dialog = ExportDialog(None, source, choice)
        qtbot.addWidget(dialog)
        made.append(dialog)
        dialog.show()
        settle(qtbot, dialog)
        return dialog

    yield opened
    for dialog in made:
        dialog.reject()


def settle(qtbot, dialog):
    until(qtbot, lambda: not dialog.trials.is_busy and "Trying" not in dialog.summary.text())


def until(qtbot, is_so):
    """The thread of the trials may wait for a busy machine."""
    qtbot.waitUntil(is_so)


def test_the_size_of_the_file_and_what_it_looks_like_are_shown(qtbot, ask):
    dialog = ask()
    assert dialog.summary.text().startswith("80 × 60 px")
    assert dialog.preview.image is not None
    assert dialog.preview.image.width() == 80


def test_why_a_document_with_layers_has_no_size_is_said(ask):
    assert not ask(ExportChoice(".png")).layered.isVisible()
    dialog = ask(ExportChoice(".psd"))
    assert dialog.layered.isVisible()
    assert not dialog.percent.isEnabled()


def test_what_was_chosen_last_is_chosen(ask):
    choice = ExportChoice(".jpg", 50.0, 0, 40, True, False)
    assert ask(choice).chosen() == choice


def test_per_cent_and_sides_follow_each_other(ask):
    dialog = ask()
    dialog.percent.setValue(50)
    assert (dialog.width_box.value(), dialog.height_box.value()) == (40, 30)
    assert dialog.chosen().longest == 0
    dialog.height_box.setValue(120)
    assert (dialog.width_box.value(), dialog.percent.value()) == (160, 200)
    assert dialog.chosen().longest == 160


def test_a_smaller_picture_is_tried(qtbot, ask):
    dialog = ask()
    before = dialog.preview.image
    dialog.percent.setValue(25)
    until(qtbot, lambda: dialog.preview.image is not before)
    assert dialog.preview.image.width() == 20
    assert dialog.summary.text().startswith("20 × 15 px")


@pytest.mark.parametrize(
    ("kind", "has_quality", "has_lossless", "has_size"),
    [
        (Format.png, False, False, True),
        (Format.jpeg, True, False, True),
        (Format.webp, True, True, True),
        (Format.photoshop, False, False, False),
    ],
)
def test_only_what_a_kind_knows_is_asked(ask, kind, has_quality, has_lossless, has_size):
    dialog = ask()
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind))
    assert dialog.quality.isVisible() is has_quality
    assert dialog.lossless.isVisible() is has_lossless
    assert dialog.percent.isEnabled() is has_size


def test_what_takes_long_is_not_tried_first(qtbot, ask):
    dialog = ask()
    dialog.width_box.setValue(16000)
    until(qtbot, lambda: "too large to try" in dialog.summary.text())


def test_for_layers_a_picture_stands_in(qtbot, ask):
    dialog = ask()
    dialog.kind.setCurrentIndex(dialog.kind.findData(Format.photoshop))
    until(qtbot, lambda: "with its layers" in dialog.summary.text())
    assert dialog.preview.image is not None


def test_a_held_button_shows_pixels(qtbot, ask):
    from PySide6.QtCore import Qt

    view = ask().preview
    qtbot.mousePress(view, Qt.MouseButton.LeftButton)
    close = view.grab().toImage()
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton)
    assert close.width() == view.grab().toImage().width()
