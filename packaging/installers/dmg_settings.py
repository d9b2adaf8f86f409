"""Read by dmgbuild, which gives `defines` and takes these names."""

from pathlib import Path

defines: dict[str, str]
_app = Path(defines["app"])  # type: ignore[name-defined, unused-ignore]  # noqa: F821

format = "ULMO"  # noqa: A001
files = [str(_app)]
symlinks = {"Applications": "/Applications"}
icon_locations = {_app.name: (140, 150), "Applications": (400, 150)}
window_rect = ((200, 200), (540, 320))
icon_size = 112
