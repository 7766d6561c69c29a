"""Configuration, read from the environment in this one place and handed in everywhere else."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import InputError

__all__ = ["DEFAULT_CORPUS", "Settings"]

DEFAULT_CORPUS = Path(__file__).resolve().parent.parent / "corpus"
_LLM_TIMEOUT_S = 8.0


def _user_folder(environment: Mapping[str, str], variable: str, fallback: str) -> Path:
    base = environment.get(variable)
    return (Path(base) if base else Path.home() / fallback) / "policy-assistant"


def _seconds(environment: Mapping[str, str], variable: str, fallback: float) -> float:
    text = environment.get(variable, "").strip()
    try:
        seconds = float(text) if text else fallback
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise InputError(f"环境变量 {variable} 应是大于 0 的秒数，例如 {fallback:g}，现在是“{text}”")
    return seconds


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie and which models answer.

    corpus: folder with ``policies/`` and ``language/``. store: folder of the vector store.
    cache: folder of converted models. embedding_model: "" for the built-in default, else the name
    or folder of a sentence-transformers model. chroma_url: an HTTP Chroma server, "" for a local store.
    llm_*: an OpenAI-compatible endpoint; no model, no language model. database_url: feedback.
    """

    corpus: Path = DEFAULT_CORPUS
    store: Path = Path("store")
    cache: Path = Path("cache")
    embedding_model: str = ""
    chroma_url: str = ""
    llm_model: str = ""
    llm_base_url: str = ""
    llm_api_key: str = ""
    llm_timeout_s: float = _LLM_TIMEOUT_S
    database_url: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Settings from POLICY_* variables (of ``environment``, or the process's own).

        InputError where a number is none.
        """
        env = os.environ if environment is None else environment
        data, cache = env.get("POLICY_DATA"), env.get("POLICY_CACHE")
        data_folder = Path(data) if data else _user_folder(env, "XDG_DATA_HOME", ".local/share")
        cache_folder = Path(cache) if cache else _user_folder(env, "XDG_CACHE_HOME", ".cache")
        return cls(
            corpus=Path(env.get("POLICY_CORPUS") or DEFAULT_CORPUS),
            store=Path(env.get("POLICY_STORE") or data_folder / "store"),
            cache=cache_folder,
            embedding_model=env.get("POLICY_EMBEDDING_MODEL", ""),
            chroma_url=env.get("POLICY_CHROMA_URL", ""),
            llm_model=env.get("POLICY_LLM_MODEL", ""),
            llm_base_url=env.get("POLICY_LLM_BASE_URL", ""),
            llm_api_key=env.get("POLICY_LLM_API_KEY", ""),
            llm_timeout_s=_seconds(env, "POLICY_LLM_TIMEOUT", _LLM_TIMEOUT_S),
            database_url=env.get("POLICY_DATABASE_URL") or f"sqlite:///{data_folder / 'feedback.db'}",
        )
