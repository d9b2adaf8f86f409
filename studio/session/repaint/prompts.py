"""The words that were repainted with lately."""

from __future__ import annotations

from dataclasses import replace

from studio.session.preferences import PreferencesFile
from studio.session.repaint.repainting import Repainting

MOST = 20


class Prompts:
    """Kept from one start to the next, the latest first, each once."""

    def __init__(self, repainting: Repainting, preferences: PreferencesFile) -> None:
        self._repainting = repainting
        self._preferences = preferences
        repainting.asked.connect(lambda _: self._remember())

    @property
    def latest(self) -> tuple[str, ...]:
        """All that are remembered."""
        return self._preferences.current.recent_prompts[:MOST]

    def take_up(self, words: str) -> None:
        """Repaint with them from now on."""
        self._repainting.set_recipe(replace(self._repainting.recipe, prompt=words))

    def forget(self) -> None:
        """Remember none of them."""
        self._keep(())

    def _remember(self) -> None:
        words = self._repainting.recipe.prompt.strip()
        if words:
            others = tuple(one for one in self.latest if one != words)
            self._keep((words, *others)[:MOST])

    def _keep(self, prompts: tuple[str, ...]) -> None:
        self._preferences.change(replace(self._preferences.current, recent_prompts=prompts))
