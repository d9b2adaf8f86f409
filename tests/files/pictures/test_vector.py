import pytest

from studio.errors import InputError
from studio.files.pictures.images import read_picture
from tests.files.corpus import SVG


def drawing(tmp_path, inside=b"", head=b'width="300" height="200"', before=b""):
    path = tmp_path / "a.svg"
    links = b'xmlns:xlink="http://www.w3.org/1999/xlink"'
    start = before + b'<svg xmlns="http://www.w3.org/2000/svg" ' + links + b" " + head + b">"
    path.write_bytes(start + inside + b"</svg>")
    return path


def colour_at(path, x, y):
    blue, green, red, alpha = read_picture(path).pixels[y, x].tolist()
    return red, green, blue, alpha


def test_a_drawing_is_drawn_at_the_size_it_asks_for(tmp_path, qapp):
    (tmp_path / "a.svg").write_bytes(SVG)

    assert read_picture(tmp_path / "a.svg").pixels.shape == (200, 300, 4)
    assert colour_at(tmp_path / "a.svg", 150, 5) == (255, 0, 0, 255)
    assert colour_at(tmp_path / "a.svg", 290, 190) == (0, 0, 0, 0)


def test_an_icon_is_drawn_large(tmp_path, qapp):
    path = drawing(tmp_path, b'<rect width="24" height="12" fill="#00f"/>', b'viewBox="0 0 24 24"')

    assert read_picture(path).pixels.shape == (1024, 1024, 4)
    assert colour_at(path, 500, 300) == (0, 0, 255, 255)


def test_parts_that_are_used_again_are_drawn(tmp_path, qapp):
    box = b'<defs><rect id="a" width="50" height="50" fill="#0f0"/></defs>'
    path = drawing(tmp_path, box + b'<use xlink:href="#a" x="100"/>')

    assert colour_at(path, 120, 20) == (0, 255, 0, 255)


@pytest.mark.qt_log_ignore("Image filename is empty")  # which is meant
def test_pictures_on_the_disk_are_not_drawn(tmp_path, qapp):
    from PIL import Image

    Image.new("RGB", (300, 200), "red").save(tmp_path / "secret.png")
    for target in (b"secret.png", str(tmp_path / "secret.png").encode(), b"file:///etc/passwd"):
        path = drawing(tmp_path, b'<image width="300" height="200" xlink:href="' + target + b'"/>')
        assert not read_picture(path).pixels.any()


def test_an_ordinary_document_type_is_no_obstacle(tmp_path, qapp):
    kind = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">\n'

    assert read_picture(drawing(tmp_path, before=kind)).pixels.shape == (200, 300, 4)


@pytest.mark.parametrize(
    "before",
    [
        b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>',
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
    ids=["words that grow", "files"],
)
def test_words_of_its_own_are_refused(tmp_path, qapp, before):
    with pytest.raises(InputError, match="not a drawing that can be opened"):
        read_picture(drawing(tmp_path, before=before))


def test_what_is_nested_too_deeply_is_refused(tmp_path, qapp):
    with pytest.raises(InputError, match="not a drawing that can be opened"):
        read_picture(drawing(tmp_path, b"<g>" * 500 + b"</g>" * 500))


def test_a_size_beyond_a_canvas_is_refused(tmp_path, qapp):
    with pytest.raises(InputError, match="too large"):
        read_picture(drawing(tmp_path, head=b'width="1000000" height="1000000"'))
