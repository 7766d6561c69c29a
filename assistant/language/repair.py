"""Mend what was typed by sound or by look: pinyin, homophones and look-alike characters.

The domain's own words decide: a stretch that sounds like one of them, and is no word itself, becomes it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from assistant.language.normalise import is_english
from assistant.language.trained import kept_counts, training_key

__all__ = ["Repairer"]

_LATIN_RUN = re.compile(r"[a-z]+(?: +[a-z]+)*")
_CHINESE = re.compile(r"[㐀-鿿]+")
_BLANKS = re.compile(r"(?<=[㐀-鿿]) +(?=[㐀-鿿\d])|(?<=\d) +(?=[㐀-鿿])")
_CLAUSE = 5
"""How many characters on both sides make a blank one between clauses, as who speaks instead of typing leaves it."""
_COUNTED = 4
"""The same where one of them counts something."""
_LONGEST = 10
_SHORTEST_RUN = 4
_STRANGE = 0.25
"""The share of a run's letters that may belong to no known word, and stay as they are."""
_UNREAD = 12.0
"""What such a letter costs, beside words that cost the logarithm of their rarity."""
_RARE = 20
"""A word of the dictionary at most this frequent may be a misspelling."""
_FUZZY = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("l", "n"))


@lru_cache(maxsize=20_000)
def _syllable(character: str) -> str:
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(character)[0])


@lru_cache(maxsize=20_000)
def _fuzzy(character: str) -> str:
    syllable = _syllable(character)
    for rough, smooth in _FUZZY:
        syllable = (
            syllable.replace(rough, smooth)
            if rough != "l"
            else ("n" + syllable[1:] if syllable[0] == "l" else syllable)
        )
    return syllable


class Repairer:
    """Mends questions towards the words of the domain.

    terms: the domain's names. common: other words that are often misspelt. sentences: questions as
    people write them; their words teach which word a pinyin run stands for. confusables: pairs of
    look-alike characters ("帅师"). plain: characters too common to be a slip for another.
    kept: further names that stand as they are. folder: where the words' counts are kept, if anywhere.
    """

    def __init__(
        self,
        terms: Iterable[str],
        common: Iterable[str],
        sentences: Iterable[str],
        confusables: Iterable[str],
        plain: Iterable[str] = (),
        kept: Iterable[str] = (),
        folder: Path | None = None,
    ) -> None:
        import jieba

        jieba.setLogLevel(60)
        self._frequency = jieba.dt
        names = {term for term in terms if _CHINESE.fullmatch(term) and 2 <= len(term) <= _LONGEST}
        lines = tuple(sentences)

        def count() -> Counter[str]:
            return Counter(word for line in lines for word in jieba.cut(line) if _CHINESE.fullmatch(word))

        words = kept_counts(folder, training_key(jieba.__version__, lines), count)
        known = names | set(common)
        self._names = known
        self._kept = known | {name for name in kept if 2 <= len(name) <= _LONGEST}
        self._plain = frozenset("".join(plain))
        self._by_sound: dict[tuple[str, ...], str] = {}
        for term in sorted(known, key=lambda term: (words[term], term)):
            self._by_sound[tuple(map(_fuzzy, term))] = term
        self._by_look = dict(_look_alikes(names, [pair for pair in confusables if len(pair) == 2]))
        self._by_pinyin: dict[str, tuple[str, float]] = {}
        total = sum(words.values()) or 1
        for word in sorted(set(words) | names):
            cost = -math.log((words[word] + (5 if word in names else 0.5)) / total)
            pinyin = "".join(map(_syllable, word))
            if pinyin not in self._by_pinyin or cost < self._by_pinyin[pinyin][1]:
                self._by_pinyin[pinyin] = (word, cost)

    def repair(self, text: str) -> str:
        """The normalised question with pinyin turned to characters and misspelt names mended."""
        if not is_english(text):
            text = _LATIN_RUN.sub(lambda match: self._decode(match[0]), text)
            text = _BLANKS.sub(lambda match: "," if _parts(text, match) else "", text)
        return _CHINESE.sub(lambda match: self._mend(match[0]), text)

    def _decode(self, run: str) -> str:
        letters = run.replace(" ", "")
        if len(letters) < _SHORTEST_RUN:
            return run
        best: list[tuple[float, list[str]] | None] = [(0.0, [])] + [None] * len(letters)
        for start in range(len(letters)):
            held = best[start]
            if held is None:
                continue
            for end in range(start + 1, min(len(letters), start + 40) + 1):
                entry = self._by_pinyin.get(letters[start:end])
                if entry is None and end == start + 1:
                    entry = letters[start], _UNREAD
                if entry is None:
                    continue
                cost = held[0] + entry[1]
                known = best[end]
                if known is None or cost < known[0]:
                    best[end] = (cost, [*held[1], entry[0]])
        final = best[-1]
        strange = sum(len(piece) for piece in final[1] if piece.isascii()) if final else len(letters)
        return "".join(final[1]) if final and strange <= _STRANGE * len(letters) else run

    def _mend(self, run: str) -> str:
        mended, position = "", 0
        while position < len(run):
            word = self._match(run, position)
            mended += word or run[position]
            position += len(word) if word else 1
        return mended

    def _match(self, run: str, position: int) -> str:
        """The word that stands at a position, mended where it is misspelt; "" where none does."""
        for length in range(min(_LONGEST, len(run) - position), 1, -1):
            window = run[position : position + length]
            if window in self._kept:
                return window
            term = self._by_look.get(window) or self._by_sound.get(tuple(map(_fuzzy, window)))
            if term and term != window and self._may_replace(run, position, window, term):
                return term
        return ""

    def _may_replace(self, run: str, position: int, window: str, term: str) -> bool:
        shared = sum(a == b for a, b in zip(window, term, strict=True))
        if any(a != b and a in self._plain for a, b in zip(window, term, strict=True)):
            return False
        if self._is_word(window) or shared == 0 or self._cuts_name(run, position, window, term):
            return False
        if len(window) == 2:
            before, after = run[max(position - 1, 0) : position + 1], run[position + 1 : position + 3]
            return not any(len(pair) == 2 and self._is_word(pair) for pair in (before, after))
        return shared * 2 >= len(window) or term in self._names

    def _cuts_name(self, run: str, position: int, window: str, term: str) -> bool:
        """Whether a character that would change belongs to another name, within the window or reaching beyond it."""
        end = position + len(window)
        changed = [position + place for place, (a, b) in enumerate(zip(window, term, strict=True)) if a != b]
        for start in range(max(0, position - _LONGEST), end):
            for stop in range(start + 2, min(len(run), start + _LONGEST) + 1):
                other = (start, stop) != (position, end) and any(start <= place < stop for place in changed)
                if other and run[start:stop] in self._kept:
                    return True
        return False

    def _is_word(self, window: str) -> bool:
        self._frequency.check_initialized()
        return int(self._frequency.FREQ.get(window) or 0) > _RARE


def _parts(text: str, blank: re.Match[str]) -> bool:
    """Whether a blank stands between two clauses, not between the words of a list for a search."""
    before = re.split(r"[ ,;。?!、]", text[: blank.start()])[-1]
    after = re.split(r"[ ,;。?!、]", text[blank.end() :])[0]
    counts = re.search(r"\d", before + after)
    return min(len(before), len(after)) >= (_COUNTED if counts else _CLAUSE)


def _look_alikes(names: set[str], pairs: list[str]) -> Iterable[tuple[str, str]]:
    swaps: dict[str, list[str]] = {}
    for pair in pairs:
        first, second = pair[0], pair[1]
        swaps.setdefault(first, []).append(second)
        swaps.setdefault(second, []).append(first)
    for name in names:
        for index, character in enumerate(name):
            for other in swaps.get(character, ()):
                variant = name[:index] + other + name[index + 1 :]
                if variant not in names:
                    yield variant, name
