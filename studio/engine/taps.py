"""Where we reach into a stock pipeline: its scheduler's step and its networks' blocks."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import torch

from studio.engine.denoised import denoised_latents
from studio.engine.parts import Scheduler

# Given the predicted clean latents and the next noisy ones, the noisy ones to go on with.
AfterStep = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


@contextmanager
def tapped_steps(scheduler: Scheduler, after: AfterStep) -> Iterator[None]:
    """Within, `after` sees every step of the scheduler and may change where it goes on."""
    original = scheduler.step

    # wraps: pipelines read the signature to know whether the scheduler wants eta and a generator.
    @functools.wraps(original)
    def step(
        model_output: torch.Tensor,
        timestep: torch.Tensor,
        sample: torch.Tensor,
        *more: object,
        return_dict: bool = True,
        **settings: object,
    ) -> object:
        output = original(model_output, timestep, sample, *more, return_dict=True, **settings)
        clean = denoised_latents(
            scheduler, output, prediction=model_output, timestep=timestep, sample=sample
        )
        output["prev_sample"] = after(clean, output["prev_sample"])
        return output if return_dict else output.to_tuple()

    scheduler.step = step
    try:
        yield
    finally:
        del scheduler.step


@contextmanager
def cancel_points(parts: Iterable[object], check: Callable[[], None]) -> Iterator[None]:
    """Within, `check` is called before every block of these networks, and may raise.

    A few milliseconds apart, where a step may take seconds; the networks stay usable.
    """

    def before(_module: torch.nn.Module, _inputs: object) -> None:
        check()

    hooks = [block.register_forward_pre_hook(before) for block in _blocks(parts)]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def _blocks(parts: Iterable[object]) -> set[torch.nn.Module]:
    """What any architecture is made of: the members of its lists, and its convolutions.

    A convolution at full size, in a VAE, takes longer than a whole block elsewhere. A block that is
    compiled, and all within it, is left alone: a hook that comes and goes has it compiled anew.
    """
    found: set[torch.nn.Module] = set()
    for part in parts:
        if isinstance(part, torch.nn.Module):
            compiled = {
                inner for one in part.modules() if _is_compiled(one) for inner in one.modules()
            }
            for module in part.modules():
                if isinstance(module, torch.nn.ModuleList):
                    found.update(one for one in module if one is not None and one not in compiled)
                elif isinstance(module, torch.nn.Conv2d) and module not in compiled:
                    found.add(module)
    return found


def _is_compiled(module: torch.nn.Module) -> bool:
    return module._compiled_call_impl is not None
