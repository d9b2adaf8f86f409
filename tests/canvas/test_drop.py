import base64

from PySide6.QtCore import QBuffer, QMimeData, QUrl
from PySide6.QtGui import QColor, QImage

from studio.canvas.drop import files_of, has_pictures, picture_of


def red():
    image = QImage(6, 4, QImage.Format.Format_ARGB32)
    image.fill(QColor(255, 0, 0, 128))
    return image


def address():
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    red().save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(bytes(buffer.data().data())).decode()


def found_in(dragged):
    found = picture_of(dragged)
    assert found is not None
    return found


def test_a_picture_from_a_browser_comes_with_its_alpha(qapp):
    dragged = QMimeData()
    dragged.setImageData(red())
    dragged.setUrls([QUrl("https://example.org/red.png")])

    assert has_pictures(dragged)
    assert files_of(dragged) == ()
    assert found_in(dragged).pixelColor(0, 0).alpha() == 128


def test_a_picture_within_the_words_of_a_page_is_found(qapp):
    dragged = QMimeData()
    dragged.setHtml(f'<meta charset="utf-8"><img src="{address()}" alt="red">')

    assert has_pictures(dragged)
    assert found_in(dragged).size() == red().size()


def test_a_picture_that_is_its_own_address_is_found(qapp):
    dragged = QMimeData()
    dragged.setUrls([QUrl(address())])

    assert found_in(dragged).size() == red().size()


def test_files_go_before_pictures(qapp, tmp_path):
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    dragged.setImageData(red())

    assert files_of(dragged) == (tmp_path / "a.png",)


def test_an_address_alone_is_no_picture(qapp):
    dragged = QMimeData()
    dragged.setUrls([QUrl("https://example.org/red.png")])
    dragged.setHtml('<img src="data:image/png;base64,AAAA">')

    assert not has_pictures(dragged)
    assert picture_of(dragged) is None
