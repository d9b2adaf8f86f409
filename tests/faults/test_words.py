"""Words that were made to harm: looked through in no time, or refused."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial

import pytest

from studio.errors import InputError
from studio.files.openraster.adjusting import parse_adjustment
from studio.files.openraster.aids import parse_aids
from studio.files.openraster.covering import parse_fill
from studio.files.openraster.wording import parse_wording
from studio.files.pictures.metadata import parse_parameters
from studio.foreign_json import read_as
from studio.generation.emphasis import pieces_of
from studio.generation.loras import split_loras
from studio.generation.wildcards import drawn
from tests.faults.corpus import texts
from tests.faults.parsers import models, notes

LETTERS = 100_000
SECONDS = 2.0
# What an expression with two parts for the same letters looks through again and again.
ENDLESS = {
    "spaces": lambda count: " " * count + "x",
    "lines": lambda count: "a" + "\n" * count + "x",
    "digits": lambda count: "<lora:x:" + "9" * count,
    "digits in brackets": lambda count: "(x:" + "9" * count,
    "letters": lambda count: "a\nb" * 2 + "c" * count,
    "choices": lambda count: "{" + "|" * count,
    "openings": lambda count: "{" * count,
    "names": lambda count: "__a" * (count // 3),
    "hashes": lambda count: 'Steps: 1, Seed: 2, Lora hashes: "' + " " * count + '"',
}
READERS: Mapping[str, Callable[[str], object]] = {
    "parameters": parse_parameters,
    "loras": split_loras,
    "emphasis": pieces_of,
    "choices": partial(drawn, seed=1, lists=lambda _: ()),
}


@pytest.mark.parametrize("words", ENDLESS)
@pytest.mark.parametrize("reader", READERS)
def test_words_without_end_are_looked_through_in_no_time(reader, words):
    text = ENDLESS[words](LETTERS)
    started = time.process_time()
    READERS[reader](text)
    assert time.process_time() - started < SECONDS


def test_a_list_that_names_itself_twice_does_not_grow_without_end():
    lists = {"a": ["__a__ and __a__", "__a__ or __a__"], "b": ["x" * (1 << 20)]}
    assert len(drawn("__a__", 1, lists.__getitem__)) < 200_000
    assert len(drawn("__b__" * 100, 1, lists.__getitem__)) < 200_000


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("aids", parse_aids),
        ("adjustment", parse_adjustment),
        ("fill", parse_fill),
        ("text layer", parse_wording),
    ],
)
@pytest.mark.parametrize("number", ["9" * 400, "-" + "9" * 400, "1e999", "NaN", "9" * 5000])
def test_a_number_that_no_float_has_room_for_is_damage(name, read, number):
    text = dict(notes())[name].content.decode()
    assert read(text) is not None
    at = max(text.find(f" {digit}") for digit in "0123456789") + 1
    assert read(text[:at] + number + text[at:]) is None


@pytest.mark.parametrize(
    "content", [b'{"a": "\xff"}', b'{"\xff": ""}', b"[" * 5000, b'{"b":' * 5000, b"9" * 5000]
)
def test_what_is_no_text_or_nested_without_end_is_no_json(content):
    with pytest.raises(ValueError, match=r"."):
        read_as(content, dict)


@pytest.mark.parametrize("said", [b"a: 2020-13-45", b"a: " + b"9" * 5000, b"[" * 5000, b"a: \xff"])
def test_paths_in_words_that_yaml_cannot_mean_are_none(said):
    assert dict(models())["extra_model_paths.yaml"].read(said) is not None


def test_a_brush_of_a_size_that_no_float_has_room_for_is_refused():
    kind = dict(texts())["brush.json"]
    assert kind.read(kind.content)
    with pytest.raises(InputError):
        kind.read(kind.content.replace(b'"size": 100.0', b'"size": ' + b"9" * 400))
