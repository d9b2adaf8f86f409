"""Keep the translations complete.

python packaging/translations.py update     bring every tr("…") of the program into the catalogues
python packaging/translations.py compile    make of each studio.po the studio.mo that is read
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "resources" / "translations"
# Babel writes the minute into the header: two builds of one catalogue would differ.
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)


def main() -> int:
    """Do what the command line says."""
    match sys.argv[1:]:
        case ["update"]:
            for path in catalogue_files():
                update(path)
        case ["compile"]:
            for path in catalogue_files():
                path.with_suffix(".mo").write_bytes(compiled(path))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


def catalogue_files() -> list[Path]:
    """The studio.po of every language."""
    return sorted(CATALOGUES.glob("*/LC_MESSAGES/studio.po"))


def words_of_the_program() -> dict[str, list[str]]:
    """Every text given to tr(), and the files that use it."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "studio").rglob("*.py")):
        for _, given in texts_given_to_tr(path):
            if isinstance(given, ast.Constant):
                found.setdefault(str(given.value), []).append(path.relative_to(ROOT).as_posix())
    return found


def texts_given_to_tr(path: Path) -> Iterator[tuple[int, ast.expr]]:
    """The line and the first argument of every tr() of a module.

    Not by Babel's own extraction: before Python 3.12 it sees nothing that is inside an f-string.
    """
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Name("tr"), args=[first, *_]):
                yield node.lineno, first


def read(path: Path) -> Catalog:
    """A catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def update(path: Path) -> None:
    """Add the new texts, drop those no longer used; what is translated stays."""
    old = read(path) if path.exists() else Catalog()
    new = Catalog(locale=path.parent.parent.name, project="Repaint Studio", charset="utf-8")
    for text, files in words_of_the_program().items():
        known = old.get(text)
        places = [(file, 0) for file in sorted(set(files))]
        new.add(text, known.string if known else "", locations=places)
    with path.open("wb") as file:
        write_po(file, new, sort_output=True, omit_header=True, include_lineno=False, width=98)


def compiled(path: Path) -> bytes:
    """A catalogue as gettext reads it; the same bytes whenever it is made."""
    catalogue = read(path)
    catalogue.creation_date = _ANY_DAY
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
