"""Marks in a question's wording: aspects, how it is put, clause numbers, dates, exclusions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from assistant.language.knowledge import Knowledge
from assistant.language.phrases import Phrases
from assistant.language.quantities import spoken_number
from assistant.language.query import PolicyDate
from assistant.policy.strict import compiled

__all__ = ["Clues", "clause_references", "find_dates"]

_NUMERAL = "[一二三四五六七八九十百]+"
_CLAUSE = re.compile(
    rf"第\s*\(?({_NUMERAL}|\d{{1,3}})\)?\s*(?:条|款|项(?!目)|点)|(?<![\d一-鿿])\(({_NUMERAL}|\d{{1,2}})\)(?!\d)"
    rf"|(?:clause|article|section)\s*\(?(\d{{1,3}})\)?"
)
_DATE = re.compile(
    r"(20\d\d)\s*(?:年|-|/|\.)\s*(?:(\d{1,2})\s*(?:月|-|/|\.)?\s*(?:(\d{1,2})\s*[日号]?)?)?|(?<!\d)(20[1-9]\d)(?=[^\d〕\]元万个人块名家位处钱])"
)
_LATER = re.compile(
    r"(?:再过|再等|^(?=[^年]{1,2}年(?:以|之)?后[^,;。?]{0,4}(?:还|再|能|可)[^,;。?]{0,4}(?:申请|申报|有效|管用)))"
    r"(\d{1,2}|[一二两三四五六七八九十])年(?:以后|之后|后)?(?=[^,;。?]{0,4}(?:还|再|能|可))"
)
"""So many years from the day of the question ("五年后还能")."""
_RELATIVE = {"前年": -2, "去年": -1, "上一年": -1, "今年": 0, "本年": 0, "明年": 1, "来年": 1, "后年": 2}
_RELATIVE_EN = {"last year": -1, "this year": 0, "next year": 1}
_MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}
_ENGLISH_DATE = re.compile(rf"({'|'.join(_MONTHS)})\s*(?:(\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(20\d\d)")


class Clues:
    """Compiled cues of the corpus, applied to normalised questions."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._aspects = {
            key: [compiled(cue) for cue in aspect.cues] for key, aspect in knowledge.aspects.items() if aspect.cues
        }
        phrases = knowledge.phrases
        self._over = {key: aspect.over for key, aspect in knowledge.aspects.items()}
        skipped = {"shape_confusables", "sound_words", "function_characters", "enterprises", "years"}
        self._flags = {
            name: [compiled(pattern) for pattern in getattr(phrases, name)]
            for name in Phrases.model_fields
            if name not in skipped
        }
        self._steering = [compiled(pattern) for pattern in knowledge.steering.patterns]
        self._fabrications = [compiled(pattern) for pattern in knowledge.steering.fabrications]

    def aspects(self, text: str) -> tuple[str, ...]:
        """The aspects asked about, in the order in which their cues stand in the question."""
        found: dict[str, int] = {}
        for key, cues in self._aspects.items():
            places = [match.start() for cue in cues if (match := cue.search(text))]
            if places:
                found[key] = min(places)
        ruled_out = {other for key in found for other in self._over[key]}
        return tuple(sorted(found.keys() - ruled_out, key=lambda key: (found[key], key)))

    def flags(self, text: str) -> frozenset[str]:
        """How the question is put: the keys of phrases.yaml whose cues it holds."""
        return frozenset(name for name, cues in self._flags.items() if _any(cues, text))

    def asks(self, text: str) -> bool:
        """Whether a stretch of a question asks something by itself."""
        return _any(self._flags["asking"], text) or bool(self.aspects(text))

    def sums(self, text: str) -> bool:
        """Whether a stretch of a question asks what several things come to together."""
        return _any(self._flags["total"], text)

    def is_steering(self, text: str) -> bool:
        """Whether it holds an instruction to the assistant."""
        return _any(self._steering, text)

    def is_fabricated(self, text: str) -> bool:
        """Whether it claims an authority beside the policy: a revision, an internal notice."""
        return _any(self._fabrications, text)

    def exclusions(self, text: str) -> list[tuple[int, int]]:
        """Spans of what a question excludes ("除了…以外")."""
        spans = []
        for cue in self._flags["exclude"]:
            for match in cue.finditer(text):
                longest = max(range(cue.groups + 1), key=lambda index: len(match[index] or "") if index else 0)
                if match[longest]:
                    spans.append(match.span(longest))
        return spans

    def without_steering(self, text: str) -> str:
        """The question's sentences that hold no instruction to the assistant and no claimed authority."""
        sentences = re.split(r"(?<=[。;?!\n.])\s*|(?<=,)", text)
        kept = [s for s in sentences if not (self.is_steering(s) or self.is_fabricated(s))]
        return "".join(kept).strip(" ,.;:!")


def _any(cues: Iterable[re.Pattern[str]], text: str) -> bool:
    return any(cue.search(text) for cue in cues)


def clause_references(text: str) -> list[int]:
    """The clause numbers named in a question, each once."""
    numbers: dict[int, None] = {}
    for match in _CLAUSE.finditer(text):
        numeral = match[1] or match[2] or match[3]
        numbers[int(numeral) if numeral.isdigit() else int(spoken_number(numeral))] = None
    return list(numbers)


def find_dates(text: str, as_of: date) -> list[PolicyDate]:
    """The dates named in a question, relative years resolved against ``as_of``."""
    dates: list[PolicyDate] = []
    for match in _DATE.finditer(text):
        year, month, day = match[1] or match[4], int(match[2] or 0), int(match[3] or 0)
        if month <= 12 and day <= 31:
            dates.append(PolicyDate(int(year), month, day if month else 0))
    english = _ENGLISH_DATE.finditer(text)
    dates += [PolicyDate(int(match[3]), _MONTHS[match[1]], int(match[2] or 0)) for match in english]
    relatives: Mapping[str, int] = _RELATIVE | _RELATIVE_EN
    for word, offset in relatives.items():
        if named := re.search(rf"{word}(?:(\d{{1,2}}|[一二三四五六七八九十]+)月)?", text):
            spoken = named[1] or "0"
            dates.append(PolicyDate(as_of.year + offset, int(spoken if spoken.isdigit() else spoken_number(spoken))))
    for match in _LATER.finditer(text):
        away = int(match[1]) if match[1].isdigit() else int(spoken_number(match[1]))
        dates.append(PolicyDate(as_of.year + away))
    return [day for day in dict.fromkeys(dates) if _exists(day)]


def _exists(day: PolicyDate) -> bool:
    try:
        day.first()
    except ValueError:
        return False
    return True
