"""Hardware in the painter's words."""

from __future__ import annotations

from studio.generation.hardware import Hardware, Offload, Portion, Precision, Processor
from studio.text import tr

_GIGABYTE = 1 << 30


def short_words(hardware: Hardware) -> str:
    """For the status line: processor, its size, precision, how weights are kept."""
    size = (
        tr("threads: {count}", count=hardware.threads)
        if hardware.processor is Processor.cpu
        else f"{hardware.memory_bytes / _GIGABYTE:.0f} GB"
    )
    words = (processor_title(hardware.processor), size, hardware.precision.value)
    return " · ".join((*words, hardware.quantised) if hardware.quantised else words)


def long_words(hardware: Hardware) -> str:
    """For a tooltip: a line each."""
    memory = f"{hardware.memory_bytes / _GIGABYTE:.1f} GB"
    lines = [
        tr("The engine computes on: {name}", name=hardware.name or "CPU"),
        tr("Memory: {size}", size=memory),
        tr("Weights: {how}", how=offload_title(hardware.offload)),
    ]
    if hardware.quantised:
        lines.append(tr("The model's weights are kept as {name}.", name=hardware.quantised))
    if hardware.is_int8:
        lines.append(tr("Weights are kept in eight bits."))
    if hardware.is_compiled:
        lines.append(tr("Repeated blocks are compiled."))
    if hardware.is_tiled:
        lines.append(tr("Pictures are decoded in pieces."))
    return "\n".join(lines)


def processor_title(processor: Processor) -> str:
    """What people call it."""
    match processor:
        case Processor.auto:
            return tr("Automatic")
        case Processor.cuda:
            return "NVIDIA CUDA"
        case Processor.rocm:
            return "AMD ROCm"
        case Processor.xpu:
            return "Intel XPU"
        case Processor.mps:
            return "Apple MPS"
        case Processor.cpu:
            return "CPU"


def precision_title(precision: Precision) -> str:
    """What people call it."""
    return tr("Automatic") if precision is Precision.auto else precision.value


def portion_title(portion: Portion) -> str:
    """How much at a time."""
    titles = {
        Portion.auto: tr("Automatic"),
        Portion.whole: tr("all at once"),
        Portion.pieces: tr("in pieces, in less memory"),
    }
    return titles[portion]


def offload_title(offload: Offload) -> str:
    """Where weights are."""
    titles = {
        Offload.auto: tr("Automatic"),
        Offload.none: tr("all on the processor"),
        Offload.parts: tr("one part at a time"),
        Offload.layers: tr("one layer at a time"),
    }
    return titles[offload]
