"""What a user is told when something cannot be done: a sentence and a hint."""

from __future__ import annotations


class StudioError(Exception):
    """Something a user can understand; str() is the sentence."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message


class InputError(StudioError):
    """What was given cannot be used: a file, a number, a mask, a model folder."""


class StorageError(StudioError):
    """A file could not be written; the one it was to replace is untouched."""
