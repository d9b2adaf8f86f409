import numpy as np
import pytest

from studio.files.pictures.straight import premultiplied_bgra, straight_rgba


def every_premultiplied_pixel():
    """uint8[256, 256, 4]: row = alpha, column = value, cut to alpha where it would be more."""
    alpha, value = np.mgrid[0:256, 0:256]
    value = np.minimum(alpha, value)
    return np.stack([value, value[:, ::-1], value // 2, alpha], axis=2).astype(np.uint8)


@pytest.mark.parametrize("width", [1, 3, 256, 65536])  # rows of any length, vectors and their ends
def test_every_premultiplied_value_survives_being_written_straight(width):
    pixels = every_premultiplied_pixel().reshape(-1)[: 65536 // width * width * 4]
    pixels = pixels.reshape(-1, width, 4)

    assert np.array_equal(premultiplied_bgra(straight_rgba(pixels)), pixels)


def test_channels_change_places():
    assert straight_rgba(np.array([[[1, 2, 3, 255]]], np.uint8)).tolist() == [[[3, 2, 1, 255]]]


def test_straight_values_are_the_nearest_to_what_was_painted():
    pixels = every_premultiplied_pixel()
    blue, alpha = pixels[1:, :, 0].astype(float), pixels[1:, :, 3]

    found = straight_rgba(pixels)[1:, :, 2]

    assert np.abs(found - blue * 255 / alpha).max() <= 0.501


def test_colours_under_no_alpha_are_nothing():
    assert not premultiplied_bgra(np.array([[[9, 9, 9, 0]]], np.uint8)).any()


def test_a_cut_out_of_a_larger_array_and_nothing_at_all_are_converted():
    pixels = every_premultiplied_pixel()

    assert np.array_equal(premultiplied_bgra(straight_rgba(pixels[5:9, 3:8])), pixels[5:9, 3:8])
    assert straight_rgba(pixels[:0]).shape == (0, 256, 4)
