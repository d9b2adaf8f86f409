"""Another VAE than the model's own: seen where one is installed or a recipe names one."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from studio.session.session import Session
from studio.text import tr


class VaeRow(QWidget):
    """The choice of a VAE."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._offered: tuple[str, ...] = ()
        self.list = QComboBox()
        self.list.setAccessibleName(tr("VAE"))
        self.list.setToolTip(tr("What turns the model's picture into colours."))
        self.label = QLabel(tr("VAE"))
        self.label.setBuddy(self.list)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.label)
        layout.addWidget(self.list, 1)
        self.list.activated.connect(
            lambda _: session.loras.use_vae(str(self.list.currentData() or ""))
        )
        session.repainting.settings_changed.connect(lambda _: self.show_vae())
        session.repainting.models_changed.connect(lambda _: self.show_vae())
        self.show_vae()

    def show_vae(self) -> None:
        """As the recipe has it."""
        named = self._session.repainting.recipe.vae
        installed = tuple(one.name for one in self._session.loras.vaes)
        offered = installed if named in ("", *installed) else (*installed, named)
        if offered != self._offered:
            self._offered = offered
            self.list.clear()
            self.list.addItem(tr("The model's own"), "")
            for name in offered:
                self.list.addItem(name, name)
        self.list.setCurrentIndex(self.list.findData(named))
        self.setVisible(bool(offered))
