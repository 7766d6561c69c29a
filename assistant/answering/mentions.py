"""Where in a policy words occur: every place, with the sentence that holds them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.parts import Part
from assistant.answering.wording import Wording
from assistant.language.normalise import normalise
from assistant.language.query import Query
from assistant.models import Citation, Clause, Policy

__all__ = ["mention_part"]

_QUOTED = re.compile(r"[“\"'‘]([^”\"'’]{2,30})[”\"'’]")
_SHORTEST = 4
"""From how many characters on words that a question has in common with several clauses are what it looks for."""
_PIECE = re.compile(r"[^。；]+[。；]?")


def mention_part(policy: Policy, query: Query, words: Wording) -> Part | None:
    """All sentences that hold the words which the question looks for; None where they stand in one clause at most."""
    quoted = [match[1] for match in _QUOTED.finditer(query.text)]
    for needle in quoted or _shared(policy, query.text):
        found = [citation for clause in policy.clauses for citation in _places(policy, clause, needle)]
        if len({citation.clause for citation in found}) > 1:
            labels = words.join(list(dict.fromkeys(words.clause(citation.label) for citation in found)))
            head = words.pick(f"写到“{needle}”的有{labels}：", f"“{needle}” stands in {labels}:")
            lines = [f"· {citation.label}「{citation.quote}」" for citation in found]
            return Part("\n".join([head, *lines]), tuple(found))
    return None


def _places(policy: Policy, clause: Clause, needle: str) -> list[Citation]:
    """The pieces of a clause's sentences, up to a semicolon, that hold the words; a number is no part of a longer."""
    pattern = re.compile(rf"(?<!\d){re.escape(needle)}" if needle[0].isdigit() else re.escape(needle))
    pieces = (piece for sentence in clause.sentences for piece in _PIECE.findall(sentence.text))
    held = [piece.rstrip("。；") for piece in pieces if pattern.search(normalise(piece))]
    return [policy.cite(piece, clause.key) for piece in dict.fromkeys(held)]


def _shared(policy: Policy, text: str) -> Sequence[str]:
    """The longest stretches of the question that stand in several clauses, longest first."""
    clauses = [normalise(clause.text) for clause in policy.clauses]
    found: list[str] = []
    for start in range(len(text)):
        best = ""
        for end in range(start + _SHORTEST, len(text) + 1):
            if sum(text[start:end] in clause for clause in clauses) < 2:
                break
            best = text[start:end]
        if best and not any(best in other for other in found):
            found.append(best)
    return sorted(found, key=len, reverse=True)
