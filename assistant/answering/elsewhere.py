"""Other places in a question: whether their policy is asked about, or ours by one who comes from there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.parts import Part
from assistant.answering.wording import Wording
from assistant.language.knowledge import Knowledge
from assistant.language.query import Query
from assistant.models import Policy
from assistant.policy.strict import compiled

__all__ = ["asks_our_own", "not_here", "places_asked"]


def places_asked(query: Query, knowledge: Knowledge) -> list[str]:
    """The other places whose policy is asked about: not those that the speaker only comes from."""
    own = any(place in query.text for place in knowledge.own_places)
    asked = [place for place in query.places if _is_cued(place, query.text, knowledge.asked_cues)]
    foreign = [p for p in query.places if p in asked or not _is_cued(p, query.text, knowledge.origin_cues)]
    return [] if own and not asked and not query.has("compare") else foreign


def asks_our_own(places: Sequence[str], query: Query, knowledge: Knowledge) -> bool:
    """Whether a stretch of the question asks about our own place alone, not how others compare with it."""
    phrases = knowledge.phrases
    return any(
        any(own in stretch for own in knowledge.own_places)
        and not any(place in stretch for place in places)
        and any(compiled(cue).search(stretch) for cue in phrases.asking)
        and not any(compiled(cue).search(stretch) for cue in phrases.compare)
        for stretch in re.split("[,。;?!]", query.text)
    )


def not_here(places: Sequence[str], policy: Policy, words: Wording) -> Part:
    """That the policy holds for its own city alone."""
    named = words.join(places)
    return Part(
        words.pick(
            f"本意见只适用于{policy.city}，没有写{named}的规定。",
            f"This policy covers {policy.city} only, not {named}.",
        )
    )


def _is_cued(place: str, text: str, cues: Sequence[str]) -> bool:
    return any(re.search(cue.replace("{}", re.escape(place)), text) for cue in cues)
