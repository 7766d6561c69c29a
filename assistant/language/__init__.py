"""From a question to what it asks: the corpus's knowledge of how people ask, and the reading of a question by it.

``Understanding`` (in ``understand``) reads; it is imported from there, as it needs numpy and this package does not.
"""

from assistant.language.knowledge import Gap, Knowledge, Overview, Subject
from assistant.language.loading import load_knowledge
from assistant.language.normalise import normalise
from assistant.language.phrases import Phrases
from assistant.language.query import Query
from assistant.language.topics import Fact, Silence, Topic

__all__ = [
    "Fact",
    "Gap",
    "Knowledge",
    "Overview",
    "Phrases",
    "Query",
    "Silence",
    "Subject",
    "Topic",
    "load_knowledge",
    "normalise",
]
