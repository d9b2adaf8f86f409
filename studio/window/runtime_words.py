"""The AI runtime in words: kinds, sizes, and how far it is."""

from __future__ import annotations

from studio.generation.hardware import Processor
from studio.runtime.manifest import Manifest
from studio.runtime.setting_up import Stage
from studio.session.models.equipping import Equipping, EquipState
from studio.text import tr
from studio.window.download_words import pace_words, size_words
from studio.window.hardware_words import processor_title


def kind_words(manifest: Manifest, likely: Processor) -> str:
    """What it computes on, and whether this machine looks as if it suited."""
    title = processor_title(Processor(manifest.backend))
    if manifest.backend == likely.value:
        return tr("{title} — suits this computer", title=title)
    return tr("{title} — works on any computer", title=title) if _is_cpu(manifest) else title


def sizes_words(manifest: Manifest) -> str:
    """What it costs."""
    return tr(
        "{size} to download, {room} on the disk",
        size=size_words(manifest.nbytes),
        room=size_words(manifest.unpacked),
    )


def lack_words(offers: tuple[Manifest, ...], likely: Processor) -> str:
    """What this build has not to offer; empty when it has what suits."""
    if not offers:
        return tr("This build has no runtime for this system. Take the full build instead.")
    if any(one.backend == likely.value for one in offers):
        return ""
    return tr(
        "This computer looks as if it had {name}. This build has no runtime for that.",
        name=processor_title(likely),
    )


def in_use_words(equipping: Equipping) -> str:
    """What repaints are computed with now."""
    found = equipping.in_use
    if found is None:
        return tr("No runtime is set up yet: you can paint, but not repaint.")
    return tr("In use: {title}", title=processor_title(Processor(found.backend)))


def progress_words(equipping: Equipping) -> str:
    """How far it is, or why it stands still."""
    progress = equipping.progress
    sizes = tr(
        "{done} of {total}", done=size_words(progress.done), total=size_words(progress.total)
    )
    match equipping.state:
        case EquipState.idle:
            return ""
        case EquipState.paused:
            return tr("Paused at {sizes}", sizes=sizes)
        case EquipState.failed:
            error = equipping.error
            return f"{error.message} {error.hint}".strip() if error else tr("Failed")
        case EquipState.running:
            return _stage_words(equipping.stage, " · ".join((sizes, *pace_words(progress))))


def _stage_words(stage: Stage, sizes: str) -> str:
    match stage:
        case Stage.checking:
            return tr("Looking at what is here…")
        case Stage.fetching:
            return sizes
        case Stage.unpacking:
            return tr("Unpacking…")
        case Stage.trying:
            return tr("Trying it: a window, a stroke, a repaint. This takes a minute…")


def _is_cpu(manifest: Manifest) -> bool:
    return manifest.backend == Processor.cpu.value
