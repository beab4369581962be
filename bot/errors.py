"""Everything that can go wrong in words a person can use.

An error carries a key of the message catalogues and the arguments of that message; it is
translated only at the edge (a chat, the terminal). The chained cause keeps the technical detail.
"""

from __future__ import annotations


class GazetteError(Exception):
    """The root of all expected faults: `key` names the message, `arguments` fill it."""

    def __init__(self, key: str, **arguments: object) -> None:
        super().__init__(key, arguments)
        self.key = key
        self.arguments = arguments

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.arguments.items())
        return f"{self.key} ({details})" if details else self.key


class SettingsError(GazetteError):
    """The settings are wrong; every fault is listed at once."""


class StoreError(GazetteError):
    """The database cannot be used as asked: busy, damaged, missing, read-only."""


class NewerDatabaseError(StoreError):
    """The database was written by a newer Gazette and is left untouched."""


class DocumentError(GazetteError):
    """One file or document cannot be read as articles."""


class NotFoundError(GazetteError):
    """What was asked for is not there (any more)."""


class SummaryError(GazetteError):
    """A text could not be summarised (a worker died or took too long)."""


class FetchError(GazetteError):
    """A page or feed could not be fetched."""


class RoleError(GazetteError):
    """Somebody's role cannot be changed in this way."""


class FeedError(GazetteError):
    """A feed, or a list of feeds, cannot be read."""


class TopicError(GazetteError):
    """A topic cannot be named, or merged, in this way."""
