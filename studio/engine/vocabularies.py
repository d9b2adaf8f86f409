"""The tokenizers that ship: of CLIP, T5 and Qwen."""

from __future__ import annotations

from pathlib import Path

import transformers
from tokenizers.pre_tokenizers import ByteLevel

# In the order of their numbers, after the one that ends a text.
_QWEN_MARKS = (
    *("im_start", "im_end", "object_ref_start", "object_ref_end", "box_start", "box_end"),
    *("quad_start", "quad_end", "vision_start", "vision_end", "vision_pad", "image_pad"),
)
# What Qwen's own gives for one message of one who may think before the answer.
_CHAT = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def tokenizer_in(folder: Path, vocabulary: str) -> transformers.PreTrainedTokenizerBase:
    """The tokenizer of a folder: clip, t5 or qwen."""
    match vocabulary:
        case "t5":
            return transformers.T5Tokenizer.from_pretrained(folder, local_files_only=True)
        case "qwen" if not (folder / "tokenizer_config.json").is_file():
            return _qwen(folder)
        case "qwen":
            return transformers.Qwen2Tokenizer.from_pretrained(folder, local_files_only=True)
        case _:
            return transformers.CLIPTokenizer.from_pretrained(folder, local_files_only=True)


def _qwen(folder: Path) -> transformers.PreTrainedTokenizerBase:
    """From the merges alone: the pieces are the bytes, then what each merge makes."""
    lines = (folder / "merges.txt").read_text("utf-8").splitlines()
    pieces = [*sorted(ByteLevel.alphabet()), *(line.replace(" ", "") for line in lines)]
    tokenizer = transformers.Qwen2Tokenizer(
        vocab={piece: number for number, piece in enumerate(pieces)},
        merges=[tuple(line.split(" ")) for line in lines],
        chat_template=_CHAT,
    )
    marks = [f"<|{name}|>" for name in _QWEN_MARKS]
    tokenizer.add_special_tokens({"additional_special_tokens": marks})
    return tokenizer
