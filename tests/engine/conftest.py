"""Tiny models with random weights, loaded once, and the model that ships."""

from __future__ import annotations

import pytest
import torch

import studio.engine
from studio.models.catalogue import ModelCatalogue, installed
from tests.fakes.tiny_models import make_model, make_xl_model

assert studio.engine  # it sets what the libraries read when they are imported


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    """Two threads on two busy cores wait for each other."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A folder with three models: `plain`, `inpainting` and `xl`."""
    root = tmp_path_factory.mktemp("models")
    make_model(root / "plain", input_channels=4)
    make_model(root / "inpainting", input_channels=9)
    make_xl_model(root / "xl")
    return root


@pytest.fixture(scope="session")
def catalogue(folder):
    return ModelCatalogue((folder,))


@pytest.fixture(scope="session")
def engine(catalogue):
    """An engine that stays warm from test to test, as in the app."""
    from studio.engine.device import CPU
    from studio.engine.local import LocalEngine

    return LocalEngine(catalogue, CPU)


@pytest.fixture(scope="session")
def plain(catalogue):
    """The plain model, loaded."""
    from studio.engine.device import CPU
    from studio.engine.loading import load_model
    from studio.engine.plan import DevicePlan

    return load_model(catalogue.find("plain"), DevicePlan(CPU))


@pytest.fixture(scope="session")
def shipped():
    """An engine with the model that ships."""
    from studio.engine.device import CPU
    from studio.engine.local import LocalEngine

    return LocalEngine(installed(), CPU)


@pytest.fixture
def narrow_flux(monkeypatch):
    """Diffusers' reading of Flux files, for a transformer 32 wide: 3072 stands in its code."""
    from types import FunctionType

    from diffusers.loaders.single_file_model import SINGLE_FILE_LOADABLE_CLASSES

    row = SINGLE_FILE_LOADABLE_CLASSES["FluxTransformer2DModel"]
    usual = row["checkpoint_mapping_fn"]
    numbers = tuple(32 if one == 3072 else one for one in usual.__code__.co_consts)
    assert numbers != usual.__code__.co_consts
    narrow = FunctionType(usual.__code__.replace(co_consts=numbers), usual.__globals__)
    monkeypatch.setitem(row, "checkpoint_mapping_fn", narrow)
