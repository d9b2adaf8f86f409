"""The samplers by the names painters know, as diffusers schedulers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    DPMSolverSinglestepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    FlowMatchEulerDiscreteScheduler,
    FlowMatchLCMScheduler,
    LCMScheduler,
    TCDScheduler,
    UniPCMultistepScheduler,
)

from studio.engine.parts import Scheduler, SchedulerClass
from studio.generation.engine import EngineError, EngineErrorKind
from studio.models.family import Family
from studio.text import tr


@dataclass(frozen=True, slots=True)
class Sampler:
    """A scheduler class and what it is built with besides the model's own settings."""

    scheduler: SchedulerClass
    settings: Mapping[str, object] = field(default_factory=dict)


# clip_sample is on unless the model says otherwise, and clips latents as if they were pixels: an
# error of 2.4 in latents of unit size.
_SDE = {"algorithm_type": "sde-dpmsolver++"}
_KARRAS = {"use_karras_sigmas": True}
_SAMPLERS = {
    "Euler": Sampler(EulerDiscreteScheduler),
    "Euler a": Sampler(EulerAncestralDiscreteScheduler),
    "DPM++ 2M": Sampler(DPMSolverMultistepScheduler),
    "DPM++ 2M Karras": Sampler(DPMSolverMultistepScheduler, _KARRAS),
    "DPM++ 2M SDE": Sampler(DPMSolverMultistepScheduler, _SDE),
    "DPM++ 2M SDE Karras": Sampler(DPMSolverMultistepScheduler, {**_SDE, **_KARRAS}),
    "DPM++ SDE": Sampler(DPMSolverSinglestepScheduler, _SDE),
    "DPM++ SDE Karras": Sampler(DPMSolverSinglestepScheduler, {**_SDE, **_KARRAS}),
    "UniPC": Sampler(UniPCMultistepScheduler),
    "DDIM": Sampler(DDIMScheduler, {"clip_sample": False, "set_alpha_to_one": False}),
    "LCM": Sampler(LCMScheduler, {"clip_sample": False}),
    "TCD": Sampler(TCDScheduler, {"clip_sample": False}),
    "Flow Euler": Sampler(FlowMatchEulerDiscreteScheduler),
    "Flow LCM": Sampler(FlowMatchLCMScheduler),
}
# They pick their steps among those they were distilled at: 50, or as many as are asked for.
_DISTILLED = frozenset(("LCM", "TCD"))


def make_scheduler(
    name: str, config: Mapping[str, object], *, steps: int, spacing: str = ""
) -> Scheduler:
    """A fresh scheduler of a sampler that is known to be there.

    config: the settings of the model's own scheduler as loaded; never those of the one in use
    before, whose additions would leak. steps: of the whole schedule. spacing: of its timesteps,
    where the model was distilled at one.
    """
    sampler = _SAMPLERS[name]
    own: dict[str, object] = {"timestep_spacing": spacing} if spacing else {}
    if name in _DISTILLED:
        own["original_inference_steps"] = max(50, steps)
    return sampler.scheduler.from_config({**config, **sampler.settings, **own})


def suited(name: str, family: Family) -> str:
    """The sampler of that name.

    Raises:
        EngineError: there is none, or it does not suit the family; the hint names one that does.
    """
    if name in family.samplers:
        return name
    is_known = name in _SAMPLERS
    message = (
        tr("The sampler “{name}” does not suit {family}.", name=name, family=family.title)
        if is_known
        else tr("There is no sampler “{name}”.", name=name)
    )
    hint = tr(
        "“{usual}” does instead. There are: {names}.",
        usual=family.default_sampler,
        names=", ".join(family.samplers),
    )
    raise EngineError(EngineErrorKind.unsupported, message, hint)
