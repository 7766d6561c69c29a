"""Draw a report's blocks as Markdown or as one HTML page without a single outside reference."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from eval.report.blocks import Block, Details, Heading, Paragraph, Plot, Table

__all__ = ["to_html", "to_markdown"]

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2530; --soft: #5b6875; --line: #d9dfe5; --paper: #fff; --band: #f4f7f9 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6ebf0; --soft: #9fb0bf; --line: #36424d; --paper: #14191e; --band: #1c242b }
}
body { font: 16px/1.7 "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: var(--ink);
  background: var(--paper); max-width: 60rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.5rem; line-height: 1.3 } h2 { font-size: 1.15rem; margin-top: 2.2rem }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .9rem }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); white-space: nowrap }
th { color: var(--soft); font-weight: 600 } tr:nth-child(even) td { background: var(--band) }
figure { margin: 1rem 0; overflow-x: auto } figcaption { color: var(--soft); font-size: .85rem }
svg { width: 100%; height: auto; max-width: 40rem } svg text { fill: var(--ink); font-size: 12px }
svg .soft { fill: var(--soft) } svg .axis { stroke: var(--line) }
details { border: 1px solid var(--line); border-radius: 6px; padding: .4rem .8rem; margin: .5rem 0 }
summary { cursor: pointer } dt { color: var(--soft); font-size: .85rem } dd { margin: 0 0 .5rem; white-space: pre-wrap }
"""


def to_markdown(title: str, blocks: Sequence[Block]) -> str:
    """The report as Markdown, without its plots."""
    return "\n".join([f"# {title}\n", *(_markdown(block) for block in blocks if not isinstance(block, Plot))])


def to_html(title: str, blocks: Sequence[Block]) -> str:
    """The report as one HTML page: style and plots inside, no script, nothing fetched."""
    body = "\n".join(_html(block) for block in blocks)
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{escape(title)}</h1>\n{body}\n</body></html>\n"
    )


def _markdown(block: Block) -> str:
    match block:
        case Heading(text):
            return f"## {text}\n"
        case Paragraph(text):
            return f"{text}\n"
        case Table(header, rows, _):
            lines = [header, ["---"] * len(header), *rows]
            return "".join("| " + " | ".join(_cell(cell) for cell in line) + " |\n" for line in lines)
        case Details(title, lines):
            return f"### {title}\n\n" + "".join(f"- {label}：{_cell(text)}\n" for label, text in lines)
        case Plot():
            return ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _html(block: Block) -> str:
    match block:
        case Heading(text):
            return f"<h2>{escape(text)}</h2>"
        case Paragraph(text):
            return f"<p>{escape(text)}</p>"
        case Table(header, rows, fold):
            head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
            body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
            table = f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
            return f"<details><summary>{escape(fold)}</summary>{table}</details>" if fold else table
        case Details(title, lines):
            inner = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in lines)
            return f"<details><summary>{escape(title)}</summary><dl>{inner}</dl></details>"
        case Plot(svg, caption):
            return f"<figure>{svg}<figcaption>{escape(caption)}</figcaption></figure>"
