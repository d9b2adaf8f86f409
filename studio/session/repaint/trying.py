"""A picture to try a repaint on, ready to be asked for."""

from __future__ import annotations

from dataclasses import replace

from studio.document.selection import Combine
from studio.files.formats import open_document
from studio.files.pictures.images import read_mask
from studio.resources import resource
from studio.session.session import Session
from studio.text import tr

# The model that ships with the program knows this word.
PROMPT = "house"


def try_sample(session: Session) -> None:
    """Open the sample as a painting without a file: a part is selected, the prompt written."""
    document = open_document(resource("sample", "picture.png")).document
    coverage = read_mask(resource("sample", "mask.png"))
    with document.selecting(tr("Select")) as selection:
        selection.combine(document.bounds, coverage, Combine.replace)
    session.filing.recover(document, tr("Sample"), None, is_modified=False)
    recipe = session.repainting.recipe
    session.repainting.set_recipe(replace(recipe, prompt=PROMPT))
