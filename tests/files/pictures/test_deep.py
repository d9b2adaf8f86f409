import cv2
import numpy as np
import pytest
from PIL import Image

from studio.files.pictures.dithering import eight_bits
from studio.files.pictures.images import read_picture


def written(tmp_path, name, deep):
    path = tmp_path / name
    path.write_bytes(bytes(cv2.imencode(path.suffix, deep)[1]))
    return path


@pytest.mark.parametrize("name", ["a.png", "a.tif"])
def test_16_bits_become_8_that_are_right_on_average(tmp_path, name):
    tone = 100 * 257 + 64  # a quarter of the way to 101
    path = written(tmp_path, name, np.full((128, 128, 3), tone, np.uint16))

    seen = read_picture(path).pixels[..., :3]

    assert set(np.unique(seen)) == {100, 101}
    assert seen.mean() == pytest.approx(100.25, abs=0.02)


@pytest.mark.parametrize("name", ["a.png", "a.tif"])
def test_what_fits_8_bits_is_kept_exactly(tmp_path, name):
    tones = np.random.default_rng(1).integers(0, 256, (40, 60, 4), dtype=np.uint8)
    tones[..., 3] = 255
    path = written(tmp_path, name, tones.astype(np.uint16) * 257)

    assert np.array_equal(read_picture(path).pixels, tones)


def test_alpha_of_16_bits_is_read(tmp_path):
    deep = np.full((4, 4, 4), 0x8080, np.uint16)

    assert (read_picture(written(tmp_path, "a.png", deep)).pixels[..., 3] == 128).all()


def test_a_gradient_of_16_bits_has_no_bands():
    rising = np.linspace(20 * 257, 22 * 257, 1000).astype(np.uint16)[np.newaxis].repeat(64, 0)

    columns = eight_bits(rising).mean(axis=0)

    assert np.abs(columns - rising[0] / 257).max() < 0.2


def test_floats_are_read_from_nothing_to_one(tmp_path):
    tones = np.array([[0.0, 0.5, 1.0, float("nan")]], np.float32)
    Image.fromarray(tones).save(tmp_path / "a.tif")

    seen = read_picture(tmp_path / "a.tif").pixels[0, :, 0]

    assert seen.tolist()[0] == 0
    assert seen[1] in {127, 128}
    assert seen.tolist()[2:] == [255, 0]
