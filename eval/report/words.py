"""How the report words things for a reader who writes no code."""

from __future__ import annotations

from typing import Any

__all__ = [
    "CALCULATOR",
    "FAULTS",
    "KINDS",
    "MODES",
    "PEERS",
    "SCORES",
    "SPLITS",
    "UNDERSTANDING",
    "interval",
    "percent",
    "share",
]

KINDS = {
    "lookup": "查规定", "amount": "问金额", "calc": "算账", "condition": "问条件", "department": "问部门",
    "date": "问日期", "multi_clause": "跨条款", "follow_up": "追问", "compare": "比较", "clarify": "应反问",
    "unanswerable": "政策没写", "out_of_scope": "不归本政策", "injection": "诱导攻击",
}  # fmt: skip
SPLITS = {"dev": "开发题", "test": "检验题", "samples": "客户样题", "fresh": "全新题"}
SCORES = {
    "figures": "金额", "support": "出处", "words": "要点", "behaviour": "行为", "recall": "条款", "quotes": "引文",
}  # fmt: skip
PEERS = {
    "product": "本产品", "textbook": "教科书式链", "bm25": "只用关键词", "dense": "只用向量",
}  # fmt: skip
MODES = {"hybrid": "混合检索", "bm25": "只用关键词", "dense": "只用向量"}
UNDERSTANDING = {
    "topic": "首先想到的事项在标准条款里", "topics": "该想到的条款都想到", "elsewhere": "看出不归本政策或诱导",
    "numbers": "算账题里的数字都读到",
}  # fmt: skip
CALCULATOR = {"cases": "规则自带算例", "golds": "题库里写明算式的题", "figures": "每个金额与原文逐一核对"}
FAULTS = {
    "figure_changed": "改了一个金额", "figure_swapped": "换成政策里别处的金额", "figures_exchanged": "两个金额互换",
    "percentage_changed": "改了百分比", "figure_added": "多加一笔没有依据的钱", "sum_changed": "改了合计",
    "cap_dropped": "去掉封顶", "bound_dropped": "去掉“最高、不超过”", "clause_wrong": "写错条号",
    "clause_invented": "编造条号", "citation_wrong": "引错条款", "citation_invented": "引用不存在的条款",
    "quote_altered": "改动引文", "offset_shifted": "引文位置错",
}  # fmt: skip


def percent(value: float) -> str:
    """A share as text: 0.9312 -> 93.1%."""
    return f"{value:.1%}"


def share(rate: dict[str, Any]) -> str:
    """A rate as text: 93.1%（205/220）."""
    return f"{percent(rate['value'])}（{rate['right']:g}/{rate['total']}）" if rate["total"] else "—"


def interval(rate: dict[str, Any]) -> str:
    """A rate's 95% interval as text."""
    low, high = rate["interval"]
    return f"{percent(low)}–{percent(high)}" if rate["total"] else "—"
