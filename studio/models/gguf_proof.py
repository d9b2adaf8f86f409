"""Why a GGUF file cannot be run, though its tensors are those of something known."""

from __future__ import annotations

from studio.models.families import FAMILIES, FLUX, QWEN_IMAGE, SD3, SD15, SDXL, UNKNOWN, Z_IMAGE
from studio.models.family import Family, ModelKind
from studio.models.gguf import ARCHITECTURE, PACKED, READABLE
from studio.models.headers import Header
from studio.text import tr

# What those who make them call each; of other words the tensors decide alone.
_ARCHITECTURES = {
    "flux": FLUX,
    "sd3": SD3,
    "qwen_image": QWEN_IMAGE,
    "lumina2": Z_IMAGE,
    "sdxl": SDXL,
    "sd1": SD15,
}
# What is used without one.
_OF_NO_FAMILY = (ModelKind.vae, ModelKind.decoder, ModelKind.encoder)


def objection(kind: ModelKind, family: Family, header: Header) -> str:
    """In the painter's words; empty where there is none, or none but that it is not known."""
    said = header.words.get(ARCHITECTURE, "?")
    if not header.tensors:
        return tr("It is a language model ({name}), which does not paint by itself.", name=said)
    if family is UNKNOWN and kind not in _OF_NO_FAMILY:
        return ""
    if kind is not ModelKind.checkpoint or not family.is_flow:
        titles = ", ".join(one.title for one in FAMILIES if one.is_flow)
        return tr("In this form only {titles} are read; get it as .safetensors.", titles=titles)
    named = _ARCHITECTURES.get(said.lower())
    if named is not None and not named.suits(family):
        return tr(
            "It says that it is {said}, and its tensors are those of {family}.",
            said=named.title,
            family=family.title,
        )
    return _unreadable(header)


def _unreadable(header: Header) -> str:
    found = {one.dtype for one in header.tensors.values()}
    strange = sorted(one for one in found if not (PACKED[one].is_plain or one in READABLE))
    if not strange:
        return ""
    return tr(
        "Its weights are kept as {names}, which is not read; get it as Q8_0, Q5_K or Q4_K.",
        names=", ".join(strange),
    )
