"""The families of models that we can run: each is one row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from studio.generation.request import Task


class ModelKind(Enum):
    """What a file or folder holds."""

    checkpoint = "checkpoint"
    lora = "lora"
    vae = "vae"
    embedding = "embedding"
    unknown = "unknown"


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """The sizes a model works well at, in pixels of the picture it sees.

    multiple: both sides are multiples of it. refines: a large region may be made in two passes,
    the first at `max_area`, the second on its enlargement.
    """

    min_side: int
    max_side: int
    min_area: int
    max_area: int
    multiple: int = 16
    refines: bool = True


@dataclass(frozen=True, slots=True)
class Pipelines:
    """The names of the diffusers classes of a family, one for each task."""

    text_to_image: str
    image_to_image: str
    inpaint: str

    def name(self, task: Task) -> str:
        """The class that does this task."""
        match task:
            case Task.text_to_image:
                return self.text_to_image
            case Task.image_to_image:
                return self.image_to_image
            case Task.inpaint:
                return self.inpaint

    @property
    def names(self) -> frozenset[str]:
        """All of them: a folder of this family names one."""
        return frozenset((self.text_to_image, self.image_to_image, self.inpaint))


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a model folder: where its class may come from, and which classes are known.

    is_loaded: the engine loads it; the others stay on disk whatever they hold.
    weights: the stem of its weight file, empty when it has none.
    """

    name: str
    library: str
    classes: frozenset[str]
    is_loaded: bool = True
    weights: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """Models of one architecture.

    latent_channels: of the VAE. context_width: what its cross attention takes, 0 for any.
    """

    id: str
    title: str
    pipelines: Pipelines
    limits: SizeLimits
    components: tuple[Component, ...]
    context_width: int = 0
    latent_channels: int = 4
    default_sampler: str = "Euler"

    def component(self, name: str) -> Component | None:
        """The part of that name, None when the family has no such part."""
        return next((one for one in self.components if one.name == name), None)


_SCHEDULERS = frozenset(
    f"{name}Scheduler"
    for name in (
        "DDIM",
        "DDPM",
        "DEISMultistep",
        "DPMSolverMultistep",
        "DPMSolverSinglestep",
        "EulerAncestralDiscrete",
        "EulerDiscrete",
        "HeunDiscrete",
        "KDPM2AncestralDiscrete",
        "KDPM2Discrete",
        "LCM",
        "LMSDiscrete",
        "PNDM",
        "TCD",
        "UniPCMultistep",
    )
)
_TOKENIZERS = frozenset(("CLIPTokenizer", "CLIPTokenizerFast"))
_IMAGE_READERS = frozenset(("CLIPFeatureExtractor", "CLIPImageProcessor"))
_UNET = "diffusion_pytorch_model"

_COMMON = (
    Component("unet", "diffusers", frozenset(("UNet2DConditionModel",)), weights=_UNET),
    Component("vae", "diffusers", frozenset(("AutoencoderKL",)), weights=_UNET),
    Component("scheduler", "diffusers", _SCHEDULERS),
    Component("text_encoder", "transformers", frozenset(("CLIPTextModel",)), weights="model"),
    Component("tokenizer", "transformers", _TOKENIZERS),
    Component("feature_extractor", "transformers", _IMAGE_READERS, is_loaded=False),
    Component(
        "image_encoder",
        "transformers",
        frozenset(("CLIPVisionModelWithProjection",)),
        is_loaded=False,
    ),
)

_SD = (
    *_COMMON,
    # Folders of Stable Diffusion 1 name this one from within diffusers' own pipeline of that name.
    Component(
        "safety_checker",
        "stable_diffusion",
        frozenset(("StableDiffusionSafetyChecker",)),
        is_loaded=False,
    ),
)

_SDXL = (
    *_COMMON,
    Component(
        "text_encoder_2",
        "transformers",
        frozenset(("CLIPTextModelWithProjection",)),
        weights="model",
    ),
    Component("tokenizer_2", "transformers", _TOKENIZERS),
)

_SD_PIPELINES = Pipelines(
    "StableDiffusionPipeline",
    "StableDiffusionImg2ImgPipeline",
    "StableDiffusionInpaintPipeline",
)

_SDXL_PIPELINES = Pipelines(
    "StableDiffusionXLPipeline",
    "StableDiffusionXLImg2ImgPipeline",
    "StableDiffusionXLInpaintPipeline",
)

# The row for every family that has none of its own.
OTHER_LIMITS = SizeLimits(256, 2048, 512**2, 2048**2)

SD15 = Family(
    "sd15",
    "Stable Diffusion 1.5",
    _SD_PIPELINES,
    SizeLimits(512, 768, 512**2, 512 * 768),
    _SD,
    context_width=768,
)
SD21 = Family(
    "sd21",
    "Stable Diffusion 2.1",
    _SD_PIPELINES,
    OTHER_LIMITS,
    _SD,
    context_width=1024,
)
SDXL = Family(
    "sdxl",
    "Stable Diffusion XL",
    _SDXL_PIPELINES,
    SizeLimits(640, 1280, 800**2, 1024**2),
    _SDXL,
    context_width=2048,
)

FAMILIES = (SD15, SD21, SDXL)

# What stands for the family of a thing whose family is not proven: nothing runs it.
UNKNOWN = Family("unknown", "?", Pipelines("", "", ""), OTHER_LIMITS, ())
