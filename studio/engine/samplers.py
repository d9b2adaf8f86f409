"""The samplers by the names painters know, as diffusers schedulers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    LCMScheduler,
    UniPCMultistepScheduler,
)

from studio.engine.parts import Scheduler, SchedulerClass
from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.samplers import SAMPLERS
from studio.text import tr


@dataclass(frozen=True, slots=True)
class Sampler:
    """A scheduler class and what it is built with besides the model's own settings."""

    scheduler: SchedulerClass
    settings: Mapping[str, object] = field(default_factory=dict)


# clip_sample is on unless the model says otherwise, and clips latents as if they were pixels: an
# error of 2.4 in latents of unit size.
_SAMPLERS = {
    "Euler": Sampler(EulerDiscreteScheduler),
    "Euler a": Sampler(EulerAncestralDiscreteScheduler),
    "DPM++ 2M": Sampler(DPMSolverMultistepScheduler),
    "DPM++ 2M Karras": Sampler(DPMSolverMultistepScheduler, {"use_karras_sigmas": True}),
    "UniPC": Sampler(UniPCMultistepScheduler),
    "DDIM": Sampler(DDIMScheduler, {"clip_sample": False, "set_alpha_to_one": False}),
    "LCM": Sampler(LCMScheduler, {"clip_sample": False}),
}


def make_scheduler(name: str, config: Mapping[str, object], *, steps: int) -> Scheduler:
    """A fresh scheduler of the sampler `name`.

    config: the settings of the model's own scheduler as loaded; never those of the one in use
    before, whose additions would leak. steps: of the whole schedule.

    Raises:
        EngineError: there is no sampler of that name.
    """
    sampler = _SAMPLERS.get(name)
    if sampler is None:
        raise EngineError(
            EngineErrorKind.unsupported,
            tr("There is no sampler “{name}”.", name=name),
            tr("Choose one of: {names}.", names=", ".join(SAMPLERS)),
        )
    return sampler.scheduler.from_config({**config, **sampler.settings, **_schedule(name, steps)})


def _schedule(name: str, steps: int) -> Mapping[str, object]:
    """LCM picks its steps among those it was distilled at: 50, or as many as are asked for."""
    return {"original_inference_steps": max(50, steps)} if name == "LCM" else {}
