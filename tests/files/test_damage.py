"""Every parser against damaged files: a picture, or a sentence, and never another exception."""

import time
import tracemalloc
from contextlib import suppress

import pytest

from studio.errors import InputError
from studio.files.formats import open_document
from tests.files.corpus import corpus, flipped, truncated

# Qt says aloud what it finds wrong in a drawing.
pytestmark = pytest.mark.no_qt_log

CORPUS = corpus()
FLIPS = 60
SLOWEST, LARGEST = 10.0, 1 << 30


@pytest.mark.parametrize("name", CORPUS)
def test_a_sound_file_is_opened(tmp_path, qapp, name):
    (tmp_path / name).write_bytes(CORPUS[name])

    opened = open_document(tmp_path / name)

    assert opened.document.layers


@pytest.mark.parametrize("name", CORPUS)
def test_what_is_cut_short_is_refused_in_words_or_read(tmp_path, qapp, name):
    for content in truncated(CORPUS[name], percent=5):
        try_to_open(tmp_path / name, content)


@pytest.mark.parametrize("name", CORPUS)
def test_what_is_damaged_is_refused_in_words_or_read(tmp_path, qapp, name):
    for content in flipped(CORPUS[name], FLIPS):
        try_to_open(tmp_path / name, content)


@pytest.mark.parametrize("name", ["layers.psd", "plain.tif", "deep.png", "drawing.svg"])
def test_damage_costs_neither_much_time_nor_much_memory(tmp_path, qapp, name):
    tracemalloc.start()
    begun = time.process_time()
    for content in flipped(CORPUS[name], 20, seed=2):
        try_to_open(tmp_path / name, content)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < LARGEST
    assert time.process_time() - begun < 20 * SLOWEST


def try_to_open(path, content):
    """Any other exception than that fails the test."""
    path.write_bytes(content)
    with suppress(InputError):
        open_document(path)
