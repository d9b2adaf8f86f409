import pytest
from PIL import Image

from studio.document.adjustments import Blur
from studio.errors import InputError
from studio.files.exporting import USUAL_EXPORT, ExportChoice
from studio.geometry import Extent
from studio.session.preferences import PreferencesFile


def test_an_export_leaves_the_painting_as_modified_as_it_was(painter, tmp_path):
    painter.session.layering.add_layer()

    painter.session.exporting.export(tmp_path / "a.png", ExportChoice(percent=25))

    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (100, 75)
    assert painter.session.filing.is_modified


def test_the_name_decides_the_kind_and_that_is_remembered(painter, tmp_path):
    exporting = painter.session.exporting

    exporting.export(tmp_path / "a.JPG", ExportChoice(".png", quality=40))

    assert (tmp_path / "a.JPG").read_bytes()[:3] == b"\xff\xd8\xff"
    assert exporting.choice == ExportChoice(".jpg", quality=40)
    kept = PreferencesFile(painter.session.preferences.folder / "preferences.json")
    assert kept.current.export == exporting.choice


def test_it_is_done_again_in_the_same_way(painter, tmp_path):
    exporting = painter.session.exporting
    exporting.export(tmp_path / "a.png", ExportChoice(longest=40))
    (tmp_path / "a.png").unlink()

    exporting.again()

    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (40, 30)


def test_another_painting_was_not_exported_yet(painter, tmp_path):
    painter.session.exporting.export(tmp_path / "a.png", USUAL_EXPORT)
    painter.session.filing.new(Extent(8, 8))

    with pytest.raises(InputError, match="not exported yet"):
        painter.session.exporting.again()


def test_what_a_photoshop_document_cannot_hold_is_told(painter, tmp_path):
    painter.session.adjusting.add(Blur())
    told = []
    painter.session.notice.connect(told.append)

    painter.session.exporting.export(tmp_path / "a.psd", USUAL_EXPORT)

    assert "could not hold everything" in told[0].message
    assert "Blur" in told[0].hint
