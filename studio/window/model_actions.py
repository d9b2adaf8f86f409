"""The actions that bring more models."""

from __future__ import annotations

from studio.session.actions.action import Action, Menu
from studio.session.session import Session
from studio.text import tr
from studio.window.asking import Asking


class ModelVerbs:
    """Ask where models are to come from, and use them."""

    def __init__(self, session: Session, asking: Asking) -> None:
        self._session = session
        self._asking = asking

    def add_folder(self) -> None:
        """Ask where more models are."""
        folder = self._asking.folder_of_models()
        if folder is not None:
            self._session.models.add(folder)

    def find_others(self) -> None:
        """Look in the usual places, and ask which of those to use.

        Raises:
            InputError: there are none.
        """
        chosen = self._asking.places_of_models(self._session.models.others())
        if chosen:
            self._session.models.add_all(chosen)

    def convert(self) -> None:
        """Ask for a pickle, and make safetensors of it."""
        path = self._asking.pickle_to_convert()
        if path is not None:
            self._session.converting.convert(path)


def model_actions(session: Session, asking: Asking) -> tuple[Action, ...]:
    """The part of the Repaint menu that is about models."""
    verbs = ModelVerbs(session, asking)
    return (
        Action(
            "add_models",
            Menu.repaint,
            tr("Add a folder of models…"),
            tr("Repaint with models that lie on this computer."),
            verbs.add_folder,
        ),
        Action(
            "find_models",
            Menu.repaint,
            tr("Find models of other programs…"),
            tr("Repaint with what ComfyUI, the Stable Diffusion web UI and others have."),
            verbs.find_others,
        ),
        Action(
            "download_model",
            Menu.repaint,
            tr("Download a model…"),
            tr("Fetch a model from the hub or an address; its size and licence come first."),
            lambda: asking.downloads(session),
        ),
        Action(
            "convert_model",
            Menu.repaint,
            tr("Convert to safetensors…"),
            tr("Make an old model safe: only its numbers are taken, nothing in it is run."),
            verbs.convert,
        ),
    )
