"""An assistant with a few scripted answers that cite the real policy; quick to open, needs no model."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import uuid4

from assistant.benefits import Request, calculate, load_benefits
from assistant.models import Answer, Citation, Status, Step
from assistant.policy import load_library
from assistant.settings import Settings

__all__ = ["FakeAssistant"]

_PROMOTION = (
    "对企业自主培育新晋升的技师、高级技师、特级技师、首席技师，每人分别给予2500元、3000元、6000元和8000元一次性补贴，"
    "每家企业每年不超过10万元"
)
_PRIZES = "分别按照市级最高1万元、省级最高2万元、国家级最高5万元、世界级最高50万元给予奖励"


class FakeAssistant:
    """Answers by keyword. ``delay_s`` makes each answer take its time."""

    def __init__(self, settings: Settings, delay_s: float = 0.0) -> None:
        self.library = load_library(settings.corpus)
        self.catalogue = load_benefits(settings.corpus, self.library)
        self.delay_s = delay_s

    @classmethod
    def open(cls, settings: Settings) -> FakeAssistant:
        """As ``Assistant.open``."""
        return cls(settings)

    def ask(self, question: str, history: Sequence[str] = (), as_of: date | None = None) -> Answer:
        """As ``Assistant.ask``."""
        started = time.perf_counter()
        time.sleep(self.delay_s)
        answer = self._answer(question, history)
        elapsed = (time.perf_counter() - started) * 1000
        return Answer(
            id=uuid4().hex,
            status=answer.status,
            text=answer.text,
            citations=answer.citations,
            calculation=answer.calculation,
            options=answer.options,
            elapsed_ms=elapsed,
            steps=(
                Step("检索", "找到第（十一）条等3条", 18.2),
                Step("计算", "按补贴标准计算", 1.4),
                Step("核对", "金额均有原文依据", 0.8),
            ),
        )

    def _cite(self, quote: str, clause: str) -> Citation:
        return self.library.default.cite(quote, clause)

    def _answer(self, question: str, history: Sequence[str]) -> Answer:
        promotion, prizes = self._cite(_PROMOTION, "11"), self._cite(_PRIZES, "8")
        if "一共" in question or "total" in question:
            calculation = calculate(
                self.catalogue,
                [Request("promotion-technician", "高级技师", 20), Request("promotion-technician", "首席技师", 10)],
            )
            assert calculation.max == Decimal(100000)
            text = "最高10万元。\n20 × 3000元 = 6万元，10 × 8000元 = 8万元，合计14万元，按10万元的上限计。"
            return Answer("", Status.ANSWERED, text, (promotion,), calculation)
        if "senior" in question:
            return Answer("", Status.ANSWERED, "3,000 yuan per person, paid once to the company.", (promotion,))
        if "高级技师" in question:
            text = "每人3000元，一次性补贴。\n条件：企业自主培育、新晋升；每家企业每年合计不超过10万元。"
            return Answer("", Status.ANSWERED, text, (promotion,))
        if question in ("省级", "国家级", "市级", "世界级"):
            amount = {"市级": "1万元", "省级": "2万元", "国家级": "5万元", "世界级": "50万元"}[question]
            return Answer(
                "",
                Status.ANSWERED,
                f"{question}竞赛最高{amount}。",
                (prizes, self._cite("每两年举办一届烟台市职业技能大赛", "8")),
            )
        if "竞赛" in question or "比赛" in question:
            return Answer(
                "", Status.CLARIFY, "请问是哪一级的竞赛？", (prizes,), options=("市级", "省级", "国家级", "世界级")
            )
        return Answer("", Status.NOT_COVERED, "这份政策没有写这一点，请向牵头部门咨询。")
