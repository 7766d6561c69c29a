"""From the figures of a run to the report's blocks, worded for a reader who writes no code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from eval.intervals import Rate
from eval.report.blocks import Block, Details, Heading, Paragraph, Plot, Table
from eval.report.plots import histogram, interval_bars
from eval.report.words import (
    CALCULATOR,
    FAULTS,
    KINDS,
    MODES,
    PEERS,
    SCORES,
    SPLITS,
    UNDERSTANDING,
    interval,
    percent,
    share,
)

__all__ = ["TITLE", "report"]

TITLE = "政策问答评测报告"

Run = dict[str, Any]


def report(run: Run) -> list[Block]:
    """Every block of the report, in reading order. ``run`` is what eval/running.py returns."""
    if "answers" not in run:
        return list(_findings(run))
    sections = (
        _summary,
        _findings,
        _kinds,
        _clauses,
        _citations,
        _latency,
        _peers,
        _components,
        _verifier,
        _failures,
        _method,
    )
    return [block for section in sections for block in section(run)]


def _summary(run: Run) -> Iterator[Block]:
    whole = run["peers"]["product"]
    best = max(
        (part["right"] for name, part in run["peers"].items() if name != "product"), key=lambda rate: rate["value"]
    )
    unsupported, untrue = (
        sum(part["scores"][name]["total"] - part["scores"][name]["right"] for part in run["answers"].values())
        for name in ("support", "quotes")
    )
    yield Paragraph(
        f"{whole['right']['total']} 道题里，全对 {share(whole['right'])}；同类做法最好的是 {percent(best['value'])}。"
        f"数字没有出处的答复 {unsupported} 条，引文不实的答复 {untrue} 条。"
        "金额、数字出处、要点、行为、条款和引文六项都对才算“全对”，判法见文末。检验题和全新题不给开发者看，只看总分。"
    )
    rows = [
        [SPLITS[name], share(part["right"]), interval(part["right"]), *(share(part["scores"][key]) for key in SCORES)]
        for name, part in run["answers"].items()
    ]
    yield Table(["题目", "全对", "95% 区间", *SCORES.values()], rows)


def _findings(run: Run) -> Iterator[Block]:
    yield Paragraph(f"{run['made']}，代码版本 {run['commit']}，{run['machine']}，全程 {run['elapsed_s']:.0f} 秒。")
    findings = run["integrity"]
    yield Paragraph("政策原文、补贴规则与封存文本一致。" if not findings else f"语料有 {len(findings)} 处问题：")
    for finding in findings:
        yield Details(finding["place"], [("问题", finding["problem"]), ("检查", finding["check"])])


def _kinds(run: Run) -> Iterator[Block]:
    yield Heading("各类问题答对多少")
    totals = _added(part["kinds"] for part in run["answers"].values())
    yield Plot(
        interval_bars([(KINDS[kind], totals[kind]) for kind in KINDS if kind in totals]),
        "绿条是全对的比例，橙线是 95% 置信区间（Wilson 法），题数越少区间越宽。",
    )
    header = ["类别", *(SPLITS[name] for name in run["answers"]), "合计", "95% 区间"]
    rows = [
        [
            KINDS[kind],
            *(share(part["kinds"].get(kind, _NONE)) for part in run["answers"].values()),
            share(rate.to_json()),
            interval(rate.to_json()),
        ]
        for kind, rate in sorted(totals.items(), key=lambda pair: list(KINDS).index(pair[0]))
    ]
    yield Table(header, rows, fold="各类问题、各批题目的数字")


def _clauses(run: Run) -> Iterator[Block]:
    yield Heading("各条款的问题答对多少")
    totals = _added(part["clauses"] for part in run["answers"].values())
    ordered = sorted(totals, key=lambda key: (not key.isdigit(), key.zfill(3)))
    named = [(f"第{key}条" if key.isdigit() else key, totals[key]) for key in ordered]
    yield Plot(interval_bars(named), "按标准答案应引用的条款统计；一道题涉及两条时两边各算一次。")
    rows = [[name, share(rate.to_json()), interval(rate.to_json())] for name, rate in named]
    yield Table(["条款", "全对", "95% 区间"], rows, fold="各条款的数字")


def _citations(run: Run) -> Iterator[Block]:
    yield Heading("引用和拒答")
    rows = [
        [
            SPLITS[name],
            percent(part["citation_recall"]),
            percent(part["citation_precision"]),
            share(part["refusal_recall"]),
            share(part["refusal_precision"]),
        ]
        for name, part in run["answers"].items()
    ]
    yield Table(["题目", "引用查全率", "引用查准率", "该拒的拒了", "拒的确实该拒"], rows)


def _latency(run: Run) -> Iterator[Block]:
    yield Heading("答一题要多久")
    times = [time for part in run["answers"].values() for time in part["latency_ms"]["all"]]
    rows = [
        [SPLITS[name], f"{part['latency_ms']['p50']:.0f} 毫秒", f"{part['latency_ms']['p95']:.0f} 毫秒"]
        for name, part in run["answers"].items()
    ]
    if times:
        ordered = sorted(times)
        marks = [
            ("一半的题在此之内", ordered[len(ordered) // 2]),
            ("95% 的题在此之内", ordered[int(len(ordered) * 0.95)]),
        ]
        yield Plot(histogram(times, "毫秒", marks), "横轴是毫秒，柱高是题数；最慢的 1% 都算在最右一格。")
    yield Table(["题目", "中位数", "95 分位"], rows)


def _peers(run: Run) -> Iterator[Block]:
    yield Heading("与同类做法比较")
    yield Paragraph(
        "同一批题、同一套判分、同一次运行。同类做法没有语言模型，只会照抄找到的原文，不会拒答或反问。"
        "教科书式链：LangChain 按 500 字定长切块，向量检索前三块，照抄最像的一块；后两种照抄最像的一整条。"
    )
    rows = [(PEERS[name], part) for name, part in run["peers"].items()]
    yield Plot(interval_bars([(name, _rate(part["right"])) for name, part in rows]), "全对的比例与 95% 置信区间。")
    yield Table(
        ["做法", "全对", "95% 区间", "金额", "要点", "引用查全率", "引用查准率"],
        [
            [
                name,
                share(part["right"]),
                interval(part["right"]),
                share(part["scores"]["figures"]),
                share(part["scores"]["words"]),
                percent(part["citation_recall"]),
                percent(part["citation_precision"]),
            ]
            for name, part in rows
        ],
    )


def _components(run: Run) -> Iterator[Block]:
    yield Heading("各部件单独测")
    yield Table(
        ["检索方式", "首条命中", "前三命中", "前十命中", "MRR"],
        [
            [MODES[mode], *(share(part[f"recall@{k}"]) for k in (1, 3, 10)), f"{part['mrr']:.3f}"]
            for mode, part in run["retrieval"].items()
        ],
    )
    yield Table(["理解", "正确"], [[UNDERSTANDING[name], share(rate)] for name, rate in run["understanding"].items()])
    yield Table(
        ["计算器", "通过"], [[CALCULATOR[name], share(part["rate"])] for name, part in run["calculator"].items()]
    )
    for name, part in run["calculator"].items():
        for problem in part["problems"]:
            yield Details(f"计算器 {name}：{problem['name']}", [("问题", problem["problem"])])


def _verifier(run: Run) -> Iterator[Block]:
    yield Heading("核验器：故意改坏的答案能不能拦住")
    part = run["verifier"]
    yield Paragraph(
        f"把答对的答案逐一改坏再交给核验器：涉及金额、条号和引文的错误拦住 {share(part['decisive'])}；"
        f"没改坏的答案误拦 {share(part['false_alarms'])}。"
    )
    yield Table(["改坏的方式", "拦住"], [[FAULTS[name], share(rate)] for name, rate in part["faults"].items()])
    for missed in part["missed"]:
        yield Details(f"漏拦 {missed['id']}：{FAULTS[missed['fault']]}", [("改动", missed["detail"])])
    for alarm in part["alarms"]:
        yield Details(f"误拦 {alarm['id']}", [("理由", alarm["reasons"])])


def _failures(run: Run) -> Iterator[Block]:
    yield Heading("没有全对的题")
    yield Paragraph("检验题和全新题的内容不公开，以免照题修改。")
    for question in run["failures"]:
        yield Details(
            f"{question['id']} · {KINDS[question['kind']]} · {question['turns'][-1]}",
            [
                *(("上文", turn) for turn in question["turns"][:-1]),
                ("答复", f"（{question['status']}）{question['text']}"),
                ("标准", question["gold"]),
                ("依据", question["why"]),
                ("问题", question["reasons"]),
            ],
        )


def _method(run: Run) -> Iterator[Block]:
    yield Heading("怎么判的分")
    yield Paragraph(
        "金额：标准答案里的每个数都要说到，禁止的数不能出现；答复里的每个金额和百分比都要出自引文、计算过程或提问者自己的话。"
        "要点：规定的词语要出现。行为：该回答的要回答，该说“政策没写”的不能编，缺关键信息的要反问。"
        "引用：必须引到标准条款，引文与政策全文逐字一致。判分不用语言模型，同样的答案永远得同样的分。"
    )


_NONE = {"right": 0, "total": 0, "value": 0.0, "interval": [0.0, 1.0]}


def _rate(data: dict[str, Any]) -> Rate:
    return Rate(data["right"], data["total"])


def _added(parts: Iterable[dict[str, dict[str, Any]]]) -> dict[str, Rate]:
    totals: dict[str, Rate] = {}
    for part in parts:
        for key, data in part.items():
            before = totals.get(key, Rate(0, 0))
            totals[key] = Rate(before.right + data["right"], before.total + data["total"])
    return totals
