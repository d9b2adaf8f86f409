"""What a model is, by proof: its names and shapes, never its file name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studio.models.families import FAMILIES, SD15, SD21, SDXL, UNKNOWN, Family, ModelKind
from studio.models.folder import INDEX, read_object
from studio.models.headers import Header, read_header
from studio.text import tr


@dataclass(frozen=True, slots=True)
class Proof:
    """What something is; `why` says, for a user, what was missing when the family is unknown."""

    kind: ModelKind
    family: Family
    why: str = ""


def proof_of(path: Path) -> Proof:
    """What a model folder or a safetensors file is.

    Raises:
        EngineError: it cannot be read, is broken, or is a pickle.
    """
    return _of_folder(path) if path.is_dir() else _of_header(read_header(path))


def family_of(path: Path) -> Family:
    """The family of a model folder or file, UNKNOWN when it is not proven.

    Raises:
        EngineError: it cannot be read, is broken, or is a pickle.
    """
    return proof_of(path).family


def _of_folder(folder: Path) -> Proof:
    pipeline = read_object(folder / INDEX).get("_class_name")
    candidates = [family for family in FAMILIES if str(pipeline) in family.pipelines.names]
    if not candidates:
        why = tr("It is made for {name}, which Repaint Studio does not run yet.", name=pipeline)
        return Proof(ModelKind.checkpoint, UNKNOWN, why)
    width = read_object(folder / "unet" / "config.json").get("cross_attention_dim")
    # Small models of the same build have widths of their own: the first row takes them.
    exact = [family for family in candidates if family.context_width == width]
    return Proof(ModelKind.checkpoint, (exact or candidates)[0])


def _of_header(header: Header) -> Proof:
    if header.has("lora_down", "lora_up", "lora_A", ".lora.down", "hada_w1", "lokr_w1"):
        return _known(ModelKind.lora, _lora_width(header))
    if "emb_params" in header.tensors:
        return _known(ModelKind.embedding, header.width("emb_params"))
    if set(header.tensors) == {"clip_l", "clip_g"}:
        return Proof(ModelKind.embedding, SDXL)
    if header.has("model.diffusion_model."):
        return _known(ModelKind.checkpoint, _checkpoint_width(header))
    if header.has("first_stage_model.decoder.") or "decoder.conv_in.weight" in header.tensors:
        return Proof(ModelKind.vae, UNKNOWN, tr("A VAE does not say which family it is for."))
    return Proof(ModelKind.unknown, UNKNOWN, _unproven())


def _known(kind: ModelKind, width: int) -> Proof:
    by_width = {768: SD15, 1024: SD21, 2048: SDXL}
    if width in by_width:
        return Proof(kind, by_width[width])
    return Proof(kind, UNKNOWN, _unproven())


def _lora_width(header: Header) -> int:
    for name, tensor in header.tensors.items():
        if "attn2" in name and "to_k" in name and ("down" in name or "lora_A" in name):
            return tensor.shape[-1] if tensor.shape else 0
    return 0


def _checkpoint_width(header: Header) -> int:
    """What the cross attention takes; the block differs between Stable Diffusion 1 or 2 and XL."""
    place = "model.diffusion_model.input_blocks.{}.1.transformer_blocks.0.attn2.to_k.weight"
    return header.width(place.format(1)) or header.width(place.format(4))


def _unproven() -> str:
    return tr("Its tensors are those of no family that Repaint Studio knows.")
