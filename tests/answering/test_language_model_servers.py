"""The assistant beside servers that lie, stall, drip, break and talk nonsense: the reply is right and in time."""

from __future__ import annotations

import json
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

import pytest

from assistant.answering import Assistant
from assistant.models import Answer, Status
from eval.dataset import Question, load_split
from eval.figures import clauses_named, numbers
from eval.scorers import score
from tests.answering.conftest import Client, Helped
from tests.answering.lies import LIES, MISREADINGS
from tests.answering.scripted import Asked, broken, dripping, raw, said, serving, stalled, streamed

QUESTION = "我们厂自己培养的高级技师能补多少钱"
QUESTIONS = 500
SLACK_S = 1.0
"""What a busy machine may add to a time limit."""


def notes(answer: Answer) -> str:
    return "；".join(step.detail for step in answer.steps if step.name == "模型")


def polite(asked: Asked) -> str:
    return json.dumps({"topics": []}) if asked.reads else LIES["truth with manners"](asked.data)


def timed(assistant: Assistant, question: str) -> tuple[Answer, float]:
    begun = time.perf_counter()
    return assistant.ask(question), time.perf_counter() - begun


def many(count: int) -> list[Question]:
    """Development questions over and over; each time round they meet other lies."""
    return list(islice(cycle(load_split("dev")), count))


@pytest.mark.parametrize("lie", [name for name in LIES if name != "truth with manners"])
def test_no_lie_is_told(lie: str, rules: Assistant, helped: Helped, client: Client) -> None:
    questions = [
        QUESTION,
        "20个高级技师和10个首席技师一共补多少",
        "领军人才有多少购房补贴",
        "How much for a senior technician?",
    ]
    with serving(said(lambda asked: LIES[lie](asked.data))) as server:
        assistant = helped(client(server.url))
        for question in questions:
            answer, plain = assistant.ask(question), rules.ask(question)
            assert (answer.text, answer.path) == (plain.text, "rules")
            assert answer.citations == plain.citations and answer.calculation == plain.calculation
            assert notes(answer).startswith("用规则的措辞：")
    assert server.asked


def test_a_rewording_that_keeps_every_source_is_told(rules: Assistant, helped: Helped, client: Client) -> None:
    with serving(said(polite)) as server:
        answer = helped(client(server.url)).ask(QUESTION)
    plain = rules.ask(QUESTION)
    assert answer.path == "model" and notes(answer) == "用模型的措辞"
    assert answer.text.startswith("您好，根据政策，") and answer.text != plain.text
    assert numbers(answer.text) == numbers(plain.text)
    assert answer.text.splitlines()[-1] == plain.text.splitlines()[-1]


def test_500_questions_to_a_liar(rules: Assistant, helped: Helped, client: Client) -> None:
    """No figure that the verifier would refuse, none that the rules' own reply does not hold."""
    lies, misreadings, seen = cycle(LIES.values()), cycle(MISREADINGS.values()), Counter[str]()

    def lie(request: Asked) -> str:
        seen["read" if request.reads else "word"] += 1
        return next(misreadings if request.reads else lies)(request.data)

    with serving(said(lie)) as server:
        assistant = helped(client(server.url, failures=QUESTIONS))
        for question in many(QUESTIONS):
            text = question.text
            answer = assistant.ask(text, question.history, question.as_of)
            plain = rules.ask(text, question.history, question.as_of)
            seen[answer.path] += 1
            if answer.text == plain.text:
                continue
            assert not rules.verify(answer, text, question.history), text
            assert _supported(question, answer, rules) or not _supported(question, plain, rules), text
            if "帮助理解" in notes(answer):
                seen["read otherwise"] += 1
                assert not _wrong_amounts(question, answer, rules) or _wrong_amounts(question, plain, rules), text
                continue
            assert answer.path == "model", text
            assert numbers(answer.text) == numbers(plain.text), text
            assert clauses_named(answer.text) == clauses_named(plain.text), text
            assert (answer.status, answer.citations, answer.calculation) == (
                plain.status, plain.citations, plain.calculation,
            )  # fmt: skip
    assert seen["word"] >= QUESTIONS / 2 and seen["read"] and seen["model"]


def _supported(question: Question, answer: Answer, rules: Assistant) -> bool:
    return score(question, answer, rules.library)["support"].passed


def _wrong_amounts(question: Question, answer: Answer, rules: Assistant) -> bool:
    return "states the wrong" in score(question, answer, rules.library)["figures"].reason


SLOW = {
    "stalled": stalled(),
    "stalled midway": stalled(midway=True),
    "dripping": dripping(polite, 0.05),
}


@pytest.mark.parametrize("name", SLOW)
def test_a_slow_server_never_holds_a_reply(name: str, rules: Assistant, helped: Helped, client: Client) -> None:
    limit = 0.5
    with serving(SLOW[name]) as server:
        assistant = helped(client(server.url, limit_s=limit, failures=1000))
        for question in (QUESTION, "高级工补多少", "技能大师每月多少钱"):
            rules.ask(question)
            answer, seconds = timed(assistant, question)
            assert seconds < limit + SLACK_S
            assert answer.text == rules.ask(question).text and answer.path == "rules"
            assert "0.5秒" in notes(answer)


def test_many_at_once_on_a_stalled_server(rules: Assistant, helped: Helped, client: Client) -> None:
    limit, people = 0.6, 12
    rules.ask(QUESTION)
    with serving(stalled()) as server, ThreadPoolExecutor(people) as pool:
        assistant = helped(client(server.url, limit_s=limit, failures=1000))
        begun = time.perf_counter()
        answers = list(pool.map(assistant.ask, [QUESTION] * people))
        seconds = time.perf_counter() - begun
    assert seconds < limit + 3 * SLACK_S
    assert {answer.text for answer in answers} == {rules.ask(QUESTION).text}


def test_an_unsure_question_takes_one_limit_for_reading_and_wording(
    rules: Assistant, helped: Helped, client: Client, unsure: str
) -> None:
    limit = 2.0
    rules.ask(unsure)
    with serving(stalled()) as server:
        answer, seconds = timed(helped(client(server.url, limit_s=limit)), unsure)
        assert server.asked[0].reads
    assert seconds < limit + SLACK_S
    assert answer.text == rules.ask(unsure).text


def test_a_server_that_fails_three_times_is_left_alone(rules: Assistant, helped: Helped, client: Client) -> None:
    with serving(raw("down", 500, "text/plain")) as server:
        assistant = helped(client(server.url))
        answers = [assistant.ask(QUESTION) for _ in range(6)]
    assert len(server.asked) == 3
    assert {answer.text for answer in answers} == {rules.ask(QUESTION).text}
    assert "连续失败" in notes(answers[-1])


BAD = {
    "500": raw('{"error": {"message": "boom"}}', 500),
    "401": raw('{"error": {"message": "no key"}}', 401),
    "404": raw("not found", 404, "text/plain"),
    "429": raw('{"error": {"message": "slow down"}}', 429),
    "html": raw("<html><body>Welcome</body></html>", 200, "text/html"),
    "no JSON": raw("{{{", 200),
    "empty": raw("", 200),
    "null": raw("null", 200),
    "list": raw("[]", 200),
    "no choices": raw('{"id": "1", "object": "chat.completion", "choices": []}'),
    "no message": raw('{"id": "1", "object": "chat.completion", "choices": [{"index": 0}]}'),
    "null content": raw('{"choices": [{"index": 0, "message": {"role": "assistant", "content": null}}]}'),
    "error in a 200": raw('{"error": {"message": "overloaded"}}'),
    "broken connection": broken,
    "events though none were asked for": streamed(polite),
}


@pytest.mark.parametrize("name", BAD)
def test_a_broken_server_costs_nothing_but_the_wording(
    name: str, rules: Assistant, helped: Helped, client: Client
) -> None:
    with serving(BAD[name]) as server:
        answer = helped(client(server.url)).ask(QUESTION)
    plain = rules.ask(QUESTION)
    assert (answer.text, answer.status, answer.path) == (plain.text, Status.ANSWERED, "rules")
    assert notes(answer).startswith("用规则的措辞：模型")


def test_a_server_that_is_not_there(rules: Assistant, helped: Helped, client: Client) -> None:
    with serving(said("")) as server:
        pass
    answer = helped(client(server.url)).ask(QUESTION)
    assert answer.text == rules.ask(QUESTION).text and "出错" in notes(answer)


STREAMS = {
    "in time": (streamed(polite), "model"),
    "too slowly": (streamed(polite, 0.2), "rules"),
    "half and then nothing": (streamed(polite, ends=False), "rules"),
}


@pytest.mark.parametrize("name", STREAMS)
def test_streamed_replies(name: str, rules: Assistant, helped: Helped, client: Client) -> None:
    behave, path = STREAMS[name]
    limit = 1.0
    rules.ask(QUESTION)
    with serving(behave) as server:
        assistant = helped(client(server.url, limit_s=limit, streaming=True))
        answer, seconds = timed(assistant, QUESTION)
    assert seconds < limit + SLACK_S
    assert answer.path == path
