"""LoRAs on a loaded model: put on beside its weights, never into them, and taken off again."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import TypeAlias

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from studio.engine.device import is_out_of_memory
from studio.engine.parts import Pipeline
from studio.generation.engine import EngineError, EngineErrorKind
from studio.models.additions import AddedLora
from studio.models.catalogue import ModelEntry
from studio.text import tr

Tensors: TypeAlias = Mapping[str, torch.Tensor]
_State: TypeAlias = tuple[tuple[str, float], ...]
# What peft and diffusers raise for tensors that are not for this network.
_UNFIT = (ValueError, RuntimeError, KeyError, TypeError, AttributeError, IndexError)


class Adapters:
    """Those that are on a model's networks now; they stay from job to job while they are wanted."""

    def __init__(self, pipe: Pipeline) -> None:
        self._pipe = pipe
        self._on: tuple[str, ...] = ()
        self._state: _State = ()

    def wear(self, loras: tuple[AddedLora, ...]) -> bool:
        """Put on these and no others; whether anything is otherwise than before.

        Raises:
            EngineError: one is broken, or does not fit the model; none is on then.
        """
        state = tuple((one.entry.hash, one.weight) for one in loras)
        if state == self._state:
            return False
        hashes = tuple(hash for hash, _ in state)  # noqa: A001
        try:
            if hashes != self._on:
                self._change(loras, hashes)
            if loras:
                names = [_name(at) for at in range(len(loras))]
                self._pipe.set_adapters(names, [one.weight for one in loras])
        except BaseException:
            self.take_off()
            raise
        self._state = state
        return True

    def take_off(self) -> None:
        """None is on: the model is as it was to the last bit."""
        self._pipe.unload_lora_weights()
        self._on, self._state = (), ()

    def _change(self, loras: tuple[AddedLora, ...], hashes: tuple[str, ...]) -> None:
        if self._on:
            self.take_off()
        self._on = hashes
        for at, one in enumerate(loras):
            self._put_on(one.entry, _name(at))

    def _put_on(self, entry: ModelEntry, name: str) -> None:
        tensors = dict(finite_tensors(entry))
        try:
            with warnings.catch_warnings():
                # That there is more than one, and which one is left when one does not fit.
                warnings.filterwarnings("ignore", "Already found a `peft_config`|Adapter lora_")
                self._pipe.load_lora_weights(tensors, adapter_name=name, local_files_only=True)
            is_on = any(name in names for names in self._pipe.get_list_adapters().values())
        except _UNFIT as error:
            if is_out_of_memory(error):
                raise
            raise _unfit(entry) from error
        if not is_on:
            raise _unfit(entry)


def finite_tensors(entry: ModelEntry) -> Tensors:
    """The tensors of a small file, all of them numbers.

    Raises:
        EngineError: it cannot be read, or holds infinities or no numbers at all.
    """
    try:
        tensors: Tensors = load_file(entry.path)
    except (OSError, SafetensorError) as error:
        raise _broken(entry) from error
    if not all(torch.isfinite(one).all() for one in tensors.values() if one.is_floating_point()):
        raise _broken(entry)
    return tensors


def _name(at: int) -> str:
    # Never a file's name: a dot in it would be a path in torch.
    return f"lora_{at}"


def _broken(entry: ModelEntry) -> EngineError:
    return EngineError(
        EngineErrorKind.model_broken,
        tr("{name} holds numbers that are none, or cannot be read.", name=entry.name),
        tr("Download it again, or leave it out."),
    )


def _unfit(entry: ModelEntry) -> EngineError:
    return EngineError(
        EngineErrorKind.unsupported,
        tr("The LoRA {name} does not fit this model.", name=entry.name),
        tr("It is made for another build of {family}; leave it out.", family=entry.family.title),
    )
