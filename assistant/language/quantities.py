"""Numbers in a question: digits and spoken numerals with their unit, vague counts marked as such."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["Quantity", "find_quantities", "spoken_number"]

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3}
_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_LATIN_SCALE = {"k": 1000, "w": 10_000, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_NUMERAL = "[零〇一二两三四五六七八九十百千万亿]"

_NUMBER = re.compile(
    rf"(?P<fraction>百分之)?(?:"
    rf"(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<scale>[千万亿百kw](?![a-z])|\s?(?:million|thousand|billion)(?![a-z]))?(?P<tail>\d(?!\d))?"
    rf"|(?P<spoken>{_NUMERAL}*[零〇一二两三四五六七八九十百千万亿]|半)(?!分之)"
    rf"|(?<!哪)(?P<dual>[俩仨])(?![“\"数年]))"
)
_RANGE_AFTER = re.compile(
    rf"\s*(?:到|至|-|~|—)\s*(\d+(?:\.\d+)?|{_NUMERAL}+?)(?:[万千]|(?=元|块|人|名|个|位|年|月|家|处|项|场|所|%))"
)
_VAGUE_AFTER = re.compile(
    r"(?:多|来|几|余)(?=[万千百]?(?:个|名|人|位|号|口|家|块|元|年|项|处))|(?<=[万千亿])[多余]|[多余]?万(?=[多余元块])|左右|上下"
)
_VAGUE = re.compile(
    r"(?:好?几[十百千万]+|[十百千]几[万千]?|[百千万]把(?=[个人块元])|上百|上千|好几|若干|好些|(?<!第)一批|一帮|一群|不少|一些|(?<![哪第\d])几(?![万千百元块天时分乎年]|号(?!人)))(?:个(?!钱|月|点|意|[“\"])|名|人|位|口|号人|家(?!领|牵)|处|项|块钱?|元)?"
)
_SOME_MONEY = re.compile("几[十百千]*[百千万]+")
"""A vague number so large that without a measure word it asks for an amount."""
_HALF = re.compile("一半|半数")
_PAIR = re.compile(
    rf"(?<!{_NUMERAL[:-1]}第])[一二三四五六七八九两][两二三四五六七八九](?:[十百]?[万千]?(?=[个名人位口号家处项场所年元块])|[万千])"
)
_ABOUT = re.compile(r"左右|上下")
_IN_A_ROW = re.compile("第|(?<![前里外后])头(?=一)")
"""Before a number that names a place in a row ("第三家", "头一家")."""
_TOGETHER = re.compile("[合加凑放摆搁算捏并在]一块(?!钱)")
"""A "块" that says together and is no money."""
_SOME_YEAR = re.compile("[某哪同任下上]$")
"""Before a year that is one among years, not a length of time."""
_CURRENCY = re.compile(r"(?:\brmb|\bcny|¥)\s*$")
"""Before an amount of money."""
_CROWDS = ("一批", "一帮", "一群")
_NO_NUMBERS = frozenset({"万一", "千万", "万", "千", "百", "亿"})

_UNITS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (unit, re.compile(pattern))
    for unit, pattern in (
        ("percent", r"%|个百分点"),
        ("tenth", r"成(?!绩|立|了|为|功|本)"),
        ("yuan", r"元|块钱?|圆|rmb|yuan"),
        ("wan", r"w(?![a-z])"),
        ("month", r"个半?多?月|months?"),
        ("age", r"岁|周岁"),
        ("year", r"整?年(?!底|初|末|月|级|轻)|周年|years?"),
        ("day", r"天|日|days?"),
        ("hour", r"个?小时|课时|学时"),
        ("project", r"个?(?:项目|赛项)|项|场|次(?!性|年)|届|projects?|events?"),
        ("enterprise", r"家|个(?:(?:子|分)?公司|企业|厂|单位)|(?:companies|enterprises|firms)|(?<=\d )(?=企业)"),
        ("place", r"处|所(?!以)|座"),
        (
            "group",
            r"个?(?=班组|班(?!级)|小组|车间|分厂|校区|区县|县区|区市|部门)|个(?=[区县组])|(?=批|期(?!间|满|限|内|望)|轮)",
        ),
        (
            "person",
            r"个?人|名(?!次)|位|口|号人|个(?!月|钱|数|小时|班|工种|职业|等级|级别|档|[“\"])|号(?!文|线|工)"
            r"|(?<= )(?<!\b(?:19|20)\d\d )(?=(?:passed|failed|qualified|graduated)\b|(?:[a-z'-]+ ){0,3}[\u4e00-\u9fff])"
            r"|people|persons|workers|apprentices|trainees|of (?:them|these|those|us)\b",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number said in a question: ``text[start:end]`` with its unit.

    value is None for a vague count (十来个); unit is one of person, place, project, enterprise, yuan,
    group, percent, year, month, day, hour, age or bare. Money is in yuan, durations in their unit.
    """

    value: Decimal | None
    unit: str
    start: int
    end: int
    text: str

    @property
    def vague(self) -> bool:
        """Whether the speaker named no definite number."""
        return self.value is None

    @property
    def crowd(self) -> bool:
        """Whether it only speaks of some people ("一批人"), without any number."""
        return self.text.startswith(_CROWDS)


def spoken_number(text: str) -> Decimal:
    """The value of a spoken numeral: 三十二 -> 32, 一万二 -> 12000, 半 -> 0.5. ValueError otherwise."""
    if text == "半":
        return Decimal("0.5")
    if not text or any(c not in _DIGIT and c not in _SCALE for c in text):
        raise ValueError(text)
    if not any(c in _SCALE for c in text):
        return Decimal("".join(str(_DIGIT[c]) for c in text))
    total, section, digit, last_scale = 0, 0, 0, 1
    for character in text:
        if character in _DIGIT:
            digit = _DIGIT[character]
            if digit == 0:
                last_scale = 10
            continue
        scale = _SCALE[character]
        if scale >= 10_000:
            total = (total + section + digit) * scale
            section = 0
        else:
            section += (digit or 1) * scale
        digit, last_scale = 0, scale
    return Decimal(total + section + digit * max(last_scale // 10, 1))


def find_quantities(text: str, masked: Iterable[tuple[int, int]] = ()) -> list[Quantity]:
    """Every number with its unit, in order; spans in ``masked`` (names that hold numerals) are passed over."""
    masked = tuple(masked)
    covered = list(masked)
    found: list[Quantity] = []
    for match in _VAGUE.finditer(text):
        if len(match[0]) > 1 and not _overlaps(covered, *match.span()):
            unit = "yuan" if _SOME_MONEY.fullmatch(match[0]) else _unit_of(match[0][-1:])
            found.append(Quantity(None, unit, *match.span(), match[0]))
            covered.append(match.span())
    for match in _HALF.finditer(text):
        if not _overlaps(covered, *match.span()):
            found.append(Quantity(Decimal(50), "percent", *match.span(), match[0]))
            covered.append(match.span())
    for match in _PAIR.finditer(text):
        if not _overlaps(covered, *match.span()):
            unit, tail = _unit(text, match.end(), spoken=True)
            found.append(Quantity(None, unit, match.start(), tail, text[match.start() : tail]))
            covered.append((match.start(), tail))
    for match in _NUMBER.finditer(text):
        if not _overlaps(covered, *match.span()):
            quantity = _read(text, match)
            names = [start for start, _ in masked if quantity and match.end() <= start < quantity.end]
            quantity = _read(text[: min(names)], match) if names else quantity
            if quantity is not None and not _overlaps(covered, quantity.start, quantity.end):
                found.append(quantity)
                covered.append((quantity.start, quantity.end))
    return sorted(found, key=lambda quantity: quantity.start)


def _unit_of(word: str) -> str:
    return next((unit for unit, pattern in _UNITS if unit != "group" and pattern.match(word)), "person")


def _overlaps(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < last and first < end for first, last in spans)


def _read(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    if start and (_IN_A_ROW.match(text, start - 1) or _TOGETHER.match(text, start - 1)):
        return None
    if match["dual"] and text.startswith("月", end):
        return Quantity(Decimal(_DIGIT[match["dual"]]), "month", start, end + 1, text[start : end + 1])
    if match["dual"]:
        return Quantity(Decimal(_DIGIT[match["dual"]]), "person", start, end, match[0])
    value = _value(match)
    if match["fraction"]:
        return Quantity(value, "percent", start, end, match[0])
    if ranged := _RANGE_AFTER.match(text, end):
        unit, tail = _unit(text, ranged.end(), spoken=False)
        unit = "yuan" if unit == "bare" else unit
        return Quantity(None, unit, start, tail, text[start:tail])
    if vague := _VAGUE_AFTER.match(text, end):
        unit, tail = _unit(text, vague.end(), spoken=False)
        return Quantity(None, "person" if unit == "bare" else unit, start, tail, text[start:tail])
    if match["spoken"] in _NO_NUMBERS:
        return None
    unit, tail = _unit(text, end, spoken=bool(match["spoken"]))
    if _CURRENCY.search(text, 0, start):
        unit, tail = "yuan", tail if unit == "yuan" else end
    if unit == "bare" and (match["scale"] or _is_money_word(match)):
        unit = "yuan"
    if unit == "bare" and match["spoken"]:
        return None
    if unit == "tenth":
        half = text.startswith("五", tail) or text.startswith("半", tail)
        unit, value, tail = "percent", value * 10 + 5 * half, tail + half
    if unit == "wan":
        unit, value = "yuan", value * 10_000
    if unit in ("year", "month") and text[tail : tail + 1] == "半" and value is not None:
        value, tail = value + Decimal("0.5"), tail + 1
    if unit == "month" and "半" in text[end:tail]:
        value += Decimal("0.5")
    if unit == "year" and value == 1 and _SOME_YEAR.search(text, 0, start):
        return None
    in_month = text[:start].endswith("月") and (unit == "day" or text[end:tail].startswith("号"))
    if (unit == "year" and value >= 1900) or in_month:
        return None
    if unit != "yuan" and _ABOUT.match(text, tail):
        return Quantity(None, unit, start, tail + 2, text[start : tail + 2])
    return Quantity(value, unit, start, tail, text[start:tail])


def _is_money_word(match: re.Match[str]) -> bool:
    spoken = match["spoken"] or ""
    return len(spoken) > 1 and bool(set("千万") & set(spoken))


def _value(match: re.Match[str]) -> Decimal:
    if match["spoken"]:
        return spoken_number(match["spoken"])
    value = Decimal(match["digits"].replace(",", ""))
    word = (match["scale"] or "").strip()
    scale = _SCALE.get(word, 1) if word not in _LATIN_SCALE else _LATIN_SCALE[word]
    tail = Decimal(match["tail"] or 0) * (scale // 10 if scale > 1 else 0)
    return value * scale + tail


def _unit(text: str, position: int, *, spoken: bool) -> tuple[str, int]:
    blank = re.compile(r"\s*").match(text, position)
    after = blank.end() if blank else position
    for unit, pattern in _UNITS:
        if match := pattern.match(text, after):
            return unit, match.end()
    return "bare", position
