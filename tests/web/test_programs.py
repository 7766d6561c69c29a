"""Programs get from the page what the command line prints, field by field."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client
from mcp.types import TextContent, TextResourceContents
from pydantic import AnyUrl

from assistant.cli import main
from assistant.models import Policy
from tests.web.serving import Served

QUESTION = "今年新晋升20名高级技师、10名首席技师，一共能补多少？"
ITEMS = [
    {"benefit": "promotion-technician", "row": "高级技师", "count": 20},
    {"benefit": "promotion-technician", "row": "首席技师", "count": 10},
]


@pytest.fixture(scope="session")
def client(real: Served) -> Client:
    return Client(real.url, verbose=False)


@pytest.fixture
def command(real: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """What a command prints with --json."""
    monkeypatch.setenv("POLICY_STORE", str(real.engine.settings.store))

    def run(*arguments: str) -> Any:
        capsys.readouterr()
        assert main([*arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def timeless(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without the times that it took."""
    steps = [{key: value for key, value in step.items() if key != "elapsed_ms"} for step in answer["steps"]]
    return {**answer, "elapsed_ms": None, "steps": steps}


async def use_mcp(url: str, use: Any) -> Any:
    async with (
        streamablehttp_client(f"{url}gradio_api/mcp/") as (reading, writing, _),
        ClientSession(reading, writing) as session,
    ):
        await session.initialize()
        return await use(session)


def call_tool(url: str, name: str, arguments: dict[str, Any]) -> Any:
    """The tool's result from JSON; its error as text where it failed."""

    async def use(session: ClientSession) -> Any:
        result = await session.call_tool(name, arguments)
        (content,) = result.content
        assert isinstance(content, TextContent)
        return content.text if result.isError else json.loads(content.text)

    return asyncio.run(use_mcp(url, use))


def test_ask(real: Served, client: Client, command: Any) -> None:
    printed = timeless(command("ask", QUESTION))
    assert printed["calculation"]["max"] == 100000
    assert timeless(client.predict(question=QUESTION, api_name="/ask")) == printed
    assert timeless(call_tool(real.url, "ask", {"question": QUESTION})) == printed


def test_ask_after_earlier_questions_on_another_day(real: Served, client: Client) -> None:
    given = {"question": "那首席技师呢", "history": ["高级技师晋升补多少"], "as_of": "2027-03-01"}
    direct = asyncio.run(real.engine.ask("那首席技师呢", ("高级技师晋升补多少",))).to_json()
    answer = client.predict(**given, api_name="/ask")
    assert "8000元" in answer["text"]
    assert direct["citations"][0]["quote"] in [c["quote"] for c in answer["citations"]]
    assert timeless(call_tool(real.url, "ask", given)) == timeless(answer)


def test_look_up_clause(real: Served, client: Client, command: Any) -> None:
    for name in ("11", "附则"):
        printed = command("clause", name)
        assert client.predict(clause=name, api_name="/look_up_clause") == printed
        assert call_tool(real.url, "look_up_clause", {"clause": name}) == printed


def test_calculate_subsidy(real: Served, client: Client, command: Any) -> None:
    printed = command("calc", "promotion-technician", "高级技师=20", "首席技师=10")
    assert printed["max"] == 100000
    assert client.predict(items=ITEMS, api_name="/calculate_subsidy") == printed
    assert call_tool(real.url, "calculate_subsidy", {"items": ITEMS}) == printed


def test_list_benefits(real: Served, client: Client, command: Any) -> None:
    printed = command("benefits")
    assert client.predict(api_name="/list_benefits") == printed
    assert call_tool(real.url, "list_benefits", {}) == printed
    assert {b["clause"] for b in client.predict(clause="十一", api_name="/list_benefits")} == {"11"}


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("look_up_clause", {"clause": "99"}, "可查的条款"),
        ("calculate_subsidy", {"items": [{"benefit": "no-such"}]}, "例如："),
        ("calculate_subsidy", {"items": [{**ITEMS[0], "count": -1}]}, "整数"),
        ("ask", {"question": "多少", "as_of": "明天"}, "YYYY-MM-DD"),
    ],
)
def test_wrong_input_is_refused_with_what_is_allowed(
    real: Served, client: Client, name: str, arguments: dict[str, Any], said: str
) -> None:
    with pytest.raises(AppError, match=said):
        client.predict(**arguments, api_name=f"/{name}")
    assert said in call_tool(real.url, name, arguments)


def test_only_the_endpoints_are_offered_and_each_says_what_it_does(real: Served, client: Client) -> None:
    named = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert set(named) == {
        "/ask", "/look_up_clause", "/calculate_subsidy", "/list_benefits", "/read_clause", "/clause_index",
    }  # fmt: skip
    assert all(endpoint.get("description") for endpoint in named.values())

    async def use(session: ClientSession) -> Any:
        return (await session.list_tools()).tools

    tools = asyncio.run(use_mcp(real.url, use))
    assert {tool.name for tool in tools} == {"ask", "look_up_clause", "calculate_subsidy", "list_benefits"}
    for tool in tools:
        assert tool.description
        assert all(argument.get("description") for argument in tool.inputSchema["properties"].values())


def test_every_clause_is_an_mcp_resource(real: Served, policy: Policy) -> None:
    async def use(session: ClientSession) -> dict[str, str]:
        (index,) = (await session.read_resource(AnyUrl("clause://index"))).contents
        assert isinstance(index, TextResourceContents)
        addresses = [line.split(" ")[0] for line in index.text.splitlines()]
        texts = {}
        for address in addresses:
            (content,) = (await session.read_resource(AnyUrl(address))).contents
            assert isinstance(content, TextResourceContents)
            texts[address.rsplit("/", 1)[1]] = content.text
        return texts

    read = asyncio.run(use_mcp(real.url, use))
    assert read == {clause.key: clause.text for clause in policy.clauses}


def test_health(real: Served, policy: Policy) -> None:
    response = httpx.get(f"{real.url}healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ready", "policies": [policy.number]})


def test_the_document_is_complete_before_any_script(real: Served) -> None:
    page = httpx.get(real.url, headers={"Accept-Language": "en-US"}).text
    assert '<html\n\tlang="zh-CN"' in page
    assert "raw.githubusercontent.com" not in page
    english = httpx.get(real.url, cookies={"lang": "en"}).text
    assert '<html\n\tlang="en"' in english
    manifest = httpx.get(f"{real.url}manifest.json").json()
    assert manifest["display"] == "standalone"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    for icon in manifest["icons"]:
        assert httpx.get(real.url.rstrip("/") + icon["src"]).headers["content-type"] == "image/png"
