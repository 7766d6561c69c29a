"""``index`` and ``search``: the vector store, and clauses found for a text."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from assistant.errors import CorpusError, InputError
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.documents import Document

    from assistant.policy import Library

__all__ = ["add_commands"]

_BATCH = 64
_LINE = '{"id": "…", "query": "…"}'


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the commands ``index`` and ``search``."""
    index = commands.add_parser("index", help="建立或更新检索索引")
    index.add_argument("--ship", action="store_true", help="把例句的向量存进语料文件夹，首次启动更快（改过例句后用）")
    _add_places(index)
    index.set_defaults(run=_index)
    search = commands.add_parser("search", help="检索条款：search “关键词或问题”，或 --batch IN.jsonl OUT.jsonl")
    search.add_argument("query", nargs="?", metavar="内容", help="要查的内容")
    search.add_argument("--batch", nargs=2, type=Path, metavar=("IN.jsonl", "OUT.jsonl"), help=f"每行 {_LINE}")
    search.add_argument("--k", type=int, default=10, metavar="条数", help="最多列出几条，默认 10")
    search.add_argument("--policy", default="", metavar="编号", help="只在这份政策里查")
    search.add_argument("--json", action="store_true", help="输出 JSON")
    _add_places(search)
    search.set_defaults(run=_search)


def _add_places(command: argparse.ArgumentParser) -> None:
    command.add_argument("--corpus", type=Path, metavar="DIR", help="语料文件夹，内有 policies/")
    command.add_argument("--store", type=Path, metavar="DIR", help="索引文件夹")


def _index(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.cli.receipt import noted_passages, write_receipt

    begun = perf_counter()
    settings, library = _opened(arguments, settings)
    passages = noted_passages(settings)
    if passages is None:
        passages = _opened_passages(settings, library)
        write_receipt(settings, passages)
    if arguments.ship:
        print(f"随语料附带的向量：{_ship(settings, library)}条")
    place = settings.chroma_url or settings.store
    policies, seconds = len(library.policies), perf_counter() - begun
    print(f"索引就绪：{policies}份政策，{passages}段，用时{seconds:.1f}秒，在 {place}")
    return 0


def _opened_passages(settings: Settings, library: Library) -> int:
    from assistant.retrieval import corpus_exemplars, open_index

    return len(open_index(settings, library, corpus_exemplars(settings.corpus, library)))


def _ship(settings: Settings, library: Library) -> int:
    from assistant.retrieval import corpus_exemplars, model_key, open_index, write_shipped
    from assistant.retrieval.passages import QUESTION_KINDS

    index = open_index(settings, library, corpus_exemplars(settings.corpus, library))
    vectors = {
        passage.text: vector
        for kind in sorted(QUESTION_KINDS)
        for passage, vector in zip(index.passages(kind), index.vectors(kind), strict=True)
    }
    return write_shipped(settings.corpus, model_key(settings), vectors)


def _search(arguments: argparse.Namespace, settings: Settings) -> int:
    if (arguments.query is None) == (arguments.batch is None):
        raise InputError("请写出要查的内容，或用 --batch IN.jsonl OUT.jsonl 批量检索（二者选一）")
    if arguments.k < 1:
        raise InputError(f"--k 应为不小于1的整数，现为{arguments.k}")
    queries = [("", arguments.query)] if arguments.batch is None else list(_read(arguments.batch[0]))
    if not all(query.strip() for _, query in queries):
        raise InputError("要查的内容是空的，请写出关键词或问题")
    settings, library = _opened(arguments, settings)
    if arguments.policy:
        library.policy(arguments.policy)
    from assistant.retrieval import open_retriever

    retriever = open_retriever(settings, library, k=arguments.k)
    if arguments.batch is None:
        found = retriever.rank(arguments.query, policy=arguments.policy)
        print(json.dumps({"hits": _hits(found)}, ensure_ascii=False) if arguments.json else _told(found, library))
        return 0

    def answered() -> Iterator[str]:
        for start in range(0, len(queries), _BATCH):
            part = queries[start : start + _BATCH]
            batch = retriever.retrieve_batch([query for _, query in part], policy=arguments.policy)
            for (query_id, _), documents in zip(part, batch, strict=True):
                yield json.dumps({"id": query_id, "hits": _hits(documents)}, ensure_ascii=False)

    _write(arguments.batch[1], answered(), len(queries))
    return 0


def _opened(arguments: argparse.Namespace, settings: Settings) -> tuple[Settings, Library]:
    """The settings with the caller's folders, and the library; what is wrong with those folders is the caller's."""
    from assistant.policy import load_library

    if arguments.store is not None:
        if arguments.store.exists() and not arguments.store.is_dir():
            raise InputError(f"--store 应为文件夹：{arguments.store}")
        settings = replace(settings, store=arguments.store)
    if arguments.corpus is None:
        return settings, load_library(settings.corpus)
    if not arguments.corpus.is_dir():
        raise InputError(f"没有这个语料文件夹：{arguments.corpus}。应为内有 policies/ 的文件夹")
    try:
        return replace(settings, corpus=arguments.corpus), load_library(arguments.corpus)
    except CorpusError as error:
        raise InputError(str(error)) from error


def _read(path: Path) -> Iterator[tuple[str | int, str]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"读不了文件 {path}：应为 UTF-8 的 JSONL 文件（{error}）") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _parsed(line, f"{path} 第{number}行")


def _parsed(line: str, place: str) -> tuple[str | int, str]:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise InputError(f"{place}: 不是 JSON；应为 {_LINE}") from error
    if not isinstance(data, dict) or not isinstance(data.get("id"), str | int):
        raise InputError(f"{place}: 缺少 id；应为 {_LINE}")
    if not isinstance(data.get("query"), str) or not data["query"].strip():
        raise InputError(f"{place}: query 应为非空的字符串；应为 {_LINE}")
    return data["id"], data["query"]


def _write(path: Path, lines: Iterator[str], count: int) -> None:
    from tqdm import tqdm

    try:
        target = path.open("w", encoding="utf-8")
    except OSError as error:
        raise InputError(f"写不进文件 {path}：{error.strerror}") from error
    with target:
        for line in tqdm(lines, total=count, desc="检索", unit="条", file=sys.stderr, disable=not sys.stderr.isatty()):
            target.write(line + "\n")


def _hits(documents: Sequence[Document]) -> list[dict[str, Any]]:
    return [
        {
            "policy": document.metadata["policy"],
            "clause": document.metadata["clause"],
            "score": document.metadata["score"],
            "text": document.page_content,
        }
        for document in documents
    ]


def _told(documents: Sequence[Document], library: Library) -> str:
    several = len(library.policies) > 1
    lines = []
    for place, document in enumerate(documents, start=1):
        facts = document.metadata
        number = f"{library.policy(facts['policy']).number} " if several else ""
        title = "" if facts["title"] == facts["label"] else facts["title"]
        lines += [f"{place}. {number}{facts['label']}{title}（相关度 {facts['score']:.2f}）", f"   {facts['sentence']}"]
    return "\n".join(lines)
