"""What we use of diffusers: its own annotations are partial."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

import torch
from PIL import Image


class Scheduler(Protocol):
    """Steps from noisy latents to cleaner ones; `timesteps` go down.

    model_outputs: of the solvers that keep a history, the newest last. add_noise: from clean
    latents and noise, those that are as noisy as they are at these timesteps; scale_noise: the same
    of a flow, where the timesteps come second.
    """

    config: Mapping[str, Any]
    timesteps: torch.Tensor
    sigmas: torch.Tensor
    init_noise_sigma: float
    alphas_cumprod: torch.Tensor
    step_index: int
    model_outputs: list[torch.Tensor | None]
    step: Callable[..., Any]
    add_noise: Callable[[torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor]
    scale_noise: Callable[[torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor]

    def register_to_config(self, **settings: object) -> None:
        """Change its settings."""

    def set_timesteps(self, num_inference_steps: int) -> None:
        """Lay out a schedule."""

    def scale_model_input(self, sample: torch.Tensor, timestep: torch.Tensor) -> torch.Tensor:
        """The noisy latents as the denoiser takes them."""
        ...


class SchedulerClass(Protocol):
    """A scheduler's class."""

    def from_config(self, config: Mapping[str, object]) -> Scheduler:
        """A scheduler with these settings; it ignores those of other classes."""


class Module(Protocol):
    """A network."""

    config: Any

    def named_parameters(self) -> Iterable[tuple[str, torch.Tensor]]:
        """Its weights."""

    def parameters(self) -> Iterable[torch.Tensor]:
        """The same without their names."""


class Vae(Module, Protocol):
    """Pictures in -1..1 to latents and back."""

    encode: Callable[..., Any]

    decode: Callable[..., Any]
    dtype: torch.dtype

    def to(self, dtype: torch.dtype | None = None, *, device: torch.device | None = None) -> Vae:
        """Cast or move its weights."""
        ...

    def enable_slicing(self) -> None:
        """Work on one picture of a batch at a time."""

    def disable_slicing(self) -> None:
        """Work on the whole batch."""

    def enable_tiling(self) -> None:
        """Work in overlapping pieces, in less memory."""

    def disable_tiling(self) -> None:
        """Work on the whole picture."""


class Tokenizer(Protocol):
    """Words to numbers."""

    model_max_length: int
    bos_token_id: int
    eos_token_id: int
    pad_token_id: int

    def __call__(self, text: str, **settings: object) -> Mapping[str, list[int]]:
        """The numbers, as `input_ids`."""
        ...

    def convert_tokens_to_ids(self, token: str) -> int:
        """The number of one token."""
        ...


class Read(Protocol):
    """What a text encoder gives: first its output or the pooled one, and every layer's states."""

    hidden_states: tuple[torch.Tensor, ...]

    def __getitem__(self, at: int) -> torch.Tensor: ...


class TextEncoder(Protocol):
    """CLIP's: numbers of words to what they mean."""

    final_layer_norm: Callable[[torch.Tensor], torch.Tensor]

    def __call__(self, ids: torch.Tensor, *, output_hidden_states: bool) -> Read:
        """Read them."""
        ...

    def get_input_embeddings(self) -> torch.nn.Embedding:
        """The table of vectors of all words."""
        ...


class ImageProcessor(Protocol):
    """Pictures as a pipeline wants them."""

    def preprocess(self, image: torch.Tensor, height: int, width: int) -> torch.Tensor:
        """[b, 3, h, w] in 0..1 to -1..1."""

    def resize(self, image: Image.Image, height: int, width: int) -> Image.Image:
        """The picture at that size, whatever its aspect."""
        ...


class Output(Protocol):
    """What a pipeline gives: [b, 3, h, w] in 0..1."""

    images: torch.Tensor


class Pipeline(Protocol):
    """One task done with a model's components."""

    components: Mapping[str, object]
    scheduler: Scheduler
    vae: Vae
    vae_scale_factor: int
    tokenizer: Tokenizer
    tokenizer_2: Tokenizer
    text_encoder: TextEncoder
    text_encoder_2: TextEncoder
    image_processor: ImageProcessor
    encode_prompt: Callable[..., Any]

    def __call__(self, **settings: object) -> Output:
        """Run it."""
        ...

    def to(self, device: str, *, silence_dtype_warnings: bool = False) -> Pipeline:
        """Move its components there."""
        ...

    def enable_model_cpu_offload(self, *, device: str) -> None:
        """Have one network at a time on the device."""

    def remove_all_hooks(self) -> None:
        """No more of that."""

    def enable_group_offload(
        self, *, onload_device: torch.device, offload_type: str, use_stream: bool
    ) -> None:
        """Have one layer at a time on the device."""

    def enable_attention_slicing(self) -> None:
        """Attend by one head at a time."""

    def register_modules(self, **parts: object) -> None:
        """Take these components."""

    def load_lora_weights(
        self, tensors: dict[str, torch.Tensor], *, adapter_name: str, local_files_only: bool
    ) -> None:
        """Put a LoRA on beside the weights."""

    def set_adapters(self, names: list[str], weights: list[float]) -> None:
        """How strongly each works."""

    def get_list_adapters(self) -> Mapping[str, list[str]]:
        """Those that are on, by network."""

    def unload_lora_weights(self) -> None:
        """Take all off."""

    def set_progress_bar_config(self, *, disable: bool) -> None:
        """Whether it draws a bar on stderr."""

    # Private, and still the one place where a family says how its latents are scaled and when its
    # VAE must not run in half precision.
    def _encode_vae_image(self, image: torch.Tensor, generator: None) -> torch.Tensor:
        """[b, 3, h, w] in -1..1 to latents."""


class PipelineClass(Protocol):
    """A pipeline's class."""

    def __call__(self, **parts: object) -> Pipeline:
        """A pipeline with these components."""
        ...

    def from_pretrained(self, folder: str, **settings: object) -> Pipeline:
        """A pipeline with the components of a folder."""

    def from_single_file(self, path: str, **settings: object) -> Pipeline:
        """A pipeline with the components of a checkpoint."""

    def from_pipe(self, pipeline: Pipeline, *, vae: Vae, dtype: torch.dtype) -> Pipeline:
        """Another task with the same components."""
