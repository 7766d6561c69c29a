"""The optional chat model: any OpenAI-compatible server, asked within a time limit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from langchain_core.messages import BaseMessage
from pydantic import SecretStr

from assistant.answering.model_calls import Breaker, Budget, run_within
from assistant.errors import LanguageModelError
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["LanguageModel", "open_chat", "open_language_model"]

_OPENAI = "https://api.openai.com/v1"
_NO_KEY = "none"
"""Stands for the key where none is set, so that no other service's key is taken from the environment."""
_THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)


class LanguageModel:
    """A LangChain chat model with a time limit and a breaker; safe to share between threads.

    limit_s: seconds for all calls of one question together.
    """

    def __init__(self, chat: BaseChatModel, limit_s: float = 8.0, breaker: Breaker | None = None) -> None:
        if not 0 < limit_s < float("inf"):
            raise LanguageModelError(f"POLICY_LLM_TIMEOUT 应是大于 0 的秒数，例如 8，现在是 {limit_s}")
        self.limit_s = limit_s
        self._chat = chat
        self._breaker = breaker or Breaker()

    def complete(self, messages: Sequence[BaseMessage], budget: Budget, *, share: float = 1.0, **options: Any) -> str:
        """The model's reply as text, without its thoughts.

        share: the part of the budget left that this call may take; options: passed to the server.
        LanguageModelError where the server fails, is too slow, says nothing or is paused.
        """
        seconds = budget.left() * share
        if seconds <= 0:
            raise LanguageModelError("没有用模型：时间已到")
        if not self._breaker.allows():
            raise LanguageModelError("没有用模型：它连续失败，暂停一会儿再试")
        try:
            message = run_within(self._chat.ainvoke(list(messages), **options), seconds)
        except TimeoutError:
            self._breaker.failed()
            raise LanguageModelError(f"模型没有在{budget.limit_s:g}秒内答完") from None
        except Exception as error:  # whatever a server or its client comes up with ends in the rules' reply
            self._breaker.failed()
            raise LanguageModelError(f"模型出错：{type(error).__name__}") from error
        text = _THOUGHTS.sub("", str(message.text)).strip()
        if not text:
            self._breaker.failed()
            raise LanguageModelError("模型没有回话")
        self._breaker.succeeded()
        return text


def open_language_model(settings: Settings) -> LanguageModel | None:
    """The model of these settings, None where none is set; the server is not asked yet.

    LanguageModelError where the extra "llm" is not installed or the time limit is no time.
    """
    return LanguageModel(open_chat(settings), settings.llm_timeout_s) if settings.llm_model else None


def open_chat(settings: Settings) -> BaseChatModel:
    """The client of the settings' server: no retries, so that the first failure is the last."""
    try:
        from langchain_openai import ChatOpenAI
    except ImportError:
        raise LanguageModelError(
            "设置了 POLICY_LLM_MODEL，但没有安装语言模型的客户端。请运行：pip install 'policy-assistant[llm]'，"
            "或去掉 POLICY_LLM_MODEL"
        ) from None
    return ChatOpenAI(
        model=settings.llm_model,
        base_url=settings.llm_base_url or _OPENAI,
        api_key=SecretStr(settings.llm_api_key or _NO_KEY),
        timeout=settings.llm_timeout_s,
        max_retries=0,
        temperature=0,
    )
