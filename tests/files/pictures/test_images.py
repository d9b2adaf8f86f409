import io
import struct
import zlib
from contextlib import suppress

import numpy as np
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from studio.errors import InputError
from studio.files.pictures.images import read_mask, read_picture, write_picture
from studio.files.pictures.straight import premultiplied_bgra
from tests.fakes.profiles import swapped_profile

RGBA = (200, 100, 50, 128)


def picture(width=40, height=30, *, opaque=False):
    """Premultiplied BGRA with all sorts of pixels."""
    straight = np.random.default_rng(1).integers(0, 256, (height, width, 4), dtype=np.uint8)
    if opaque:
        straight[..., 3] = 255
    return premultiplied_bgra(straight)


def saved(tmp_path, image, name="in.png", **how):
    path = tmp_path / name
    image.save(path, **how)
    return path


def seen_by_pillow(path):
    return Image.open(io.BytesIO(path.read_bytes()))


def colour_at(path, x=0, y=0):
    """Straight RGBA of a pixel that is opaque."""
    blue, green, red, alpha = read_picture(path).pixels[y, x].tolist()
    return red, green, blue, alpha


@pytest.mark.parametrize("name", ["out.png", "out.webp"])
def test_pictures_without_loss_come_back_byte_for_byte(tmp_path, name):
    write_picture(tmp_path / name, picture())

    assert np.array_equal(read_picture(tmp_path / name).pixels, picture())


def test_an_opaque_png_has_no_alpha(tmp_path):
    write_picture(tmp_path / "out.png", picture(opaque=True))

    assert seen_by_pillow(tmp_path / "out.png").mode == "RGB"
    assert np.array_equal(read_picture(tmp_path / "out.png").pixels, picture(opaque=True))


def test_jpeg_goes_over_white(tmp_path):
    clear = np.zeros((16, 16, 4), np.uint8)
    write_picture(tmp_path / "out.jpg", clear)

    assert (read_picture(tmp_path / "out.jpg").pixels == 255).all()


@pytest.mark.parametrize("name", ["out.jpg", "out.webp"])
def test_quality_decides_the_size(tmp_path, name):
    sizes = []
    for quality in (10, 95):
        write_picture(tmp_path / name, picture(200, 200, opaque=True), quality=quality)
        sizes.append((tmp_path / name).stat().st_size)

    assert sizes[0] < sizes[1] / 2


@pytest.mark.parametrize("name", ["out.png", "out.jpg", "out.webp"])
@pytest.mark.parametrize("words", ["a fox\nSteps: 20", "狐狸 🦊\nSteps: 20"])
def test_settings_travel_with_every_kind_of_picture(tmp_path, name, words):
    write_picture(tmp_path / name, picture(), text={"parameters": words})

    assert read_picture(tmp_path / name).text["parameters"] == words


@pytest.mark.parametrize("name", ["out.png", "out.jpg", "out.webp"])
def test_the_cameras_notes_are_kept(tmp_path, name):
    exif = Image.Exif()
    exif[0x010F] = "Leica"
    source = saved(tmp_path, Image.new("RGB", (4, 4)), "in.jpg", exif=exif)

    write_picture(tmp_path / name, picture(), exif=read_picture(source).exif)

    assert seen_by_pillow(tmp_path / name).getexif()[0x010F] == "Leica"


def test_a_picture_is_turned_upright(tmp_path):
    image = Image.new("RGB", (8, 4), "red")
    image.putpixel((7, 0), (0, 0, 255))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn to the right to see it upright
    path = saved(tmp_path, image, "in.webp", exif=exif, lossless=True)

    found = read_picture(path)

    assert found.pixels.shape == (8, 4, 4)
    assert colour_at(path, 3, 7) == (0, 0, 255, 255)
    write_picture(tmp_path / "out.jpg", found.pixels, exif=found.exif)
    assert read_picture(tmp_path / "out.jpg").pixels.shape == (8, 4, 4)


def sixteen_bits_grey():
    return Image.fromarray(np.full((2, 2), 0x8080, np.uint16))


def palette(*, transparent):
    image = Image.new("P", (2, 2), 1)
    image.putpalette([0, 0, 0, 200, 100, 50])
    if transparent:
        image.info["transparency"] = 1
    return image


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (Image.new("1", (2, 2), 1), (255, 255, 255, 255)),
        (Image.new("L", (2, 2), 77), (77, 77, 77, 255)),
        (Image.new("LA", (2, 2), (77, 255)), (77, 77, 77, 255)),
        (Image.new("RGB", (2, 2), (1, 2, 3)), (1, 2, 3, 255)),
        (palette(transparent=False), (200, 100, 50, 255)),
        (palette(transparent=True), (0, 0, 0, 0)),
        (sixteen_bits_grey(), (128, 128, 128, 255)),
    ],
    ids=["bits", "grey", "grey and alpha", "rgb", "palette", "clear palette", "16 bits"],
)
def test_every_kind_of_png_is_read(tmp_path, image, expected):
    assert colour_at(saved(tmp_path, image)) == expected


def sixteen_bits_png(colour_type, values):
    """A one-pixel PNG of 16 bits a channel, which Pillow cannot write."""

    def chunk(kind, body):
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 16, colour_type, 0, 0, 0)
    row = b"\0" + struct.pack(f">{len(values)}H", *values)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(row)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


@pytest.mark.parametrize(
    ("colour_type", "values", "expected"),
    [
        (0, (0xFFFF,), (255, 255, 255, 255)),
        (2, (0xC8C8, 0x6464, 0x3232), (200, 100, 50, 255)),
        (4, (0x8080, 0xFFFF), (128, 128, 128, 255)),
        (6, (0xC8C8, 0x6464, 0x3232, 0xFFFF), (200, 100, 50, 255)),
    ],
    ids=["grey", "rgb", "grey and alpha", "rgba"],
)
def test_sixteen_bits_become_eight(tmp_path, colour_type, values, expected):
    path = tmp_path / "in.png"
    path.write_bytes(sixteen_bits_png(colour_type, values))

    assert colour_at(path) == expected


def test_print_colours_are_read(tmp_path):
    path = saved(tmp_path, Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "in.jpg", quality=100)

    red, green, blue, alpha = colour_at(path)

    assert red > 240
    assert max(green, blue) < 15
    assert alpha == 255


def foreign_profile(kind="RGB"):
    """Bytes of a profile that is not sRGB."""
    if kind == "RGB":
        return swapped_profile()
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB", 5000)).tobytes()


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_colours_of_another_profile_become_srgb(tmp_path, mode):
    image = Image.new("RGB", (4, 4), (255, 0, 0)).convert(mode)
    path = saved(tmp_path, image, icc_profile=foreign_profile())

    red, green, blue, alpha = colour_at(path)

    assert green > 245
    assert max(red, blue) < 10
    assert alpha == 255
    assert read_picture(path).warnings == ()


def test_srgb_with_a_profile_keeps_every_value(tmp_path):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = saved(tmp_path, Image.new("RGB", (4, 4), (201, 102, 53)), icc_profile=profile)

    assert colour_at(path) == (201, 102, 53, 255)


@pytest.mark.parametrize("profile", [b"rubbish", foreign_profile("LAB")], ids=["rubbish", "other"])
def test_a_profile_that_does_not_fit_is_told_and_left_out(tmp_path, profile):
    path = saved(tmp_path, Image.new("RGB", (4, 4), (1, 2, 3)), icc_profile=profile)

    assert colour_at(path) == (1, 2, 3, 255)
    assert "profile" in read_picture(path).warnings[0]


def test_words_without_end_are_left_out_and_told(tmp_path):
    words = PngImagePlugin.PngInfo()
    words.add_text("parameters", "A" * 5_000_000, zip=True)
    path = saved(tmp_path, Image.new("RGB", (4, 4), (1, 2, 3)), pnginfo=words)

    assert colour_at(path) == (1, 2, 3, 255)
    assert "too long" in read_picture(path).warnings[0]


@pytest.mark.parametrize("size", [(16385, 1), (1, 16385), (60000, 60000), (2**31 - 1, 2**31 - 1)])
def test_absurd_sizes_are_refused_before_decoding(tmp_path, size):
    content = bytearray(sixteen_bits_png(0, (1,)))
    content[16:24] = struct.pack(">II", *size)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    (tmp_path / "in.png").write_bytes(content)

    with pytest.raises(InputError, match="too large") as told:
        read_picture(tmp_path / "in.png")
    assert "16384" in told.value.hint


@pytest.mark.parametrize("content", [b"", b"not a picture", b"GIF89a" + bytes(50), b"%PDF-1.4"])
def test_what_is_no_picture_is_refused(tmp_path, content):
    (tmp_path / "in.png").write_bytes(content)

    with pytest.raises(InputError, match="cannot be read as a picture") as told:
        read_picture(tmp_path / "in.png")
    assert told.value.hint


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(InputError, match="no file"):
        read_picture(tmp_path / "none.png")
    with pytest.raises(InputError, match="cannot be opened"):
        read_picture(tmp_path)


def test_the_name_does_not_matter_when_reading(tmp_path):
    saved(tmp_path, Image.new("RGB", (4, 4), (1, 2, 3)), "in.png").rename(tmp_path / "in.jpg")

    assert colour_at(tmp_path / "in.jpg") == (1, 2, 3, 255)


@pytest.mark.parametrize("name", ["out", "out.bmp", "out.ora"])
def test_names_of_no_picture_are_refused(tmp_path, name):
    with pytest.raises(InputError, match="no name of a picture"):
        write_picture(tmp_path / name, picture())


@pytest.mark.parametrize("quality", [0, 101, -5])
def test_an_impossible_quality_is_refused(tmp_path, quality):
    with pytest.raises(InputError, match="quality"):
        write_picture(tmp_path / "out.jpg", picture(), quality=quality)


def test_webp_that_is_too_wide_is_refused(tmp_path):
    with pytest.raises(InputError, match="too large for WebP"):
        write_picture(tmp_path / "out.webp", np.zeros((1, 16384, 4), np.uint8))


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (Image.new("L", (2, 2), 255), 255),
        (Image.new("L", (2, 2), 90), 90),
        (Image.new("RGB", (2, 2), "white"), 255),
        (Image.new("RGB", (2, 2), "black"), 0),
        (Image.new("RGBA", (2, 2), (255, 255, 255, 0)), 0),
        (Image.new("RGBA", (2, 2), (255, 255, 255, 128)), 128),
        (Image.new("1", (2, 2), 1), 255),
    ],
    ids=["white", "grey", "rgb white", "rgb black", "clear", "half clear", "bits"],
)
def test_what_is_white_and_opaque_is_repainted(tmp_path, image, expected):
    assert (read_mask(saved(tmp_path, image)) == expected).all()


def each_kind():
    for kind, how in (("PNG", {}), ("JPEG", {}), ("WEBP", {"lossless": True}), ("WEBP", {})):
        stream = io.BytesIO()
        exif = Image.Exif()
        exif[0x0112] = 3
        noise = np.random.default_rng(2).integers(0, 256, (24, 20, 3), dtype=np.uint8)
        Image.fromarray(noise).save(stream, kind, exif=exif, icc_profile=foreign_profile(), **how)
        yield pytest.param(stream.getvalue(), id=kind.lower() + "-".join(how))


@pytest.mark.parametrize("content", list(each_kind()))
def test_damaged_pictures_are_read_or_refused_never_worse(tmp_path, content):
    rng = np.random.default_rng(3)
    path = tmp_path / "in.png"
    cut = [content[: len(content) * percent // 100] for percent in range(0, 100, 5)]
    for damaged in [*cut, *(flipped(content, rng) for _ in range(200))]:
        path.write_bytes(damaged)
        with suppress(InputError):
            read_picture(path)


def flipped(content, rng):
    """One to eight bytes changed."""
    damaged = bytearray(content)
    for _ in range(int(rng.integers(1, 9))):
        damaged[int(rng.integers(len(damaged)))] ^= int(rng.integers(1, 256))
    return bytes(damaged)


@pytest.mark.parametrize("name", ["out.jpg", "out.webp"])
def test_what_is_written_says_that_it_is_srgb(tmp_path, name):
    write_picture(tmp_path / name, picture())

    with Image.open(tmp_path / name) as image:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
    assert ImageCms.getProfileDescription(profile).startswith("sRGB")


def test_a_png_says_that_it_is_srgb(tmp_path):
    write_picture(tmp_path / "out.png", picture())

    with Image.open(tmp_path / "out.png") as image:
        assert image.info["srgb"] == 0


@pytest.mark.parametrize("name", ["out.png", "out.jpg", "out.webp"])
def test_the_same_picture_becomes_the_same_bytes(tmp_path, name):
    write_picture(tmp_path / name, picture())
    first = (tmp_path / name).read_bytes()
    write_picture(tmp_path / name, picture())
    assert (tmp_path / name).read_bytes() == first


@pytest.mark.parametrize("name", ["out.tif", "out.avif"])
def test_settings_and_notes_travel_with_newer_kinds(tmp_path, name):
    exif = Image.Exif()
    exif[0x010F] = "Leica"
    words = {"parameters": "a fox\nSteps: 20"}
    write_picture(tmp_path / name, picture(), text=words, exif=exif.tobytes())

    found = read_picture(tmp_path / name)

    assert found.text["parameters"] == words["parameters"]
    assert b"Leica" in found.exif


def test_a_tiff_comes_back_byte_for_byte(tmp_path):
    write_picture(tmp_path / "out.tif", picture())

    assert np.array_equal(read_picture(tmp_path / "out.tif").pixels, picture())


def test_an_avif_comes_back_nearly(tmp_path):
    write_picture(tmp_path / "out.avif", np.full((40, 40, 4), 200, np.uint8), quality=95)

    assert np.abs(read_picture(tmp_path / "out.avif").pixels.astype(int) - 200).max() <= 4


def test_of_a_film_the_first_picture_is_opened_and_that_is_told(tmp_path):
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    path = saved(tmp_path, frames[0], "in.gif", save_all=True, append_images=frames[1:])

    assert colour_at(path) == (255, 0, 0, 255)
    assert "several pictures" in read_picture(path).warnings[0]


def test_a_turned_tiff_is_turned_upright_once(tmp_path):
    image = Image.new("RGB", (8, 4), "red")
    image.putpixel((7, 0), (0, 0, 255))
    path = saved(tmp_path, image, "in.tif", tiffinfo={0x0112: 6})

    found = read_picture(path)

    assert found.pixels.shape == (8, 4, 4)
    assert colour_at(path, 3, 7) == (0, 0, 255, 255)
    write_picture(tmp_path / "out.jpg", found.pixels, exif=found.exif)
    assert read_picture(tmp_path / "out.jpg").pixels.shape == (8, 4, 4)


def test_a_heic_picture_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "IMG_1.HEIC"
    path.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100))

    with pytest.raises(InputError) as told:
        read_picture(path)
    assert "JPEG" in told.value.hint or "damaged" in told.value.hint
