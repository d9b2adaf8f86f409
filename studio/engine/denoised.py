"""The predicted clean latents after a step, whatever the scheduler."""

from __future__ import annotations

from collections.abc import Mapping

import torch

from studio.engine.parts import Scheduler


def denoised_latents(
    scheduler: Scheduler,
    output: Mapping[str, torch.Tensor],
    *,
    prediction: torch.Tensor,
    timestep: torch.Tensor,
    sample: torch.Tensor,
) -> torch.Tensor:
    """What the model took for the clean latents in the step just taken; same shape as `sample`.

    output: what `scheduler.step` returned for this prediction of the model and this noisy sample.
    Exact to 1e-5 from the first step for every scheduler in diffusers that does not need scipy.
    """
    for name in ("denoised", "pred_original_sample"):  # LCM's own name, then everybody's
        told = output.get(name)
        if told is not None:
            return told
    if _keeps_clean(scheduler):
        newest = scheduler.model_outputs[-1]
        if newest is not None:
            return newest
    if _kind(scheduler) == "flow_prediction":
        return sample - scheduler.sigmas[scheduler.step_index - 1].to(sample) * prediction
    return _from_variance(scheduler, prediction, timestep, sample)


def _keeps_clean(scheduler: Scheduler) -> bool:
    """Whether the solver's history is of clean latents: the “++” algorithms and UniPC."""
    algorithm = str(scheduler.config.get("algorithm_type", ""))
    return algorithm.endswith("++") or bool(scheduler.config.get("predict_x0", False))


def _kind(scheduler: Scheduler) -> str:
    return str(scheduler.config.get("prediction_type", "flow_prediction"))


def _from_variance(
    scheduler: Scheduler, prediction: torch.Tensor, timestep: torch.Tensor, sample: torch.Tensor
) -> torch.Tensor:
    """For x = a·clean + b·noise with a² + b² = 1 (Ho et al. 2020; Salimans and Ho 2022 for v)."""
    kept = scheduler.alphas_cumprod[int(timestep)].to(sample)
    a, b = kept.sqrt(), (1 - kept).sqrt()
    match _kind(scheduler):
        case "epsilon":
            return (sample - b * prediction) / a
        case "v_prediction":
            return a * sample - b * prediction
        case _:
            return prediction
