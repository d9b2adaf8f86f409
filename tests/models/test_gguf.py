from __future__ import annotations

import struct
import tracemalloc
from contextlib import suppress

import pytest

from studio.generation.engine import EngineError, EngineErrorKind
from studio.models.catalogue import ModelCatalogue, ModelKind, entry_of
from studio.models.families import FLUX as FLUX_FAMILY
from studio.models.gguf import ARCHITECTURE, PACKINGS, READABLE, is_gguf, read_gguf
from studio.models.model_file import header_of
from tests.models.folders import write_tensors
from tests.models.gguf_bytes import FLUX, number, text, whole, word, words

_FLUX = word(ARCHITECTURE, "flux")


def file_of(folder, content, name="a.gguf"):
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_header_is_read_with_its_shapes_words_and_packing(tmp_path):
    said = (_FLUX, word("general.name", "Fox"), number("general.file_type", 14))
    header = read_gguf(file_of(tmp_path, whole(FLUX, *said)))
    assert header.width("txt_in.weight") == 4096
    assert header.width("img_in.weight", 0) == 32
    assert header.tensors["guidance_in.in_layer.weight"].dtype == "Q8_0"
    assert header.words[ARCHITECTURE] == "flux"
    assert header.quantised == "Q4_K"


def test_tensors_lie_where_the_header_says(tmp_path):
    content = bytearray(whole({"a": ((2,), "F32"), "b": ((4,), "F16")}, alignment=32))
    content[-32:-24] = struct.pack("<4e", 1, 2, 3, 4)
    header = read_gguf(file_of(tmp_path, bytes(content)))
    start, end = header.tensors["b"].data_offsets
    found = content[header.start + start : header.start + end]
    assert struct.unpack("<4e", found) == (1, 2, 3, 4)


def test_a_file_may_align_its_tensors_otherwise(tmp_path):
    content = whole(FLUX, _FLUX, number("general.alignment", 64), alignment=64)
    assert read_gguf(file_of(tmp_path, content)).width("img_in.weight") == 64


def test_packings_are_those_of_the_makers():
    import gguf

    theirs = {int(kind): sizes for kind, sizes in gguf.GGML_QUANT_SIZES.items()}
    for kind, packing in PACKINGS.items():
        assert theirs[kind] == (packing.numbers, packing.nbytes)
        assert gguf.GGMLQuantizationType(kind).name == packing.name


def test_a_file_is_known_by_its_content_whatever_its_name(tmp_path):
    told = file_of(tmp_path, whole(FLUX, _FLUX), "a.safetensors")
    assert is_gguf(told)
    assert entry_of(told).family is FLUX_FAMILY
    other = write_tensors(tmp_path / "b.gguf", {"one": (2, 3)})
    assert not is_gguf(other)
    assert header_of(other).width("one") == 3


SPOILED = {
    "cut in a tensor": whole(FLUX, _FLUX, cut=40),
    "cut in the header": whole(FLUX, _FLUX)[:200],
    "only its first word": b"GGUF",
    "more tensors than there are": whole(FLUX, _FLUX, count=6),
    "a billion tensors": whole(FLUX, _FLUX, count=10**9),
    "one tensor twice": whole({"a": ((2,), "F32")}, count=2)
    + text("a")
    + struct.pack("<IQIQ", 1, 2, 0, 0)
    + bytes(64),
    "an alignment of nothing": whole(FLUX, number("general.alignment", 0)),
    "an alignment of three": whole(FLUX, number("general.alignment", 3)),
    "a word without end": b"GGUF" + struct.pack("<IQQQ", 3, 1, 1, 2**62) + bytes(64),
    "a list of lists": whole(FLUX, text("x") + struct.pack("<IIQ", 9, 9, 2**40)),
    "a list without end": whole(FLUX, text("x") + struct.pack("<IIQ", 9, 4, 2**62)),
    "a value of no type": whole(FLUX, text("x") + struct.pack("<I", 77)),
    "rows that are no whole blocks": whole({"a": ((2, 48), "Q8_0")}, cut=0),
    "five sides": whole({"a": ((1, 1, 1, 1, 1), "F32")}),
    "a name that is no text": whole({"a": ((2,), "F32")}).replace(
        text("a"), b"\1" + bytes(7) + b"\xff"
    ),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_header_that_does_not_fit_its_file_is_broken(tmp_path, name):
    path = file_of(tmp_path, SPOILED[name])
    with pytest.raises(EngineError) as caught:
        read_gguf(path)
    assert caught.value.kind is EngineErrorKind.model_broken
    assert "a.gguf" in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("version", [1, 4, 0x03000000])
def test_another_version_is_said_to_be_one(tmp_path, version):
    path = file_of(tmp_path, whole(FLUX, version=version))
    with pytest.raises(EngineError, match=str(version)) as caught:
        read_gguf(path)
    assert caught.value.kind is EngineErrorKind.unsupported
    assert caught.value.hint


def test_what_was_made_to_harm_costs_little(tmp_path):
    """Words that fill all that may be read, and as many tensors as a file may tell of."""
    empty = struct.pack("<Q", 0) * (1 << 13)
    said = [text(f"x{nth}") + struct.pack("<IIQ", 9, 8, 1 << 13) + empty for nth in range(200)]
    tensors = {f"t{nth}": ((0,), "F32") for nth in range(1 << 14)}
    for content in (whole(FLUX, *said), whole(tensors)):
        path = file_of(tmp_path, content)
        tracemalloc.start()
        with suppress(EngineError):
            read_gguf(path)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < 30 << 20


def test_a_flux_file_is_found_and_says_what_else_it_needs(tmp_path):
    file_of(tmp_path, whole(FLUX, _FLUX), "flux1-dev-Q4_K_S.gguf")
    (entry,) = ModelCatalogue([tmp_path]).entries
    assert (entry.kind, entry.family, entry.quantised) == (
        ModelKind.checkpoint,
        FLUX_FAMILY,
        "Q4_K",
    )
    assert entry.id == "flux1-dev-Q4_K_S.gguf"
    assert entry.about.nbytes > 50_000
    assert entry.problem is not None
    assert "only the denoiser of Flux" in str(entry.problem)
    assert "t5xxl.safetensors" in entry.problem.hint


def entry_from(folder, tensors, *said):
    return entry_of(file_of(folder, whole(tensors, *said)))


LANGUAGE = (word(ARCHITECTURE, "llama"), words("tokenizer.ggml.tokens", ["x"] * 20_000))
T5 = {"enc.blk.0.attn_q.weight": ((32, 32), "Q8_0")}
VAE = {"decoder.conv_in.weight": ((8, 4, 3, 3), "F16")}
XL = {"input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight": ((64, 2048), "Q8_0")}
REFUSED = {
    "a language model": ({}, LANGUAGE, "language model (llama)"),
    "a text encoder": (T5, (word(ARCHITECTURE, "t5encoder"),), "no family"),
    "a VAE": (VAE, (word(ARCHITECTURE, "pig"),), "get it as .safetensors"),
    "a UNet": (XL, (word(ARCHITECTURE, "sdxl"),), "get it as .safetensors"),
    "a liar": (FLUX, (word(ARCHITECTURE, "sd3"),), "says that it is Stable Diffusion 3.5"),
    "an unread packing": (
        {**FLUX, "x.weight": ((32, 256), "IQ2_XXS")},
        (_FLUX,),
        "kept as IQ2_XXS",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_run_says_why(tmp_path, name):
    tensors, said, why = REFUSED[name]
    entry = entry_from(tmp_path, tensors, *said)
    assert entry.problem is not None
    assert why in entry.problem.hint


def test_tensors_prove_a_family_where_the_maker_says_a_word_of_his_own(tmp_path):
    assert entry_from(tmp_path, FLUX, word(ARCHITECTURE, "pig")).family is FLUX_FAMILY
    assert entry_from(tmp_path, FLUX).family is FLUX_FAMILY


def test_what_was_told_is_kept_for_the_next_start(tmp_path):
    file_of(tmp_path, whole(FLUX, _FLUX))
    memory = tmp_path / "memory.json"
    first = ModelCatalogue([tmp_path], memory=memory).entries
    assert "Q4_K" in memory.read_text("utf-8")
    assert [one.quantised for one in ModelCatalogue([tmp_path], memory=memory).entries] == [
        one.quantised for one in first
    ]


def test_all_that_is_read_has_a_packing():
    assert {one.name for one in PACKINGS.values()} >= READABLE
