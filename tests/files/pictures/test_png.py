import io
import zlib

import cv2
import numpy as np
import pytest
from PIL import Image

from studio.files.pictures.png import strips_of, without_text, write_png
from studio.geometry import Extent


def painting(width, height, channels=4, seed=0):
    """Smooth areas with some noise: every kind of row."""
    rng = np.random.default_rng(seed)
    shape = (height, width, channels) if channels > 1 else (height, width)
    pixels = np.zeros(shape, np.uint8)
    pixels[: height // 2] = rng.integers(0, 256, pixels[: height // 2].shape, dtype=np.uint8)
    pixels[height // 2 :, : width // 2] = 77
    return pixels


def encoded(pixels, text=None):
    stream = io.BytesIO()
    channels = pixels.shape[2] if pixels.ndim == 3 else 1
    extent = Extent(pixels.shape[1], pixels.shape[0])
    write_png(stream, extent, strips_of(pixels), channels=channels, text=text)
    return stream.getvalue()


@pytest.mark.parametrize("channels", [1, 3, 4], ids=["grey", "rgb", "rgba"])
@pytest.mark.parametrize("size", [(1, 1), (5, 3), (300, 700), (257, 256), (2, 1025)])
def test_other_readers_see_the_very_pixels(size, channels):
    pixels = painting(size[0], size[1], channels)

    content = encoded(pixels)

    assert np.array_equal(np.asarray(Image.open(io.BytesIO(content))), pixels)
    found = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    assert found is not None
    in_order = found if channels == 1 else found[..., [2, 1, 0, 3][:channels]]
    assert np.array_equal(in_order, pixels)


def test_strips_of_any_height_give_the_same_picture():
    pixels = painting(40, 90)
    cuts = [pixels[:1], pixels[1:50], pixels[50:51], pixels[51:]]
    stream = io.BytesIO()

    write_png(stream, Extent(40, 90), iter(cuts))

    assert np.array_equal(np.asarray(Image.open(stream)), pixels)


@pytest.mark.parametrize("painted", [(), (0,), (299,), (600, 601), (256,), (255,)], ids=str)
def test_strips_with_nothing_in_them_are_no_different(painted):
    pixels = np.zeros((700, 9, 4), np.uint8)
    pixels[list(painted), 3:] = 255

    assert np.array_equal(np.asarray(Image.open(io.BytesIO(encoded(pixels)))), pixels)


def test_the_checksums_are_right():
    content = encoded(painting(100, 2000))
    start = content.index(b"IDAT")

    packed, at = b"", start - 4
    while content[at + 4 : at + 8] == b"IDAT":
        length = int.from_bytes(content[at : at + 4], "big")
        packed += content[at + 8 : at + 8 + length]
        at += 12 + length

    assert len(zlib.decompress(packed)) == 2000 * 401  # raises when the Adler-32 is wrong


def test_only_a_few_strips_are_held_at_a_time():
    given: list[int] = []
    written: list[int] = []

    class Sink(io.BytesIO):
        def write(self, content):
            written.append(len(given))
            return super().write(content)

    def strips():
        for index in range(64):
            given.append(index)
            yield np.full((16, 64, 4), index, np.uint8)

    write_png(Sink(), Extent(64, 1024), strips())

    assert any(count < 10 for count in written[10:])


@pytest.mark.parametrize("words", ["a fox\nSteps: 20", "café", "狐狸 – 🦊"])
def test_words_are_read_back_by_others(words):
    image = Image.open(io.BytesIO(encoded(painting(4, 4), {"parameters": words})))

    assert image.info == {"parameters": words, "srgb": 0}


def test_words_can_be_taken_out_again():
    pixels = painting(30, 20)

    content = without_text(encoded(pixels, {"parameters": "a fox", "Title": "狐狸"}))

    image = Image.open(io.BytesIO(content))
    assert image.info == {"srgb": 0}
    assert np.array_equal(np.asarray(image), pixels)
