"""ICC profiles: what colours mean on a device."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageCms

from studio.errors import InputError
from studio.files.opening import open_file
from studio.text import tr

# When it was made: the same picture is to become the same bytes.
_DATE = slice(24, 36)
_LARGEST = 16 << 20


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """The profile that says sRGB, for formats with no shorter way to say it."""
    content = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    content[_DATE] = bytes(12)
    return bytes(content)


def in_srgb(image: Image.Image, profile: bytes, remarks: list[str]) -> Image.Image:
    """Colours without alpha as a profile means them, RGB in sRGB; as they are without a profile."""
    if not profile:
        return image
    try:
        return _converted(image, profile)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        remarks.append(tr("The colour profile cannot be used; the colours may be off."))
        return image


def from_srgb(image: Image.Image, profile: bytes) -> Image.Image | None:
    """An RGB picture in the colours of another profile; None where it is none for RGB."""
    try:
        wanted = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        source = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, wanted, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def is_srgb(profile: bytes) -> bool:
    """Whether colours of this profile are those of sRGB."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.getProfileDescription(source).startswith("sRGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return False


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    if ImageCms.getProfileDescription(source).startswith("sRGB"):
        return image  # a conversion would only add rounding
    wanted = ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(image, source, wanted, outputMode="RGB")
    return image if converted is None else converted


def read_display_profile(path: Path) -> bytes:
    """A profile of a screen.

    Raises:
        InputError: it is not there, or no profile of a screen.
    """
    with open_file(path) as stream:
        content = stream.read(_LARGEST)
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(content)).profile
        kind, colours = profile.device_class.strip(), profile.xcolor_space.strip()
    except (ImageCms.PyCMSError, OSError, ValueError) as error:
        raise _no_display(path) from error
    if kind not in {"mntr", "spac"} or colours != "RGB":
        raise _no_display(path)
    return content


def _no_display(path: Path) -> InputError:
    return InputError(
        tr("{name} is no colour profile of a screen.", name=path.name),
        tr("Choose the .icc or .icm file that was measured or made for yours."),
    )
