"""The page's words in Chinese and English, from assets/texts.yaml.

Static labels go to the browser as ``gr.I18n`` keys; what is rendered on the server asks ``Texts.say``
with the language of the request, which a cookie carries.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import gradio as gr
import yaml

__all__ = ["CHINESE", "ENGLISH", "LANGUAGE_COOKIE", "gradio_texts", "label", "language_of", "say"]

CHINESE, ENGLISH = "zh-CN", "en"
LANGUAGE_COOKIE = "lang"
_TEXTS = Path(__file__).parent / "assets" / "texts.yaml"


@cache
def _texts() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(_TEXTS.read_text(encoding="utf-8"))
    return loaded


def say(language: str, key: str, /, **values: object) -> str:
    """The text with this key in this language, its ``{names}`` filled in. KeyError where there is none."""
    chinese, english = _texts()["texts"][key]
    text: str = english if language == ENGLISH else chinese
    return text.format(**values) if values else text


def language_of(request: gr.Request | None) -> str:
    """The language that this browser chose; Chinese where it chose none."""
    chosen = request.cookies.get(LANGUAGE_COOKIE) if request is not None and request.request is not None else None
    return ENGLISH if chosen == ENGLISH else CHINESE


@cache
def gradio_texts() -> gr.I18n:
    """All labels for the browser, with the strings that Gradio itself leaves untranslated."""
    texts = _texts()["texts"]
    chinese = {key: pair[0] for key, pair in texts.items()} | _texts()["gradio"]
    english = {key: pair[1] for key, pair in texts.items()}
    return gr.I18n(**{CHINESE: chinese, ENGLISH: english})


def label(key: str) -> Any:
    """A label that the browser shows in its own language. KeyError where the texts lack it."""
    if key not in _texts()["texts"]:
        raise KeyError(key)
    return gradio_texts()(key)
