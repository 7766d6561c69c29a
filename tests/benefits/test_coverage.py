"""Every figure of the text is claimed, and a figure goes unclaimed as soon as its rule is gone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
import yaml

from assistant.benefits import Catalogue, chinese_amounts
from assistant.benefits.coverage import unclaimed_amounts
from assistant.policy import Library
from assistant.settings import DEFAULT_CORPUS

FILES = sorted((DEFAULT_CORPUS / "policies" / "yantai-2024-8" / "benefits").glob("*.yaml"))


def benefit_files() -> Iterator[tuple[str, int, dict]]:
    for path in FILES:
        for number, benefit in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")).get("benefits", ())):
            yield path.name, number, benefit


def row_places() -> Iterator[tuple[str, int, str]]:
    """Rows that have a figure, of benefits that keep another row without them."""
    for name, number, benefit in benefit_files():
        if len(benefit["rows"]) > 1:
            yield from ((name, number, key) for key, row in benefit["rows"].items() if "amount" in row)


def limit_places() -> Iterator[tuple[str, int, str]]:
    for name, number, benefit in benefit_files():
        if benefit.get("cap", {}).get("amount", "due") != "due":
            yield name, number, "cap"
        if "duration" in benefit:
            yield name, number, "duration"


def figure_numbers() -> Iterator[int]:
    (path,) = [path for path in FILES if path.name == "figures.yaml"]
    yield from range(len(yaml.safe_load(path.read_text(encoding="utf-8"))["figures"]))


def test_nothing_is_unclaimed(catalogue: Catalogue, library: Library) -> None:
    assert unclaimed_amounts(catalogue, library.default) == []


def test_no_digit_escapes_the_scan(library: Library) -> None:
    text = library.default.text
    spans = [(amount.start, amount.end) for amount in chinese_amounts(text)]
    for digit in re.finditer(r"\d", text):
        assert any(start <= digit.start() < end for start, end in spans), text[digit.start() - 10 : digit.end() + 10]


@pytest.mark.parametrize("benefit", [benefit["id"] for _, _, benefit in benefit_files()])
def test_a_deleted_benefit_is_noticed(benefit: str, catalogue: Catalogue, library: Library) -> None:
    rest = [other for other in catalogue if other.id != benefit]
    assert len(rest) == len(catalogue.benefits) - 1
    assert unclaimed_amounts(Catalogue(library, rest, catalogue.figures), library.default)


@pytest.mark.parametrize(("name", "number", "row"), row_places())
def test_a_deleted_row_is_noticed(name: str, number: int, row: str, edited: Callable) -> None:
    catalogue = edited(name, lambda content: content["benefits"][number]["rows"].pop(row))
    assert unclaimed_amounts(catalogue, catalogue.library.default)


@pytest.mark.parametrize("number", figure_numbers())
def test_a_deleted_list_entry_is_noticed(number: int, edited: Callable) -> None:
    catalogue = edited("figures", lambda content: content["figures"].pop(number))
    assert unclaimed_amounts(catalogue, catalogue.library.default)


@pytest.mark.parametrize(("name", "number", "key"), limit_places())
def test_a_deleted_cap_or_duration_is_noticed(name: str, number: int, key: str, edited: Callable) -> None:
    catalogue = edited(name, lambda content: content["benefits"][number].pop(key))
    assert unclaimed_amounts(catalogue, catalogue.library.default)
