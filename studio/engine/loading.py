"""A model folder made ready to run, and kept warm."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from safetensors import SafetensorError
from tqdm import tqdm

from studio.engine.adapters import Adapters
from studio.engine.caches import Encoded, Recent, digest_of, keep_encoded, keep_prompts
from studio.engine.colours import LatentColours, Preview, fit_colours
from studio.engine.decoding import decode_finite
from studio.engine.device import Device, is_out_of_memory
from studio.engine.embeddings import Embedding
from studio.engine.flow_vae import flow_latents
from studio.engine.layout import Layout
from studio.engine.other_vae import load_vae
from studio.engine.parts import Pipeline, PipelineClass, Vae
from studio.engine.picture_reader import read_pictures_too, words_about
from studio.engine.placing import denoiser_of, placed, prepare
from studio.engine.plan import DevicePlan
from studio.engine.single import pipeline_of_file
from studio.engine.tiny_decoder import load_tiny_decoder
from studio.engine.wording import Words, encode, is_plain
from studio.generation.engine import EngineError, EngineErrorKind
from studio.generation.recipe import Recipe
from studio.generation.request import Rgb, Task
from studio.models.additions import AddedLora
from studio.models.catalogue import ModelEntry
from studio.models.check import check_folder
from studio.models.folder import INDEX, read_object
from studio.text import tr

# Its own lock is a semaphore of the system's, and stays when this process is killed.
tqdm.set_lock(threading.RLock())
transformers.utils.logging.disable_progress_bar()
diffusers.utils.logging.disable_progress_bar()

_INPAINTING_CHANNELS = 9
# What the libraries raise for a folder that is not what it says: a part or a tensor is missing,
# has another shape, or does not fit the others.
_BROKEN = (OSError, ValueError, RuntimeError, KeyError, TypeError, ImportError, SafetensorError)


@dataclass(slots=True, eq=False)
class LoadedModel:
    """A model's components, and a pipeline for each task that shares them.

    scheduler: the settings of the model's own scheduler, as loaded. preview: shows latents.
    embeddings: of the job that it serves.
    """

    entry: ModelEntry
    device: Device
    pipe: Pipeline
    scheduler: dict[str, Any]
    preview: Preview = field(init=False)
    embeddings: tuple[Embedding, ...] = ()
    _adapters: Adapters = field(init=False)
    _other_vae: tuple[str, Vae] | None = None
    _spacing: str = ""
    _colours: LatentColours = field(init=False)
    _tiny: Path | None = None
    _encoded: Recent[Encoded] = field(default_factory=lambda: Recent(8))
    _prompts: Recent[object] = field(default_factory=lambda: Recent(64))
    _words: Recent[tuple[Words, Words]] = field(default_factory=lambda: Recent(16))
    # Each takes some 10 MB, of which most is the picture.
    _instructions: Recent[object] = field(default_factory=lambda: Recent(4))
    _views: dict[str, Pipeline] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Put the caches in place."""
        keep_encoded(self.pipe.vae, self._encoded)
        decode_finite(self.pipe.vae)
        self._adapters = Adapters(self.pipe)

    def settle(self, plan: DevicePlan) -> None:
        """Make its networks what they stay as, and learn what its latents look like."""
        for task in Task:
            self.view(task)
        prepare(self.pipe, plan)
        with placed(self.pipe, plan):
            self.preview = self._colours = fit_colours(self.encode)
        self.forget()

    @property
    def sees_mask(self) -> bool:
        """Whether it is an inpainting model: it sees the mask and what is around it."""
        denoiser = denoiser_of(self.pipe)
        return self.entry.family.sees_mask or denoiser.config.in_channels == _INPAINTING_CHANNELS

    @property
    def factor(self) -> int:
        """Pixels along a side of a latent pixel."""
        return self.pipe.vae_scale_factor

    def layout(self, pixels: Rgb) -> Layout:
        """How its pipelines lay out the latents of a picture."""
        height, width = pixels.shape[:2]
        return Layout(self.entry.family.packs, height // self.factor, width // self.factor)

    @property
    def nbytes(self) -> int:
        """The memory its weights take."""
        networks = [
            one for one in self.pipe.components.values() if isinstance(one, torch.nn.Module)
        ]
        return sum(weight.nbytes for one in networks for weight in one.parameters())

    def view(self, task: Task) -> Pipeline:
        """The pipeline for a task; an inpainting model does every task by inpainting."""
        name = self.entry.family.pipelines.name(Task.inpaint if self.sees_mask else task)
        if name not in self._views:
            # Without a dtype, from_pipe casts the shared half-precision weights to float32.
            # Nor would every pipeline take over a VAE that its annotations do not name.
            vae, dtype = self.pipe.vae, self.device.dtype
            view = pipeline_class(name).from_pipe(self.pipe, vae=vae, dtype=dtype)
            view.set_progress_bar_config(disable=True)
            keep_prompts(view, self._prompts)
            self._views[name] = view
        return self._views[name]

    def encode(self, picture: torch.Tensor) -> torch.Tensor:
        """The latents of [b, 3, h, w] in 0..1, scaled as the denoiser sees them, [b, c, h, w]."""
        view = self.view(Task.inpaint)
        height, width = picture.shape[-2:]
        ready = view.image_processor.preprocess(picture, height=height, width=width)
        ready = ready.to(self.device.kind, self.device.dtype)
        with torch.no_grad():
            if self.entry.family.is_flow:
                return flow_latents(view.vae, ready)
            return view._encode_vae_image(image=ready, generator=None)

    @property
    def pipes(self) -> tuple[Pipeline, ...]:
        """All that share its components."""
        return (self.pipe, *self._views.values())

    @property
    def spacing(self) -> str:
        """Of the timesteps, where the model or a LoRA on it was distilled at one."""
        return self._spacing or self.entry.recommended.spacing

    def wear(self, loras: tuple[AddedLora, ...]) -> None:
        """Put these LoRAs on, and take all others off.

        Raises:
            EngineError: one is broken or does not fit; none is on then.
        """
        told = (one.entry.recommended.spacing for one in loras)
        self._spacing = next((one for one in told if one), "")
        try:
            is_changed = self._adapters.wear(loras)
        except EngineError:
            self._forget_words()
            raise
        if is_changed:
            self._forget_words()

    def other_vae(self, entry: ModelEntry) -> Vae:
        """Another VAE, kept for the next job that asks for it.

        Raises:
            EngineError: it cannot be used with this model.
        """
        if self._other_vae is None or self._other_vae[0] != entry.hash:
            found = load_vae(entry, self.entry, self.device.dtype, self._encoded)
            self._other_vae = (entry.hash, found)
        self._encoded.clear()
        return self._other_vae[1]

    def words(self, recipe: Recipe) -> tuple[Words, Words] | None:
        """The prompts read by us; None where the pipeline's own way does.

        Raises:
            EngineError: an embedding does not fit.
        """
        is_known = not self.entry.family.is_flow
        if not is_known or is_plain(self.pipe, recipe, self.embeddings):
            return None
        key = (recipe.prompt, recipe.negative, recipe.clip_skip, self.embeddings)
        return self._words.get(
            key, lambda: encode(self.pipe, recipe, self.embeddings, self.device.kind)
        )

    def words_about(self, words: str, pixels: Rgb) -> object:
        """A prompt read together with the picture that it is about, uint8[h, w, 3]."""
        area = self.entry.family.shown_area
        key = (words, pixels.shape, digest_of(pixels))
        return self._instructions.get(key, lambda: words_about(self.pipe, words, pixels, area))

    def show_by(self, tiny: Path | None) -> None:
        """Show latents by a small decoder, where that is quick; else by their colours.

        Raises:
            EngineError: it is no decoder of these latents.
        """
        if tiny != self._tiny:
            channels = self.entry.family.latent_channels
            self.preview = (
                self._colours if tiny is None else load_tiny_decoder(tiny, channels, self.device)
            )
            self._tiny = tiny

    def forget(self) -> None:
        """Empty the caches."""
        self._encoded.clear()
        self._forget_words()

    def _forget_words(self) -> None:
        self._prompts.clear()
        self._words.clear()
        self._instructions.clear()


def load_model(entry: ModelEntry, plan: DevicePlan) -> LoadedModel:
    """Load a model folder or file: local files and safetensors only, no code from it.

    It waits in the computer's memory; `placed` takes it to the processor.

    Raises:
        EngineError: a part is missing, broken or refused.
    """
    variant = "" if entry.rest else check_folder(entry.path, entry.family)
    try:
        pipe = _pipeline(entry, plan.device, variant)
        model = LoadedModel(entry, plan.device, pipe, dict(pipe.scheduler.config))
        model.settle(plan)
    except _BROKEN as error:
        if is_out_of_memory(error):
            raise
        raise _broken(entry, error) from error
    return model


def pipeline_class(name: str) -> PipelineClass:
    """The diffusers pipeline of that name, one that a family's row names."""
    found: PipelineClass = getattr(diffusers, name)
    return found


def _pipeline(entry: ModelEntry, device: Device, variant: str) -> Pipeline:
    if entry.rest is None:
        pipe = _from_folder(entry, device, variant)
    else:
        pipe = pipeline_of_file(entry, device.dtype)
    pipe.set_progress_bar_config(disable=True)
    _check_whole(pipe)
    if entry.family.edits:
        read_pictures_too(pipe, (entry.rest or entry.path) / "processor")
    return pipe


def _from_folder(entry: ModelEntry, device: Device, variant: str) -> Pipeline:
    index = read_object(entry.path / INDEX)
    settings: dict[str, object] = {}
    for one in entry.family.components:
        match index.get(one.name):
            case [_, str(class_name)] if one.is_loaded:
                if one.library == "transformers" and one.weights:
                    folder = entry.path / one.name
                    settings[one.name] = _text_encoder(folder, class_name, device, variant)
            case _:  # not wanted, or left out
                settings[one.name] = None
    if entry.family.edits:
        settings["processor"] = None  # comes later, from a class that is chosen here
    if "safety_checker" in settings:
        settings["requires_safety_checker"] = False
    return pipeline_class(entry.family.loader).from_pretrained(
        str(entry.path),
        local_files_only=True,
        use_safetensors=True,
        variant=variant or None,
        dtype=device.dtype,
        **settings,
    )


def _check_whole(pipe: Pipeline) -> None:
    """Raise ValueError when a tensor was in no file: its place is empty."""
    for name, part in pipe.components.items():
        if isinstance(part, torch.nn.Module):
            for key, weight in part.named_parameters():
                if weight.is_meta:
                    raise ValueError(f"{name}: {key}")


def _text_encoder(folder: Path, class_name: str, device: Device, variant: str) -> object:
    """The network in a folder; transformers itself would fill a missing tensor with chance.

    Raises:
        ValueError: a tensor is missing.
    """
    network, told = getattr(transformers, class_name).from_pretrained(
        folder,
        local_files_only=True,
        use_safetensors=True,
        variant=variant or None,
        dtype=device.dtype,
        output_loading_info=True,
    )
    if told["missing_keys"]:
        raise ValueError(f"{folder.name}: {min(told['missing_keys'])}")
    return network


def _broken(entry: ModelEntry, error: Exception) -> EngineError:
    return EngineError(
        EngineErrorKind.model_broken,
        tr("The model {name} cannot be loaded: {why}", name=entry.name, why=_first_line(error)),
        tr("A part of it is damaged or does not fit the others. Download it again."),
    )


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)[:200]
