"""The engine: diffusion runs here, and torch lives here and nowhere else.

Only `studio.jobs.engines` imports it, on the engine's own thread or process.
"""

from __future__ import annotations

import os
import warnings

# Read once, when the libraries are first imported: never the network, and nothing on stderr
# (a windowed build has none).
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["DIFFUSERS_VERBOSITY"] = "error"
os.environ["TRANSFORMERS_VERBOSITY"] = "error"
os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
warnings.filterwarnings("ignore", category=FutureWarning, module=r"diffusers\.")
# Operations that Apple's GPU lacks run on its CPU instead of failing.
os.environ.setdefault("PYTORCH_ENABLE_MPS_FALLBACK", "1")
