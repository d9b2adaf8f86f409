"""Sizes, times and licences of downloads, in words."""

from __future__ import annotations

from studio.downloads.choosing import Choice
from studio.downloads.recommended import Purpose, Recommended, Use
from studio.downloads.watch import Progress
from studio.session.models.downloading import Download, DownloadState
from studio.text import tr

# Slower than this it stands still, and how long it takes nobody wants to know.
_SLOWEST = 10_000


def size_words(nbytes: int) -> str:
    """As disks are sold: in powers of ten."""
    if nbytes >= 1e9:
        return tr("{size} GB", size=f"{nbytes / 1e9:.1f}")
    if nbytes >= 1e6:
        return tr("{size} MB", size=f"{nbytes / 1e6:,.0f}")
    return tr("{size} kB", size=f"{nbytes / 1e3:.0f}")


def choice_words(choice: Choice) -> str:
    """What it is, and how large."""
    size = size_words(choice.nbytes)
    if not choice.is_folder:
        return tr("{name} alone · {size}", name=choice.name, size=size)
    if choice.variant == "fp16":
        return tr("Model in half precision (fp16) · {size}", size=size)
    return tr("Model in full · {size}", size=size)


def state_words(item: Download) -> str:
    """How far it is, or why it stands still."""
    sizes = tr(
        "{done} of {total}",
        done=size_words(item.progress.done),
        total=size_words(item.progress.total) if item.progress.total else "?",
    )
    match item.state:
        case DownloadState.waiting:
            return tr("Waiting")
        case DownloadState.running:
            return " · ".join((sizes, *pace_words(item.progress)))
        case DownloadState.paused:
            return tr("Paused at {sizes}", sizes=sizes)
        case DownloadState.failed:
            return item.error.message if item.error else tr("Failed")
        case DownloadState.done:
            return tr("Here · {size}", size=size_words(item.plan.nbytes or item.progress.done))


def pace_words(progress: Progress) -> tuple[str, ...]:
    """How fast, and how long it still takes; nothing while it stands still."""
    if progress.speed < _SLOWEST:
        return ()
    speed = tr("{size} per second", size=size_words(round(progress.speed)))
    left = (progress.total - progress.done) / progress.speed
    return (speed, _time_words(left)) if progress.total else (speed,)


def _time_words(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return tr("under a minute left")
    if minutes < 90:
        return tr("{count} min left", count=minutes)
    return tr("{count} h left", count=round(minutes / 60))


def recommended_words(one: Recommended) -> str:
    """Its size and licence in one line."""
    size = tr("about {size}", size=size_words(one.megabytes * 1_000_000))
    return " · ".join((one.family, purpose_words(one.purpose), size))


def licence_words(one: Recommended) -> str:
    """Its licence, and what that comes to."""
    return f"{one.licence} · {_use_words(one.use)}"


def purpose_words(purpose: Purpose) -> str:
    """What it is good for."""
    match purpose:
        case Purpose.model:
            return tr("model")
        case Purpose.inpainting:
            return tr("model for repainting regions")
        case Purpose.editing:
            return tr("model that is told what to change")
        case Purpose.few_steps:
            return tr("model that paints in 1 to 4 steps")
        case Purpose.few_steps_lora:
            return tr("LoRA: any model of the family in 4 to 8 steps")
        case Purpose.vae:
            return tr("VAE that works in half precision")
        case Purpose.decoder:
            return tr("decoder for sharper previews")


def _use_words(use: Use) -> str:
    match use:
        case Use.any:
            return tr("for any use")
        case Use.rules:
            return tr("for any use within its rules")
        case Use.noncommercial:
            return tr("not for business")
