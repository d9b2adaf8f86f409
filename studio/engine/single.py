"""A single file made into a pipeline, with the configs that ship: the network is never asked."""

from __future__ import annotations

from pathlib import Path

import diffusers
import torch
import transformers
from safetensors import safe_open

from studio.engine.assembled import components_of_files
from studio.engine.differing import differing
from studio.engine.parts import Pipeline, PipelineClass
from studio.engine.prediction import predicts_velocity
from studio.generation.engine import EngineError, EngineErrorKind
from studio.models.catalogue import ModelEntry
from studio.models.companions import shipped_configs, tokenizer_folder
from studio.models.families import QWEN_IMAGE
from studio.models.family import Component
from studio.models.folder import read_object
from studio.models.gguf import is_gguf
from studio.models.headers import read_header
from studio.models.marks import DENOISER
from studio.models.model_file import header_of
from studio.models.proof import family_of
from studio.text import tr

# Which of the tokenizers that ship fill short prompts with "!"; the others repeat the end.
_FILLED_BY_MARK = {("sd21", "tokenizer"), ("sdxl", "tokenizer_2")}


def pipeline_of_file(entry: ModelEntry, dtype: torch.dtype) -> Pipeline:
    """The inpainting pipeline of a checkpoint, or of a denoiser and the parts it lacks.

    Raises:
        ValueError: a tensor is missing, or one does not fit.
    """
    assert entry.rest is not None
    denoiser = _denoiser(entry, entry.rest, dtype)
    if entry.parts:
        pipe = _of_parts(entry, entry.rest, denoiser, dtype)
    else:
        pipe = _of_configs(entry, entry.rest, denoiser, dtype)
    predicted = _prediction(entry, entry.rest, denoiser)
    if predicted:
        pipe.scheduler.register_to_config(prediction_type=predicted)
    return pipe


def _of_parts(
    entry: ModelEntry, configs: Path, denoiser: torch.nn.Module, dtype: torch.dtype
) -> Pipeline:
    return _kind(entry)(
        **{entry.family.denoiser: denoiser},
        **components_of_files(entry, dtype),
        scheduler=_scheduler(configs),
    )


def _of_configs(
    entry: ModelEntry, rest: Path, denoiser: torch.nn.Module, dtype: torch.dtype
) -> Pipeline:
    """Of a whole file, or of one and the other parts in a folder."""
    settings: dict[str, object] = {
        one.name: None for one in entry.family.components if not _is_there(one, rest)
    }
    if entry.family.edits:
        settings["processor"] = None  # comes later, from a class that is chosen here
    if "safety_checker" in settings:
        settings["requires_safety_checker"] = False
    settings[entry.family.denoiser] = denoiser
    if entry.is_whole:
        settings |= {"torch_dtype": dtype, **_tokenizers(entry, rest)}
        return _kind(entry).from_single_file(
            str(entry.path), config=str(rest), local_files_only=True, **settings
        )
    if family_of(rest) is not entry.family:
        settings["scheduler"] = _scheduler(shipped_configs(entry.family) or rest)
    return _kind(entry).from_pretrained(
        str(rest),
        local_files_only=True,
        use_safetensors=True,
        variant=entry.variant or None,
        dtype=dtype,
        **settings,
    )


def _kind(entry: ModelEntry) -> PipelineClass:
    found: PipelineClass = getattr(diffusers, entry.family.loader)
    return found


def _scheduler(configs: Path) -> object:
    """Of a kin the networks fit, but not how it was taught to walk."""
    said = read_object(configs / "scheduler" / "scheduler_config.json")
    return diffusers.FlowMatchEulerDiscreteScheduler.from_config(said)


def _is_there(component: Component, rest: Path) -> bool:
    """Whether it is loaded; a folder may leave out what is optional."""
    is_left = component.is_optional and not (rest / component.name).is_dir()
    return component.is_loaded and not is_left


def _denoiser(entry: ModelEntry, rest: Path, dtype: torch.dtype) -> torch.nn.Module:
    component = entry.family.component(entry.family.denoiser)
    assert component is not None
    (name,) = component.classes
    config = read_object(rest / component.name / "config.json")
    found: torch.nn.Module = getattr(diffusers, name).from_single_file(
        _named_as_known(entry),
        quantization_config=_quantisation(entry, dtype),
        config=str(rest),
        subfolder=component.name,
        local_files_only=True,
        torch_dtype=dtype,
        **differing(header_of(entry.path), entry.family, config),
    )
    # A pipeline for another task casts what it is given. That leaves blocks as they are, and only
    # this mark makes diffusers refuse it.
    vars(found)["is_quantized"] = False
    return found


def _quantisation(entry: ModelEntry, dtype: torch.dtype) -> object:
    if is_gguf(entry.path):
        return diffusers.GGUFQuantizationConfig(compute_dtype=dtype)
    return None


def _named_as_known(entry: ModelEntry) -> str | dict[str, torch.Tensor]:
    """The file, or what is in it.

    WORKAROUND diffusers 0.42 takes the names in files of Qwen-Image as they are.
    """
    if is_gguf(entry.path):
        return _tensors_in_blocks(entry.path)
    has_prefix = DENOISER in read_header(entry.path).names
    if not (has_prefix and entry.family.suits(QWEN_IMAGE)):
        return str(entry.path)
    with safe_open(entry.path, "pt") as file:
        named = [name for name in file.keys() if name.startswith(DENOISER)]  # noqa: SIM118
        return {name.removeprefix(DENOISER): file.get_tensor(name) for name in named}


def _tensors_in_blocks(path: Path) -> dict[str, torch.Tensor]:
    try:
        # Brings a library of 0.1 s, and few have such a file.
        from studio.engine.gguf_tensors import tensors_of
    except ImportError as error:
        raise EngineError(
            EngineErrorKind.unsupported,
            tr("The AI runtime is older than this program, and cannot read GGUF files."),
            tr("Set it up anew: choose “AI runtime…” in the Repaint menu."),
        ) from error
    return {name.removeprefix(DENOISER): one for name, one in tensors_of(path).items()}


def _tokenizers(entry: ModelEntry, rest: Path) -> dict[str, object]:
    named = (one.name for one in entry.family.components if _is_tokenizer(one))
    return {name: _tokenizer(entry, rest, name) for name in named}


def _is_tokenizer(component: Component) -> bool:
    return component.is_loaded and component.library == "transformers" and not component.weights


def _tokenizer(entry: ModelEntry, rest: Path, name: str) -> object:
    folder = tokenizer_folder(rest, name)
    is_own = folder.parent == rest
    by_mark = not is_own and (entry.family.id, name) in _FILLED_BY_MARK
    filled = {"pad_token": "!"} if by_mark else {}
    return transformers.CLIPTokenizer.from_pretrained(folder, local_files_only=True, **filled)


def _prediction(entry: ModelEntry, rest: Path, denoiser: torch.nn.Module) -> str:
    """What the denoiser predicts, where the config does not say: as told, or else tried out."""
    if entry.family.is_flow or entry.prediction:
        return entry.prediction
    said = read_object(rest / "scheduler" / "scheduler_config.json")
    if "prediction_type" in said:
        return ""
    return "v_prediction" if predicts_velocity(denoiser) else "epsilon"
