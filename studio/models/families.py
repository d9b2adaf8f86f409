"""The families of models that we can run: each is one row."""

from __future__ import annotations

from dataclasses import replace

from studio.models.family import Component, Family, Guidance, Part, Pipelines, SizeLimits

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
_VAES = frozenset(("AutoencoderKL", "AsymmetricAutoencoderKL"))

_COMMON = (
    Component("unet", "diffusers", frozenset(("UNet2DConditionModel",)), weights=_UNET),
    Component("vae", "diffusers", _VAES, weights=_UNET),
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

_CLIP = frozenset(("CLIPTextModelWithProjection",))
_T5 = frozenset(("T5EncoderModel",))
_T5_TOKENIZERS = frozenset(("T5Tokenizer", "T5TokenizerFast"))
_QWEN_TOKENIZERS = frozenset(("Qwen2Tokenizer", "Qwen2TokenizerFast"))
_FLOW_SCHEDULERS = frozenset(("FlowMatchEulerDiscreteScheduler", "FlowMatchLCMScheduler"))


def _flow(transformer: str, vae: str = "AutoencoderKL") -> tuple[Component, ...]:
    """What every family of a transformer and a flow has."""
    return (
        Component("transformer", "diffusers", frozenset((transformer,)), weights=_UNET),
        Component("vae", "diffusers", frozenset((vae,)), weights=_UNET),
        Component("scheduler", "diffusers", _FLOW_SCHEDULERS),
    )


def _encoder(
    number: str, classes: frozenset[str], readers: frozenset[str], *, optional: bool = False
) -> tuple[Component, ...]:
    """A text encoder and the tokenizer that reads for it."""
    name, reader = f"text_encoder{number}", f"tokenizer{number}"
    return (
        Component(name, "transformers", classes, weights="model", is_optional=optional),
        Component(reader, "transformers", readers, is_optional=optional),
    )


_UNSEEN = tuple(one for one in _COMMON if not one.is_loaded)

SD3 = Family(
    "sd3",
    "Stable Diffusion 3.5",
    Pipelines(
        "StableDiffusion3Pipeline",
        "StableDiffusion3Img2ImgPipeline",
        "StableDiffusion3InpaintPipeline",
    ),
    SizeLimits(512, 1440, 800**2, 1024**2),
    (
        *_flow("SD3Transformer2DModel"),
        *_encoder("", _CLIP, _TOKENIZERS),
        *_encoder("_2", _CLIP, _TOKENIZERS),
        # 9 GB that many leave out.
        *_encoder("_3", _T5, _T5_TOKENIZERS, optional=True),
        *_UNSEEN,
    ),
    latent_channels=16,
    default_sampler="Flow Euler",
    denoiser="transformer",
    is_flow=True,
    steps=28,
    guidance=4.5,
)

_FLUX = (
    *_flow("FluxTransformer2DModel"),
    *_encoder("", frozenset(("CLIPTextModel",)), _TOKENIZERS),
    *_encoder("_2", _T5, _T5_TOKENIZERS),
    *_UNSEEN,
)
_FLUX_VAE = Part("vae", "vae-16", "ae", "vae.", stems=("ae", "flux"))
_FLUX_LIMITS = SizeLimits(512, 2048, 800**2, 1024 * 1536)

FLUX = Family(
    "flux",
    "Flux",
    Pipelines("FluxPipeline", "FluxImg2ImgPipeline", "FluxInpaintPipeline"),
    _FLUX_LIMITS,
    _FLUX,
    latent_channels=16,
    default_sampler="Flow Euler",
    denoiser="transformer",
    is_flow=True,
    packs=True,
    scale=Guidance.distilled,
    steps=28,
    guidance=3.5,
    parts=(
        Part("text_encoder", "clip-l", "clip_l", "text_encoders.clip_l.transformer."),
        Part("text_encoder_2", "t5-xxl", "t5xxl", "text_encoders.t5xxl.transformer."),
        _FLUX_VAE,
    ),
)
FLUX_SCHNELL = replace(
    FLUX,
    id="flux-schnell",
    title="Flux Schnell",
    scale=Guidance.none,
    kin="flux",
    steps=4,
    guidance=1.0,
)
FLUX_FILL = replace(
    FLUX,
    id="flux-fill",
    title="Flux Fill",
    pipelines=Pipelines("FluxFillPipeline", "FluxFillPipeline", "FluxFillPipeline"),
    sees_mask=True,
    kin="flux",
    guidance=30.0,
)

Z_IMAGE = Family(
    "z-image",
    "Z-Image",
    Pipelines("ZImagePipeline", "ZImageImg2ImgPipeline", "ZImageInpaintPipeline"),
    SizeLimits(512, 2048, 800**2, 1024 * 1536),
    (
        *_flow("ZImageTransformer2DModel"),
        *_encoder("", frozenset(("Qwen3Model", "Qwen3ForCausalLM")), _QWEN_TOKENIZERS),
    ),
    latent_channels=16,
    default_sampler="Flow Euler",
    denoiser="transformer",
    is_flow=True,
    steps=9,
    guidance=1.0,
    parts=(
        Part("text_encoder", "qwen3-4b", "qwen_3_4b", "text_encoders.qwen3_4b.transformer."),
        _FLUX_VAE,
    ),
)

_QWEN = (
    *_flow("QwenImageTransformer2DModel", "AutoencoderKLQwenImage"),
    *_encoder("", frozenset(("Qwen2_5_VLForConditionalGeneration",)), _QWEN_TOKENIZERS),
)

QWEN_IMAGE = Family(
    "qwen-image",
    "Qwen-Image",
    Pipelines("QwenImagePipeline", "QwenImageImg2ImgPipeline", "QwenImageInpaintPipeline"),
    SizeLimits(512, 2048, 800**2, 1328**2),
    _QWEN,
    latent_channels=16,
    default_sampler="Flow Euler",
    denoiser="transformer",
    is_flow=True,
    packs=True,
    scale=Guidance.true,
    steps=30,
    guidance=4.0,
)

QWEN_EDIT = replace(
    QWEN_IMAGE,
    id="qwen-image-edit",
    title="Qwen-Image-Edit",
    # A second pass would be told to do again what the first one did.
    limits=replace(QWEN_IMAGE.limits, max_area=1024 * 1152, refines=False),
    components=(
        *_QWEN,
        Component(
            "processor",
            "transformers",
            frozenset(("Qwen2VLProcessor", "Qwen2_5_VLProcessor")),
        ),
    ),
    kin="qwen-image",
    readers=("QwenImageEditPipeline", "QwenImageEditInpaintPipeline"),
    shown_area=1024**2,
)
# The makers' later ones, which take several pictures and read them smaller.
QWEN_EDIT_PLUS = replace(
    QWEN_EDIT,
    id="qwen-image-edit-plus",
    title="Qwen-Image-Edit Plus",
    readers=("QwenImageEditPlusPipeline",),
    shown_area=384**2,
)

FAMILIES = (
    *(SD15, SD21, SDXL, SD3, FLUX, FLUX_SCHNELL, FLUX_FILL, Z_IMAGE),
    *(QWEN_IMAGE, QWEN_EDIT, QWEN_EDIT_PLUS),
)

# What stands for the family of a thing whose family is not proven: nothing runs it.
UNKNOWN = Family("unknown", "?", Pipelines("", "", ""), OTHER_LIMITS, ())
