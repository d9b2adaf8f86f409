"""Run the benchmarks; exit 1 when one misses its bar."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import tests.benchmarks
from studio.document.allocation import keep_freed_memory
from tests.benchmarks import Benchmark, Row

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def main() -> int:
    """Measure, print a line a row, and write the rows where asked to."""
    arguments = _arguments()
    keep_freed_memory()  # as the program does
    rows: list[Row] = []
    for benchmark in _chosen(frozenset(arguments.names)):
        for row in benchmark.measure():
            print(_line(row), flush=True)
            rows.append(row)
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")
    return 0 if all(row.ok for row in rows) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a benchmark, or a module of them")
    parser.add_argument("--json", type=Path, metavar="F", help="write the rows there as a list")
    return parser.parse_args()


def _chosen(names: frozenset[str]) -> Iterator[Benchmark]:
    found = tuple(_found())
    known = {word for pair in found for word in (pair[0], pair[1].name)}
    if names - known:
        sys.exit(f"no benchmark called {', '.join(names - known)}; there are {sorted(known)}")
    for module, benchmark in found:
        if not names or names & {module, benchmark.name}:
            yield benchmark


def _found() -> Iterator[tuple[str, Benchmark]]:
    for module in pkgutil.iter_modules(tests.benchmarks.__path__):
        if module.name != "__main__":
            held = importlib.import_module(f"tests.benchmarks.{module.name}")
            yield from ((module.name, benchmark) for benchmark in held.BENCHMARKS)


def _line(row: Row) -> str:
    bar = "" if row.bar is None else f"  bar {row.bar:g}"
    return f"{'ok  ' if row.ok else 'MISS'}  {row.name}: {row.value:.4g} {row.unit}{bar}"


if __name__ == "__main__":
    sys.exit(main())
