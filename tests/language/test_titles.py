"""Clauses named by their titles: by a long piece, or in other words where one points at a clause."""

from __future__ import annotations

import pytest

from assistant.language.titles import Titles

CLAUSES = {
    "1": "健全道路养护体系",
    "2": "发挥社区组织服务居民的基础性作用",
    "3": "完善道路绿化管理制度",
    "4": "完善居民体育竞赛体系",
}
TITLES = Titles(CLAUSES, ["(的)?(那|这)条"])


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("健全道路养护体系由谁来做", ["1"]),
        ("社区组织基础作用这条谁管", ["2"]),
        ("谁管绿化管理那条", ["3"]),
        ("某某局在体育竞赛那条里干什么", ["4"]),
        ("道路那条谁管", []),
        ("体育竞赛谁管", []),
        ("花园那条谁管", []),
    ],
)
def test_a_clause_is_found_by_its_title(text: str, keys: list[str]) -> None:
    assert TITLES.named_in(text) == keys
