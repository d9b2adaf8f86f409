"""Make the starter model, step by step.

python packaging/starter_model VERB [--work FOLDER] …
"""

from __future__ import annotations

import sys
from pathlib import Path

# Run as a folder, Python looks for modules inside it; they are the package `starter_model`, and
# a name such as `evaluate` in there must not stand for somebody else's package.
sys.path[0] = str(Path(__file__).resolve().parents[1])
sys.path.append(str(Path(__file__).resolve().parents[2]))

if __name__ == "__main__":
    from starter_model.verbs import main

    sys.exit(main(sys.argv[1:]))
