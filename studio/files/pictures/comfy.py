"""The graph that ComfyUI stores in its pictures: what its first sampler was given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from studio.foreign_json import read_json

Node: TypeAlias = Mapping[str, object]

_FARTHEST = 32
_NUMBERS = {"steps": "Steps", "cfg": "CFG scale", "denoise": "Denoising strength"}
_SAMPLERS = {
    "euler": "Euler",
    "euler_ancestral": "Euler a",
    "heun": "Heun",
    "lms": "LMS",
    "ddim": "DDIM",
    "dpm_2": "DPM2",
    "dpm_2_ancestral": "DPM2 a",
    "dpmpp_2m": "DPM++ 2M",
    "dpmpp_2m_sde": "DPM++ 2M SDE",
    "dpmpp_sde": "DPM++ SDE",
    "uni_pc": "UniPC",
    "lcm": "LCM",
}


def comfy_settings(graph: str) -> Mapping[str, str]:
    """Settings by the names the web UI has for them; none when it is no such graph."""
    nodes = _nodes_of(graph)
    sampler = next((node for node in nodes.values() if "seed" in node or "noise_seed" in node), {})
    if not sampler:
        return {}
    found = {name: str(sampler[key]) for key, name in _NUMBERS.items() if key in sampler}
    found["Seed"] = str(sampler.get("seed", sampler.get("noise_seed")))
    if "sampler_name" in sampler:
        name = str(sampler["sampler_name"])
        found["Sampler"] = _SAMPLERS.get(name, name)
    if sampler.get("scheduler") == "karras":
        found["Schedule type"] = "Karras"
    found["prompt"] = _upstream(nodes, sampler.get("positive"), "text", ("conditioning",))
    found["negative"] = _upstream(nodes, sampler.get("negative"), "text", ("conditioning",))
    model = _upstream(nodes, sampler.get("model"), "ckpt_name", ("model",))
    return {**found, "Model": model} if model else found


def _nodes_of(graph: str) -> Mapping[str, Node]:
    """The inputs of each node, by its id."""
    try:
        found = read_json(graph)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    inputs = {key: node.get("inputs") for key, node in found.items() if isinstance(node, dict)}
    return {key: given for key, given in inputs.items() if isinstance(given, dict)}


def _upstream(
    nodes: Mapping[str, Node], link: object, wanted: str, through: tuple[str, ...]
) -> str:
    """The first words of that name on the way up from a link, [node id, output]."""
    for _ in range(_FARTHEST):
        if not isinstance(link, list) or not link:
            return ""
        node = nodes.get(str(link[0]), {})
        words = node.get(wanted)
        if isinstance(words, str):
            return words
        link = (
            words
            if words is not None
            else next((node[name] for name in through if name in node), None)
        )
    return ""
