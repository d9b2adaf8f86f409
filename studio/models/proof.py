"""What a model is, by proof: its names and shapes, never its file name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from studio.models.families import FAMILIES, FLUX, FLUX_SCHNELL, SDXL, UNKNOWN
from studio.models.family import Family, ModelKind
from studio.models.folder import INDEX, read_object
from studio.models.gguf_proof import objection
from studio.models.headers import Header
from studio.models.marks import CROSS_WIDTHS, DENOISER, ENCODERS, LORA_NAMES, MARKS, OTHERS, WORDS
from studio.models.model_file import header_of
from studio.text import tr

_LORA = ("lora_down", "lora_A", ".lora.down", "lora_linear_layer.down", "hada_w1", "lokr_w1")
_FIRST = ("lora_down", "lora_A", "lora.down", "lora_linear_layer.down")
# The first layer of a small decoder, in its maker's layout and in that of diffusers.
_TINY = ("3.conv.0.weight", "decoder.layers.0.weight", "decoder.layers.2.conv.0.weight")
_FIRST_LAYER = f"{DENOISER}input_blocks.0.0.weight"


@dataclass(frozen=True, slots=True)
class Proof:
    """What something is; `why` says, for a user, what was missing when the family is unknown.

    is_whole: of a single file, whether text encoders and VAE are in it too. channels: what its
    denoiser takes in, 0 when that is not told. part: which one it is of those that complete a lone
    denoiser.
    """

    kind: ModelKind
    family: Family
    why: str = ""
    is_whole: bool = True
    channels: int = 0
    part: str = ""


def proof_of(path: Path) -> Proof:
    """What a model folder or a single file is.

    Raises:
        EngineError: it cannot be read, is broken, or is a pickle.
    """
    return _of_folder(path) if path.is_dir() else proof_of_header(header_of(path))


def family_of(path: Path) -> Family:
    """The family of a model folder or file, UNKNOWN when it is not proven.

    Raises:
        EngineError: it cannot be read, is broken, or is a pickle.
    """
    return proof_of(path).family


def proof_of_header(header: Header) -> Proof:
    """What a file with this header is."""
    found = _of_tensors(header)
    why = objection(found.kind, found.family, header) if header.is_gguf else ""
    if not why:
        return found
    is_painter = found.kind is ModelKind.checkpoint
    kind = ModelKind.checkpoint if is_painter else ModelKind.unknown
    return replace(found, kind=kind, family=UNKNOWN, why=why)


def _of_tensors(header: Header) -> Proof:
    names = header.names
    if any(part in names for part in _LORA):
        return _of_lora(header)
    if "emb_params" in header.tensors:
        return _known(ModelKind.embedding, CROSS_WIDTHS.get(header.width("emb_params")), header)
    if {"clip_l", "clip_g"} == set(header.tensors):
        return Proof(ModelKind.embedding, SDXL)
    prefix = DENOISER if DENOISER in names else ""
    proven = next((mark.family for mark in MARKS if mark.fits(header, prefix)), None)
    if proven or prefix:
        return _of_checkpoint(header, _told(header, proven), prefix)
    if "first_stage_model.decoder." in names or "decoder.conv_in.weight" in header.tensors:
        why = tr("A VAE does not say which family it is for.")
        return Proof(ModelKind.vae, UNKNOWN, why, part=f"vae-{_vae_channels(header)}")
    if any(first in header.tensors for first in _TINY):
        return Proof(ModelKind.decoder, UNKNOWN)
    encoder = next((id_ for id_ in ENCODERS if _is_encoder(header, ENCODERS[id_])), "")
    if encoder and "scaled_fp8" not in names:
        return Proof(ModelKind.encoder, UNKNOWN, part=encoder)
    return _known(ModelKind.unknown, None, header)


def _is_encoder(header: Header, widths: Mapping[str, int]) -> bool:
    return all(header.width(name) == width for name, width in widths.items())


def _vae_channels(header: Header) -> int:
    """Of its latents."""
    names = ("decoder.conv_in.weight", "first_stage_model.decoder.conv_in.weight")
    return next((header.width(name, 1) for name in names if name in header.tensors), 0)


def _told(header: Header, proven: Family | None) -> Family | None:
    """Models that edit are built as those that do not: only their makers' words tell them."""
    said = _in_words(header)
    if proven is None or (said is not None and said.edits and said.suits(proven)):
        return said
    return proven


def _of_folder(folder: Path) -> Proof:
    pipeline = read_object(folder / INDEX).get("_class_name")
    candidates = [family for family in FAMILIES if str(pipeline) in family.named]
    if not candidates:
        why = tr("It is made for {name}, which Repaint Studio does not run yet.", name=pipeline)
        return Proof(ModelKind.checkpoint, UNKNOWN, why)
    return Proof(ModelKind.checkpoint, _among(candidates, folder))


def _among(candidates: list[Family], folder: Path) -> Family:
    """Families of one pipeline are told apart by what their denoiser says of itself."""
    first = candidates[0]
    config = read_object(folder / first.denoiser / "config.json")
    if first is FLUX and config.get("guidance_embeds") is False:
        return FLUX_SCHNELL
    # Small models of the same build have widths of their own: the first row takes them.
    width = config.get("cross_attention_dim")
    exact = [one for one in candidates if one.context_width and one.context_width == width]
    return (exact or candidates)[0]


def _of_checkpoint(header: Header, family: Family | None, prefix: str) -> Proof:
    names = header.names
    if family is None or "quant_state" in names or "scaled_fp8" in names:
        return Proof(ModelKind.checkpoint, UNKNOWN, _other(header))
    has_vae = "first_stage_model." in names or "\nvae." in names
    reads = any(part in names for part in ("cond_stage_model.", "conditioner.", "text_encoders."))
    channels = header.width(_FIRST_LAYER, 1)
    if channels not in (0, 4, 9):
        why = tr("It takes {count} channels, and not 4 or 9.", count=channels)
        return Proof(ModelKind.checkpoint, UNKNOWN, why)
    # Of a flow's file the denoiser is taken, whatever else is in it.
    is_whole = bool(prefix) and has_vae and reads and not family.is_flow
    return Proof(ModelKind.checkpoint, family, "", is_whole, channels)


def _of_lora(header: Header) -> Proof:
    if "hada_w1" in header.names or "lokr_w1" in header.names:
        return Proof(ModelKind.lora, UNKNOWN, _other(header))
    named = next((family for part, family in LORA_NAMES if part in header.names), None)
    return _known(ModelKind.lora, named or CROSS_WIDTHS.get(_lora_width(header)), header)


def _known(kind: ModelKind, family: Family | None, header: Header) -> Proof:
    found = family or _in_words(header)
    return Proof(kind, found) if found else Proof(kind, UNKNOWN, _other(header))


def _in_words(header: Header) -> Family | None:
    """What its maker wrote into it, where shapes do not tell."""
    for key in ("modelspec.architecture", "ss_base_model_version"):
        said = header.words.get(key, "").lower()
        for start, family in WORDS:
            if said.startswith(start):
                return family
    return None


def _lora_width(header: Header) -> int:
    """What the cross attention takes; where only a text encoder is in it, what that gives."""
    for name, tensor in header.tensors.items():
        is_first = any(part in name for part in _FIRST) and tensor.shape
        if is_first and "attn2" in name and "to_k" in name:
            return tensor.shape[-1]
    for name, tensor in header.tensors.items():
        if name.startswith("lora_te_text_model") and "q_proj.lora_down" in name and tensor.shape:
            return tensor.shape[-1]
    return 0


def _other(header: Header) -> str:
    for part, title in OTHERS:
        if part in header.names:
            return tr("It is {title}, which Repaint Studio does not run yet.", title=title)
    return tr("Its tensors are those of no family that Repaint Studio knows.")
