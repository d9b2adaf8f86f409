"""A pickled model made into safetensors, by a process that is shut in."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from studio.errors import InputError, StorageError
from studio.generation.engine import EngineError
from studio.jobs.cell import leave_network, shut_in
from studio.jobs.engines import convert_pickle
from studio.models.headers import is_pickle, read_header
from studio.models.weights import WEIGHTS
from studio.text import language, tr, use_language

_SPAWN = multiprocessing.get_context("spawn")
_LEFTOVER = ".converting"
_LONGEST = 4000


class Conversion:
    """One file on its way. Nothing of it is opened in this process but its first bytes."""

    def __init__(self, source: Path) -> None:
        self.source = source
        self.target = source.with_suffix(WEIGHTS)
        self._process: multiprocessing.process.BaseProcess | None = None
        self._is_stopped = False

    def check(self) -> None:
        """Whether there is anything to do.

        Raises:
            InputError: it is no pickle, or it is converted already.
        """
        try:
            is_one = is_pickle(self.source)
        except OSError as error:
            raise InputError(
                tr("{name} cannot be read.", name=self.source.name),
                tr("Check that it is there and that you may read it."),
            ) from error
        if not is_one:
            raise InputError(
                tr("{name} is no pickle.", name=self.source.name),
                tr("There is nothing to convert: add its folder under Models."),
            )
        if self.target.exists():
            raise InputError(
                tr("{name} is there already.", name=self.target.name),
                tr("Use that one, or take it away first."),
            )

    def run(self) -> Path:
        """Convert it, on any thread; where the new file is.

        Raises:
            InputError: see `check`; or it holds something else than a model.
            StorageError: the new file cannot be written.
        """
        self.check()
        place = self.source.parent
        try:
            with tempfile.TemporaryDirectory(suffix=_LEFTOVER, prefix=".", dir=place) as folder:
                fresh = Path(folder) / self.target.name
                self._ask(fresh)
                read_header(fresh)
                fresh.replace(self.target)
        except OSError as error:
            raise StorageError(
                tr("{folder} cannot be written.", folder=place),
                tr("Free some space there, or copy the file to where you may write."),
            ) from error
        return self.target

    def stop(self) -> None:
        """End it, from any thread; nothing is left of it."""
        self._is_stopped = True
        process = self._process
        if process is not None:
            process.kill()

    def _ask(self, fresh: Path) -> None:
        ours, theirs = _SPAWN.Pipe(duplex=False)
        process = _SPAWN.Process(
            target=_serve, args=(theirs, self.source, fresh, language()), daemon=True
        )
        process.start()
        self._process = process
        if self._is_stopped:
            process.kill()
        theirs.close()
        try:
            # Bytes, and no object: what the child became is not to be trusted either.
            told = ours.recv_bytes(_LONGEST).decode(errors="replace")
        except (EOFError, OSError):
            told = tr("It took too much memory, or was stopped.")
        finally:
            process.kill()
            process.join()
            ours.close()
        if told:
            name = self.source.name
            raise InputError(tr("{name} cannot be converted.", name=name), told)


def _serve(connection: Connection, source: Path, fresh: Path, spoken: str) -> None:
    """In the child: what goes wrong as a sentence, empty when all is well."""
    leave_network()
    use_language(spoken)
    # Its own, for all that is temporary; nothing of the app's is handed on.
    os.environ.update(HF_HUB_OFFLINE="1", TMPDIR=str(fresh.parent), TEMP=str(fresh.parent))
    os.chdir(fresh.parent)
    if sys.stderr is not None:
        sys.stderr = None
    try:
        convert_pickle(source, fresh, partial(shut_in, fresh.parent, source.stat().st_size))
        told = ""
    except EngineError as error:
        told = error.hint
    except MemoryError:
        told = tr("It takes more memory than a file of its size should.")
    except OSError as error:
        told = error.strerror or str(error)
    with suppress(OSError):
        connection.send_bytes(told.encode()[:_LONGEST])
