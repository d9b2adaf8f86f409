from __future__ import annotations

import io

import pytest
from PIL import ImageCms

from studio.errors import InputError
from studio.files.pictures.profiles import read_display_profile, srgb_profile


def test_the_srgb_profile_is_one_and_always_the_same():
    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    assert ImageCms.getProfileDescription(profile).startswith("sRGB")
    srgb_profile.cache_clear()
    assert ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile())).tobytes() == profile.tobytes()


def test_a_profile_of_a_screen_is_read(tmp_path):
    (tmp_path / "screen.icc").write_bytes(srgb_profile())
    assert read_display_profile(tmp_path / "screen.icc") == srgb_profile()


def lab() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


@pytest.mark.parametrize(
    "content", [b"", b"no", srgb_profile()[:100], lab()], ids=["empty", "words", "cut", "lab"]
)
def test_what_is_no_profile_of_a_screen_is_told(tmp_path, content):
    (tmp_path / "screen.icc").write_bytes(content)
    with pytest.raises(InputError, match="no colour profile of a screen") as told:
        read_display_profile(tmp_path / "screen.icc")
    assert told.value.hint
