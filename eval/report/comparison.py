"""What got better and what got worse since an earlier run, question by question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from eval.report.blocks import Block, Details, Heading, Paragraph, Table
from eval.report.words import PEERS, SPLITS, percent

__all__ = ["compare"]

Run = dict[str, Any]


def compare(old: Run, new: Run) -> list[Block]:
    """The comparison as blocks of the report. Both are runs as eval/running.py writes them."""
    return [
        Heading("与上一次相比"),
        Paragraph(f"上一次：{old['made']}，代码版本 {old['commit']}。"),
        Table(["题目", "上次", "这次", "变好", "变差"], [_row(old, new, split) for split in new["questions"]]),
        *_changes(old, new),
    ]


def _row(old: Run, new: Run, split: str) -> list[str]:
    before, after = old["questions"].get(split, {}), new["questions"][split]
    shared = before.keys() & after.keys()
    better = sum(after[key]["right"] and not before[key]["right"] for key in shared)
    worse = sum(before[key]["right"] and not after[key]["right"] for key in shared)
    rates = [percent(run["answers"][split]["right"]["value"]) if split in run["answers"] else "—" for run in (old, new)]
    return [SPLITS[split], *rates, str(better), str(worse)]


def _changes(old: Run, new: Run) -> Iterator[Block]:
    for split, after in new["questions"].items():
        before = old["questions"].get(split, {})
        for key in sorted(before.keys() & after.keys()):
            was, now = before[key], after[key]
            if was["right"] != now["right"]:
                lines = (
                    [("上次答复", was["text"]), ("这次答复", now["text"])] if "text" in was and "text" in now else []
                )
                reasons = now.get("reasons") or was.get("reasons") or ""
                verdict = "变好" if now["right"] else "变差"
                yield Details(
                    f"{verdict} {key}（{SPLITS[split]}）", [*lines, *([("原因", reasons)] if reasons else [])]
                )
    rows = [
        [PEERS[name], percent(old["peers"][name]["right"]["value"]), percent(part["right"]["value"])]
        for name, part in new["peers"].items()
        if name in old["peers"]
    ]
    yield Table(["做法", "上次", "这次"], rows)
