"""All that the corpus says about how people ask: topics, phrases, names, gaps, other subjects, steering.

Plain data; ``loading`` reads it. The format of each file is documented in corpus/README.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.language.normalise import normalise
from assistant.language.phrases import Aspect, Phrases, Steering
from assistant.language.topics import Topic
from assistant.policy.strict import Expression, Strict, Text

__all__ = ["Dimension", "Gap", "Knowledge", "Overview", "Subject"]


class Gap(Strict):
    """A question within the policy's subject that the policy does not answer.

    cues: expressions on a question which show that it is asked whatever else is named, unless one of
    ``unless`` is found.
    """

    id: Text
    aspect: str = ""
    name: Text
    name_en: str = ""
    names: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    say: Text
    say_en: str = ""
    quote: str = ""
    clause: str = ""
    cues: tuple[Expression, ...] = ()
    unless: tuple[Expression, ...] = ()
    examples: tuple[str, ...] = ()


class Overview(Strict):
    """A question on all that there is for someone, or of a kind: the reply tells each of the topics in a line.

    say: the line before them; topics: by id, with the short names under which they are told; dimension: where
    given, only the rows of the values that the question names are told. cues, unless: as of a gap.
    """

    id: Text
    say: Text
    say_en: str = ""
    topics: dict[str, Text]
    dimension: str = ""
    cues: tuple[Expression, ...] = ()
    unless: tuple[Expression, ...] = ()
    examples: tuple[str, ...]


class Subject(Strict):
    """Another subject, on which the policy has nothing."""

    id: Text
    name: Text
    name_en: str = ""
    names: tuple[str, ...] = ()
    say: str = ""
    say_en: str = ""
    examples: tuple[str, ...] = ()


class Dimension(Strict):
    """A closed set of names: value -> ways to say it; ``ordered``: from the lowest to the highest."""

    label: str
    label_en: str
    values: dict[str, tuple[str, ...]]
    ordered: bool = False


@dataclass(frozen=True)
class Knowledge:
    """All that the corpus says about questions, for every policy in the library."""

    topics: tuple[Topic, ...]
    gaps: tuple[Gap, ...]
    overviews: tuple[Overview, ...]
    subjects: tuple[Subject, ...]
    places: tuple[str, ...]
    own_places: tuple[str, ...]
    steering: Steering
    aspects: dict[str, Aspect]
    phrases: Phrases
    dimensions: dict[str, Dimension]
    departments: dict[str, tuple[str, ...]]
    glossary: tuple[tuple[str, str], ...]
    masks: tuple[str, ...] = ()
    origin_cues: tuple[str, ...] = ()
    asked_cues: tuple[str, ...] = ()
    expansions: tuple[tuple[str, str], ...] = ()
    ambiguous: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def topic(self, topic_id: str) -> Topic | None:
        """The topic with this id, or None."""
        return next((topic for topic in self.topics if topic.id == topic_id), None)

    @cached_property
    def english_terms(self) -> dict[str, str]:
        """The names of the dimensions' values in English, where one is given."""
        return {
            value: english
            for dimension in self.dimensions.values()
            for value, words in dimension.values.items()
            if (english := next((word for word in words if word.isascii()), ""))
        }

    def examples(self) -> Iterator[tuple[str, str]]:
        """(label, example question) of topics, gaps, overviews and other subjects; labels are their ids."""
        return ((label, question) for label, _, question in self.asked())

    @cached_property
    def normal(self) -> dict[str, str]:
        """Every example question in normal form."""
        return {question: normalise(question) for _, question in self.examples()}

    def asked(self) -> Iterator[tuple[str, tuple[str, ...], str]]:
        """(label, aspects, example question); the aspects of a topic's point, none for other examples."""
        items: list[Topic | Gap | Overview | Subject] = [*self.topics, *self.gaps, *self.overviews, *self.subjects]
        for item in items:
            for example in item.examples:
                yield item.id, (), example
            for point in item.points if isinstance(item, Topic) else ():
                for ask in point.asks:
                    yield item.id, point.aspects, ask
