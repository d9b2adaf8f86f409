"""How the starter model is made: drawings, scenes, captions, training, export, measure."""

from __future__ import annotations

import studio.engine

# It says what the libraries may print and fetch, and they read that when they are imported.
assert studio.engine
