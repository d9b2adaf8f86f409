"""How good the model is: python packaging/starter_model/evaluate.py [--quick] [--json]."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    # As in __main__.py: the modules here are the package `starter_model`.
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    sys.path.append(str(Path(__file__).resolve().parents[2]))
    from starter_model.verbs import main

    sys.exit(main(["evaluate", *sys.argv[1:]]))
