"""What goes wrong on the way, in words."""

from __future__ import annotations

import errno
from pathlib import Path

from studio.errors import StorageError, StudioError
from studio.text import tr

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NetworkError(StudioError):
    """The network, or who answers there.

    may_pass: trying again may help. status: HTTP's, 0 where there was no answer.
    """

    def __init__(self, message: str, hint: str, *, may_pass: bool = False, status: int = 0) -> None:
        super().__init__(message, hint)
        self.may_pass = may_pass
        self.status = status


def unreached(host: str) -> NetworkError:
    """No connection comes about."""
    return NetworkError(
        tr("{host} cannot be reached.", host=host),
        tr("Check the network, then try again. What has arrived is kept."),
        may_pass=True,
    )


def cut_off(host: str) -> NetworkError:
    """The connection is gone."""
    return NetworkError(
        tr("The connection to {host} was lost.", host=host),
        tr("What has arrived is kept. Check the network, then resume."),
        may_pass=True,
    )


def stalled(host: str) -> NetworkError:
    """Nothing comes any more."""
    return NetworkError(
        tr("{host} does not answer.", host=host),
        tr("What has arrived is kept. Try again in a while."),
        may_pass=True,
    )


def not_trusted(host: str) -> NetworkError:
    """It cannot prove who it is."""
    return NetworkError(
        tr("{host} cannot prove that it is {host}.", host=host),
        tr("Check the clock of this computer, and what stands between it and the network."),
    )


def answered(status: int, host: str, name: str) -> NetworkError:
    """An answer that is no file."""
    again = tr("What has arrived is kept. Try again in a while.")
    if status in (401, 403):
        message = tr("{host} does not give {name} to everybody.", host=host, name=name)
        hint = tr("Log in there with a browser, accept its licence, and download it that way.")
    elif status in (404, 410):
        message = tr("{host} has no {name}.", host=host, name=name)
        hint = tr("Check the name: it may have been moved or withdrawn.")
    elif status == 429 or status >= 500:
        message = tr("{host} is in trouble ({status}).", host=host, status=status)
        return NetworkError(message, again, may_pass=True, status=status)
    else:
        message = tr("{host} answered with {status}.", host=host, status=status)
        hint = tr("Check the address.")
    return NetworkError(message, hint, status=status)


def web_page(host: str, name: str) -> NetworkError:
    """A page where a file was asked for: a network's log-in does that."""
    return NetworkError(
        tr("{host} answered with a web page instead of {name}.", host=host, name=name),
        tr("Open it in a browser: the network or the site may want you to log in."),
    )


def other_size(host: str, name: str) -> NetworkError:
    """Not the file that was listed."""
    return NetworkError(
        tr("{host} has another {name} than it listed.", host=host, name=name),
        tr("Remove this download and look it up again."),
    )


def damaged(name: str) -> NetworkError:
    """It does not have its digest, twice."""
    return NetworkError(
        tr("{name} arrived damaged, twice.", name=name),
        tr("It was thrown away. Something between here and there alters it: try another network."),
    )


def not_stored(folder: Path, error: OSError) -> StorageError:
    """The disk says no."""
    if error.errno in _NO_SPACE:
        return StorageError(
            tr("There is no room left in {folder}.", folder=folder),
            tr("What has arrived is kept. Free some space, then resume."),
        )
    reason = error.strerror or str(error)
    return StorageError(
        tr("{folder} cannot be written: {reason}.", folder=folder, reason=reason),
        tr("Check that the disk is there and that you may write to it."),
    )
