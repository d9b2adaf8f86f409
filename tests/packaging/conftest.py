"""A few made-up drawings, so that nothing has to be fetched, and everything at its smallest."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from starter_model.autoencoder import Lesson
from starter_model.drawings import SETS, SIDE, Drawings
from starter_model.palette import main_hue
from starter_model.plans import Planner
from starter_model.profiles import MICRO
from starter_model.scenes import Composer
from starter_model.tokenizer import corpus, load_tokenizer, train_tokenizer
from starter_model.words import concepts_taught

CONCEPTS = 12
CPU = torch.device("cpu")


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    """Two threads on two busy cores wait for each other."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def concepts():
    return concepts_taught(CONCEPTS)


@pytest.fixture(scope="session")
def drawings():
    """Of each concept and set another ellipse, in a colour of its own."""
    rng = np.random.default_rng(1)
    pairs = [(concept, origin) for concept in range(CONCEPTS) for origin in range(len(SETS))]
    pixels = np.stack([_ellipse(rng) for _ in pairs])
    return Drawings(
        pixels,
        np.array([concept for concept, _ in pairs]),
        np.array([origin for _, origin in pairs]),
        np.array([main_hue(one) for one in pixels], np.float32),
    )


@pytest.fixture(scope="session")
def planner(concepts, drawings):
    return Planner(concepts, drawings.taught())


@pytest.fixture(scope="session")
def composer(planner):
    return Composer(planner.drawings, MICRO.side, CPU)


@pytest.fixture(scope="session")
def lesson(planner, composer):
    return Lesson(planner, composer, MICRO, seed=3)


@pytest.fixture(scope="session")
def tokenizer_folder(planner, tmp_path_factory):
    folder = tmp_path_factory.mktemp("words") / "tokenizer"
    lines = corpus(planner, 400)
    train_tokenizer(lines, folder, size=MICRO.vocabulary, length=MICRO.length)
    return folder


@pytest.fixture(scope="session")
def tokenizer(tokenizer_folder):
    return load_tokenizer(tokenizer_folder)


def _ellipse(rng):
    """uint8[SIDE, SIDE, 4] premultiplied."""
    down, across = (np.mgrid[0:SIDE, 0:SIDE] + 0.5) / SIDE * 2 - 1
    high = rng.uniform(0.5, 1)
    inside = (across**2 + (down / high) ** 2 < 1)[..., None]
    colour = np.append(rng.integers(0, 256, 3), 255)
    return (inside * colour).astype(np.uint8)
