"""From a question to an answer with its proof: understand, plan, calculate, compose, verify."""

from assistant.answering.assistant import Assistant
from assistant.answering.verify import Verifier

__all__ = ["Assistant", "Verifier"]
