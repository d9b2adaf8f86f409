"""The layers of the painting."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from studio.document.blending import BlendMode
from studio.document.changes import Change
from studio.document.layers import Layer, LayerId, LayerProperties
from studio.document.selection import Combine
from studio.panels.buttons import action_button, flat_button
from studio.panels.layer_content import LayerContent
from studio.panels.layer_filter import LayerFilterRows
from studio.panels.layer_labels import LABEL_COLOURS, label_titles
from studio.panels.layer_row import RowPart
from studio.panels.layer_tree import LayerTree
from studio.panels.slider import PER_CENT, ValueSlider
from studio.session.actions.action import Action, Menu
from studio.session.actions.kin import FIRST_OF_KIN
from studio.session.layers.together import Look
from studio.session.session import Session
from studio.text import tr

_Key = Qt.KeyboardModifier
_ICONS = {
    "add_layer": "plus",
    "add_group": "folder-plus",
    "add_mask": "layer-mask",
    "duplicate_layer": "copy",
    "merge_down": "arrow-down-to-line",
    "reroll": "sparkles",
    "remove_layer": "trash-2",
}


class LayersPanel(QWidget):
    """The tree, how the active layer is laid over the others, and what can be done with it."""

    def __init__(self, session: Session, actions: dict[str, Action]) -> None:
        super().__init__()
        self._session = session
        of_layers = Menu.layer, Menu.mask
        self._verbs = [action for action in actions.values() if action.menu in of_layers]
        self._actions = {key: actions[key] for key in _ICONS}
        self.blend = _blend_list()
        self.opacity = ValueSlider(tr("Opacity"), PER_CENT)
        self.locked = flat_button(
            "lock", tr("Lock"), tr("No pixel of the layer may change."), is_switch=True
        )
        self.alpha_locked = flat_button(
            "grid-2x2",
            tr("Lock alpha"),
            tr("Paint only where something is painted already."),
            is_switch=True,
        )
        self.content = LayerContent(session)
        self.tree = LayerTree(session, self._on_part)
        self.filter = LayerFilterRows()
        self.search = flat_button(
            "search", tr("Find a layer"), tr("By name, kind or label."), ("Ctrl+F",), is_switch=True
        )
        self.buttons = {
            key: action_button(session, actions[key], icon) for key, icon in _ICONS.items()
        }
        self.adjust = self._adjust_button(actions)
        self._lay_out()
        self._listen()
        self._show_active()

    def _adjust_button(self, actions: dict[str, Action]) -> QToolButton:
        tip = tr("Change what is beneath without touching it.")
        button = flat_button("contrast", tr("Fill or adjustment layer"), tip)
        menu = QMenu(button)
        for action in actions.values():
            if action.menu is Menu.adjust:
                menu.addAction(action.title, partial(self._session.attempt, action.run))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _lay_out(self) -> None:
        how = QHBoxLayout()
        how.setSpacing(4)
        how.addWidget(self.blend, 1)
        how.addWidget(self.alpha_locked)
        how.addWidget(self.locked)
        how.addWidget(self.search)
        verbs = QHBoxLayout()
        verbs.setSpacing(2)
        for key, button in self.buttons.items():
            if key == "duplicate_layer":
                verbs.addWidget(self.adjust)
            if key == "reroll":
                verbs.addStretch()
            verbs.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(5)
        layout.addLayout(how)
        layout.addWidget(self.opacity)
        layout.addWidget(self.content)
        layout.addWidget(self.filter)
        layout.addWidget(self.tree, 1)
        layout.addLayout(verbs)

    def _listen(self) -> None:
        easel = self._session.easel
        easel.active_changed.connect(lambda _: self._show_active())
        easel.document_changed.connect(self._on_document_changed)
        self.blend.activated.connect(lambda _: self._set_blend())
        self.opacity.edited.connect(self._set_opacity)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._show_menu)
        self.locked.clicked.connect(lambda: self._toggle(easel.active, RowPart.lock))
        self.alpha_locked.clicked.connect(lambda: self._toggle(easel.active, RowPart.alpha))

        self.search.clicked.connect(lambda on: self.filter.show_rows(on=on))
        keys = QShortcut(QKeySequence("Ctrl+F"), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(lambda: self.filter.show_rows(on=True))
        self.filter.changed.connect(lambda _: self._filter())

    def _filter(self) -> None:
        self.search.setChecked(not self.filter.isHidden())
        self.tree.show_only(self.filter.filter)

    def menu(self) -> QMenu:
        """What can be done with the active layer just now."""
        menu = QMenu(self)
        is_divided = False
        for action in self._verbs:
            # Even where the first of its kin cannot be done just now, and is left out.
            is_divided = is_divided or action.id in FIRST_OF_KIN
            if action.is_enabled():
                if is_divided and not menu.isEmpty():
                    menu.addSeparator()
                is_divided = False
                self._add(menu, action)
        if (layer := self._active()) is not None:
            menu.addSeparator()
            menu.addMenu(self._label_menu(menu, layer))
        return menu

    def _add(self, menu: QMenu, action: Action) -> None:
        shown = menu.addAction(action.title, partial(self._session.attempt, action.run))
        if action.is_checked is not None:
            shown.setCheckable(True)
            shown.setChecked(action.is_checked())

    def _label_menu(self, menu: QMenu, layer: Layer) -> QMenu:
        labels = QMenu(tr("Colour label"), menu)
        for label, title in label_titles().items():
            look = partial(replace, label=label)
            shown = labels.addAction(title, partial(self._show_as, look, tr("Colour label")))
            shown.setCheckable(True)
            shown.setChecked(label is layer.properties.label)
            if label in LABEL_COLOURS:
                swatch = QPixmap(14, 14)
                swatch.fill(LABEL_COLOURS[label])
                shown.setIcon(swatch)
        return labels

    def _show_menu(self, spot: QPoint) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.tree.viewport().mapToGlobal(spot))

    def _active(self) -> Layer | None:
        easel = self._session.easel
        root = easel.document.root.id
        return None if easel.active == root else easel.document.layer(easel.active)

    def _show_as(self, look: Look, title: str, scrub: str = "") -> None:
        together = self._session.together
        self._session.attempt(lambda: together.show_as(look, title, scrub=scrub))

    def _set_blend(self) -> None:
        mode = BlendMode(self.blend.currentData())
        self._show_as(partial(replace, blend=mode), tr("Blend mode"))

    def _set_opacity(self, opacity: float) -> None:
        look = partial(replace, opacity=opacity)
        self._show_as(look, tr("Layer opacity"), f"opacity {self.opacity.gesture}")

    def _on_part(self, id: LayerId, part: RowPart, keys: Qt.KeyboardModifier) -> None:  # noqa: A002
        wand, is_picture = self._session.wand, part in (RowPart.picture, RowPart.mask)
        if is_picture and _Key.ControlModifier in keys:
            select = wand.select_mask if part is RowPart.mask else wand.select_layer
            self._session.attempt(lambda: select(id, _combination(keys)))
        elif part is RowPart.spark:
            self._session.attempt(lambda: self._session.repainting.reroll(id))
        elif is_picture:
            self._session.easel.activate(id, mask=part is RowPart.mask)
        elif part is RowPart.eye and _Key.AltModifier in keys:
            self._session.attempt(lambda: self._session.showing.alone(id))
        elif part is RowPart.eye:
            visible = not self._session.easel.document.layer(id).properties.visible
            self.tree.sweep.begin(self._chosen_with(id), visible=visible)
        else:
            self._toggle(id, part)

    def _toggle(self, id: LayerId, part: RowPart) -> None:  # noqa: A002
        """Turn something of a layer on or off, and of all chosen ones if it is among them."""
        easel = self._session.easel
        if id == easel.document.root.id:
            return
        look, title = _turned(easel.document.layer(id).properties, part)
        ids, together = self._chosen_with(id), self._session.together
        self._session.attempt(lambda: together.show_layers_as(ids, look, title))

    def _chosen_with(self, id: LayerId) -> list[LayerId]:  # noqa: A002
        """The layer, and all chosen ones if it is among them."""
        chosen = self._session.chosen.ids
        layers = self._session.easel.document.layers
        return [one.id for one in layers if one.id in chosen] if id in chosen else [id]

    def _on_document_changed(self, change: Change) -> None:  # noqa: ARG002
        self._show_active()

    def _show_active(self) -> None:
        layer = self._active()
        for widget in (self.blend, self.opacity, self.locked, self.alpha_locked):
            widget.setEnabled(layer is not None)
        for key, button in self.buttons.items():
            button.setEnabled(self._actions[key].is_enabled())
        if layer is not None:
            self.blend.setCurrentIndex(self.blend.findData(layer.properties.blend.value))
            self.opacity.show_value(layer.properties.opacity)
            self.locked.setChecked(layer.properties.locked)
            self.alpha_locked.setChecked(layer.properties.alpha_locked)


def _combination(keys: Qt.KeyboardModifier) -> Combine:
    """How a layer joins the selection: as with the selection tools, with Ctrl held as well."""
    adds, subtracts = _Key.ShiftModifier in keys, _Key.AltModifier in keys
    if adds and subtracts:
        return Combine.intersect
    if adds:
        return Combine.add
    return Combine.subtract if subtracts else Combine.replace


def _turned(old: LayerProperties, part: RowPart) -> tuple[Look, str]:
    """What a click on a little icon makes of a layer that looks like this."""
    if part is RowPart.lock:
        title = tr("Unlock layer") if old.locked else tr("Lock layer")
        return partial(replace, locked=not old.locked), title
    title = tr("Unlock alpha") if old.alpha_locked else tr("Lock alpha")
    return partial(replace, alpha_locked=not old.alpha_locked), title


def _blend_list() -> QComboBox:
    blend = QComboBox()
    blend.setAccessibleName(tr("Blend mode"))
    blend.setToolTip(tr("How the layer is laid over what is beneath it"))
    blend.setMaxVisibleItems(20)
    for mode in BlendMode:
        blend.addItem(mode.title, mode.value)
    return blend
