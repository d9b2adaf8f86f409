"""What a repaint would do, in one line, before it is asked for."""

from __future__ import annotations

from studio.errors import StudioError
from studio.generation.steps import plan_steps
from studio.region.region import region_of
from studio.region.sizes import working_size
from studio.session.session import Session
from studio.text import tr


def forecast(session: Session) -> str:
    """The task, the region, the size the model works at, and the steps."""
    repainting, document = session.repainting, session.easel.document
    if session.live.is_on:
        return _live_words(session)
    try:
        limits = repainting.model.limits
    except StudioError as error:
        return error.message
    region, recipe = region_of(document), repainting.recipe
    context = repainting.context_box or document.bounds
    size = working_size(context.extent, limits).size
    words = _task_words(is_whole=region.is_whole(document), strength=recipe.strength)
    steps = plan_steps(recipe.steps, recipe.strength).count
    return tr(
        "{task} {width} × {height} px, at {inner_width} × {inner_height} in {steps} steps",
        task=words,
        width=region.bounds.width,
        height=region.bounds.height,
        inner_width=size.width,
        inner_height=size.height,
        steps=steps,
    )


def _live_words(session: Session) -> str:
    if session.repainting.recipe.strength == 1:
        return tr("Live. It follows what you paint at a strength below 100 %.")
    if session.live.is_shown:
        return tr("Live. Enter keeps what you see as a layer.")
    return tr("Live. Paint, and rest the pen to see what it becomes.")


def _task_words(*, is_whole: bool, strength: float) -> str:
    if not is_whole:
        return tr("Inpaint")
    return tr("Make a picture of") if strength == 1 else tr("Image to image")
