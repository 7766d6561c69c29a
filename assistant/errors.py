"""Every error that the assistant raises, as one tree.

AssistantError
├── InputError          the caller's input is wrong: exit code 2
│   ├── UnknownName     a benefit, clause, row or option that does not exist
│   └── QuantityError   a count or amount that cannot be used
├── CorpusError         a file in the corpus is wrong: names the file, the place and what is allowed
├── ModelError          the embedding model is missing, corrupt or cannot be loaded
├── IndexStoreError     the vector store cannot be read or written
└── LanguageModelError  the optional chat model failed

Messages are in Chinese where a user sees them; only the edge (command line, web) prints them.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = [
    "AssistantError",
    "CorpusError",
    "IndexStoreError",
    "InputError",
    "LanguageModelError",
    "ModelError",
    "QuantityError",
    "UnknownName",
]

_MOST_LISTED = 12
"""Up to so many names a message lists them all."""
_NEAREST, _ALIKE = 5, 0.4


class AssistantError(Exception):
    """The root of the tree; carries a message fit for a user."""


class InputError(AssistantError):
    """The caller's input is wrong."""


class UnknownName(InputError):  # noqa: N818
    """A name that does not exist; the message lists the names that do, of many the nearest."""

    def __init__(self, what: str, name: str, allowed: Iterable[str]) -> None:
        known = list(dict.fromkeys(allowed))
        choices = f"可用的{what}：" + "、".join(known)
        if len(known) > _MOST_LISTED:
            near = get_close_matches(name, known, n=_NEAREST, cutoff=_ALIKE)
            choices = ("相近的：" if near else "例如：") + "、".join(near or known[:_NEAREST]) + f"（共{len(known)}个）"
        super().__init__(f"没有这个{what}：“{name}”。{choices}")
        self.name = name


class QuantityError(InputError):
    """A count, duration or amount that is missing, negative, fractional or out of range."""


class CorpusError(AssistantError):
    """A corpus file breaks its schema; the message names the file, the place and what is allowed."""


class ModelError(AssistantError):
    """The embedding model is missing or corrupt; the message says what to do."""


class IndexStoreError(AssistantError):
    """The vector store cannot be read or written."""


class LanguageModelError(AssistantError):
    """The optional chat model failed, timed out or returned what cannot be used."""
