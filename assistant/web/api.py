"""The assistant for programs: named HTTP endpoints, which are MCP tools too, and clauses as MCP resources.

Each returns what the command line prints with ``--json``. The docstrings and argument names below are
what callers and models see.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import unquote

import gradio as gr

from assistant.errors import AssistantError, InputError
from assistant.web.engine import Engine

__all__ = ["Endpoints", "answer_mcp_in_json"]


class Endpoints:
    """The endpoints over one engine. ``register`` them inside a ``gr.Blocks``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def register(self) -> None:
        """Add every endpoint to the page that is being built."""
        engine, call = self._engine, self._call

        async def ask(question: str, history: list[str] | None = None, as_of: str = "") -> dict[str, Any]:
            """Answer a question about the policy, with the clauses that prove it and exact amounts in yuan.

            Args:
                question: The question, in Chinese or English.
                history: The same person's earlier questions, oldest first.
                as_of: The day that counts as today, as YYYY-MM-DD; empty for today.

            Returns:
                The answer: id, status, text, citations, calculation, options, elapsed_ms, path, steps.

            """
            try:
                return (await engine.ask(question, tuple(history or ()), _day(as_of))).to_json()
            except AssistantError as error:
                raise gr.Error(str(error), print_exception=False) from error

        async def look_up_clause(clause: str) -> dict[str, Any]:
            """Look up one clause of the policy, word for word, with its departments.

            Args:
                clause: The clause's number or name, such as 11, 十一 or 附则.

            Returns:
                The clause: policy, key, label, section, title, text, start, end, sentences, departments.

            """
            return dict(await call("look_up_clause", {"clause": clause}))

        async def calculate_subsidy(items: list[dict[str, Any]]) -> dict[str, Any]:
            """Calculate the exact subsidy for one or more items, with caps, assumptions, conditions and quotes.

            Args:
                items: Each has benefit (id), row, and what it takes: count, years, months, base, due, enterprise, year…

            Returns:
                The calculation in yuan: lines, min, max, bound, caps, assumptions, conditions, citations.

            """
            return dict(await call("calculate_subsidy", {"items": items}))

        async def list_benefits(clause: str = "") -> list[dict[str, Any]]:
            """List the benefits that can be calculated: ids, rows, amounts, caps, conditions and quotes.

            Args:
                clause: Only those of this clause, such as 11; empty for all.

            Returns:
                The benefits, in the order of the policy.

            """
            return list(await call("list_benefits", {"clause": clause}))

        @gr.mcp.resource("clause://{policy}/{clause}", mime_type="text/plain")
        async def read_clause(policy: str, clause: str) -> str:
            """One clause's text, word for word. The policy is its id, the clause its number or name.

            Args:
                policy: The policy's id.
                clause: The clause's number or name.

            """
            try:
                return engine.library.find_clause(unquote(clause), unquote(policy)).text
            except InputError as error:
                raise gr.Error(str(error), print_exception=False) from error

        @gr.mcp.resource("clause://index", mime_type="text/plain")
        async def clause_index() -> str:
            """Every clause's resource address with its label and title, a line each."""
            return "\n".join(f"clause://{c.policy}/{c.key} {c.label}{c.title}" for c in engine.library.clauses())

        for endpoint in (ask, look_up_clause, calculate_subsidy, list_benefits, read_clause, clause_index):
            gr.events.api(endpoint, api_name=endpoint.__name__, queue=False)

    @cached_property
    def _tools(self) -> dict[str, Any]:
        from assistant.answering.tools import make_tools

        return {tool.name: tool for tool in make_tools(self._engine.catalogue)}

    async def _call(self, name: str, arguments: dict[str, Any]) -> Any:
        """What the LangChain tool of this name returns, from JSON; its refusal as an error to the caller."""
        message = await self._engine.run(lambda: self._tools[name].invoke(_tool_call(name, arguments)))
        if message.status == "error":
            raise gr.Error(str(message.content), print_exception=False)
        return json.loads(message.content)


def answer_mcp_in_json(page: gr.Blocks) -> None:
    """Give MCP clients of a launched page JSON, where Gradio would give them Python's notation."""
    from mcp.types import TextContent

    def written(results: list[Any], root_url: str) -> list[TextContent]:
        return [
            TextContent(type="text", text=result if isinstance(result, str) else json.dumps(result, ensure_ascii=False))
            for result in results
        ]

    setattr(page.mcp_server_obj, "postprocess_output_data", written)  # noqa: B010


def _tool_call(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    return {"type": "tool_call", "id": name, "name": name, "args": arguments}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError(f"as_of “{text}”不是日期，应写成 YYYY-MM-DD") from None
