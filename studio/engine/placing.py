"""A model's networks where a plan wants them, for as long as they compute."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from diffusers import AsymmetricAutoencoderKL

from studio.engine.int8 import keep_in_int8
from studio.engine.parts import Pipeline
from studio.engine.plan import DevicePlan
from studio.generation.hardware import Offload


def prepare(pipe: Pipeline, plan: DevicePlan) -> None:
    """Once, after loading: what the networks stay as.

    Every pipeline that shares them must be made before: making one casts.
    """
    denoiser = denoiser_of(pipe)
    if plan.slices_attention:
        pipe.enable_attention_slicing()
    if plan.keeps_int8:
        keep_in_int8(denoiser)
    if plan.offload is Offload.layers:
        pipe.enable_group_offload(
            onload_device=torch.device(plan.device.kind),
            offload_type="leaf_level",
            use_stream=plan.device.kind == "cuda",
        )
    if plan.compiles:
        denoiser.compile_repeated_blocks(fullgraph=True)


@contextmanager
def placed(pipe: Pipeline, plan: DevicePlan) -> Iterator[None]:
    """Within, all pipelines that share the networks of this one can run."""
    with _moved(pipe, plan), _in_pieces(pipe, plan), _precision_kept(pipe):
        yield


def denoiser_of(pipe: Pipeline) -> torch.nn.Module:
    """The network that denoises: a UNet or a transformer."""
    found = pipe.components.get("unet") or pipe.components["transformer"]
    assert isinstance(found, torch.nn.Module)
    return found


@contextmanager
def _moved(pipe: Pipeline, plan: DevicePlan) -> Iterator[None]:
    match plan.offload:
        case Offload.layers:  # its hooks move them
            yield
        case Offload.parts:
            pipe.enable_model_cpu_offload(device=plan.device.kind)
            try:
                yield
            finally:  # also after a cancel, which leaves the network it met where it was
                pipe.remove_all_hooks()
                pipe.to("cpu", silence_dtype_warnings=True)
        case _:
            # Asked of a weight: of the pipeline it would look through every module, for 1 ms.
            if next(denoiser_of(pipe).parameters()).device.type != plan.device.kind:
                pipe.to(plan.device.kind, silence_dtype_warnings=True)
            yield


@contextmanager
def _in_pieces(pipe: Pipeline, plan: DevicePlan) -> Iterator[None]:
    """The VAE in tiles, one picture at a time: slower, in a fraction of the memory."""
    if not plan.tiles_vae or isinstance(pipe.vae, AsymmetricAutoencoderKL):  # which cannot
        yield
        return
    pipe.vae.enable_tiling()
    pipe.vae.enable_slicing()
    try:
        yield
    finally:
        pipe.vae.disable_tiling()
        pipe.vae.disable_slicing()


@contextmanager
def _precision_kept(pipe: Pipeline) -> Iterator[None]:
    """Stable Diffusion XL decodes in float32, and stays in it when it is stopped there."""
    vae = pipe.components["vae"]
    assert isinstance(vae, torch.nn.Module)
    before = next(vae.parameters()).dtype
    try:
        yield
    finally:
        if next(vae.parameters()).dtype != before:
            vae.to(before)
