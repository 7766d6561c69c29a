"""The cues by which the corpus tells how a question is put, what it wants to know and what would steer it."""

from __future__ import annotations

from assistant.policy.strict import Expression, Strict

__all__ = ["Aspect", "Phrases", "Steering"]


class Aspect(Strict):
    """What a question wants to know about a topic.

    open: policies often leave it open; telling: its cues hardly mean anything else, so that they alone show that
    it is asked.
    """

    name: str
    name_en: str
    cues: tuple[Expression, ...] = ()
    open: bool = False
    telling: bool = False
    unit: str = ""
    over: tuple[str, ...] = ()


class Phrases(Strict):
    """Cues of how a question is put; each a list of regular expressions, but for the last three."""

    polar: tuple[Expression, ...]
    confirm: tuple[Expression, ...]
    follow_up: tuple[Expression, ...]
    accumulate: tuple[Expression, ...]
    asking: tuple[Expression, ...]
    correct: tuple[Expression, ...]
    restated: tuple[Expression, ...]
    push_back: tuple[Expression, ...]
    exclude: tuple[Expression, ...]
    compare: tuple[Expression, ...]
    same: tuple[Expression, ...]
    each_month: tuple[Expression, ...]
    to_goal: tuple[Expression, ...]
    base_asked: tuple[Expression, ...]
    adds: tuple[Expression, ...]
    fund_part: tuple[Expression, ...]
    paid_in_year: tuple[Expression, ...]
    pronoun: tuple[Expression, ...]
    reaches_cap: tuple[Expression, ...]
    or_else: tuple[Expression, ...]
    total: tuple[Expression, ...]
    per_person: tuple[Expression, ...]
    per_enterprise: tuple[Expression, ...]
    collective: tuple[Expression, ...]
    talked: tuple[Expression, ...]
    whole_period: tuple[Expression, ...]
    period_besides: tuple[Expression, ...]
    entire: tuple[Expression, ...]
    already_paid: tuple[Expression, ...]
    remaining: tuple[Expression, ...]
    rest: tuple[Expression, ...]
    unchanged: tuple[Expression, ...]
    enterprises: tuple[Expression, ...]
    all_enterprises: tuple[Expression, ...]
    enterprises_unsure: tuple[Expression, ...]
    one_enterprise: tuple[Expression, ...]
    one_by_one: tuple[Expression, ...]
    each: tuple[Expression, ...]
    years: tuple[Expression, ...]
    source: tuple[Expression, ...]
    personal: tuple[Expression, ...]
    lead: tuple[Expression, ...]
    support: tuple[Expression, ...]
    listing: tuple[Expression, ...]
    difference: tuple[Expression, ...]
    period_over: tuple[Expression, ...]
    period_end: tuple[Expression, ...]
    since: tuple[Expression, ...]
    entitled_when: tuple[Expression, ...]
    involved: tuple[Expression, ...]
    passed: tuple[Expression, ...]
    respective: tuple[Expression, ...]
    asserted: tuple[Expression, ...]
    able: tuple[Expression, ...]
    permission: tuple[Expression, ...]
    failed: tuple[Expression, ...]
    besides: tuple[Expression, ...]
    several_asked: tuple[Expression, ...]
    of_which: tuple[Expression, ...]
    first_year: tuple[Expression, ...]
    second_year: tuple[Expression, ...]
    jointly: tuple[Expression, ...]
    strict: tuple[Expression, ...]
    every_row: tuple[Expression, ...]
    take_away: tuple[Expression, ...]
    joins: tuple[Expression, ...]
    rising: tuple[Expression, ...]
    inverse: tuple[Expression, ...]
    used_up: tuple[Expression, ...]
    low_end: tuple[Expression, ...]
    high_end: tuple[Expression, ...]
    to_cap: tuple[Expression, ...]
    to_pay: tuple[Expression, ...]
    own_cost: tuple[Expression, ...]
    cut_off: tuple[Expression, ...]
    whole_quota: tuple[Expression, ...]
    average: tuple[Expression, ...]
    next_time: tuple[Expression, ...]
    spent: tuple[Expression, ...]
    both_together: tuple[Expression, ...]
    granted: tuple[Expression, ...]
    granted_after: tuple[Expression, ...]
    at_once: tuple[Expression, ...]
    paid_out: tuple[Expression, ...]
    spread: tuple[Expression, ...]
    each_year: tuple[Expression, ...]
    stages: tuple[Expression, ...]
    recap: tuple[Expression, ...]
    recap_always: tuple[Expression, ...]
    pointing: tuple[Expression, ...]
    clause_pointing: tuple[Expression, ...]
    mentioned: tuple[Expression, ...]
    new_subject: tuple[Expression, ...]
    of_several: tuple[Expression, ...]
    some_one_of: tuple[Expression, ...]
    all_in_clause: tuple[Expression, ...]
    now: tuple[Expression, ...]
    by_now: tuple[Expression, ...]
    time_left: tuple[Expression, ...]
    ratio: tuple[Expression, ...]
    alike: tuple[Expression, ...]
    which_more: tuple[Expression, ...]
    verbatim: tuple[Expression, ...]
    approved_in: tuple[Expression, ...]
    all_of_them: tuple[Expression, ...]
    team: tuple[Expression, ...]
    teamed: tuple[Expression, ...]
    acting_alone: tuple[Expression, ...]
    acting_jointly: tuple[Expression, ...]
    another_too: tuple[Expression, ...]
    shape_confusables: tuple[str, ...]
    sound_words: tuple[str, ...]
    function_characters: tuple[str, ...]


class Steering(Strict):
    """Marks of an attempt to steer the assistant, and of pasted authority that the policy does not have."""

    patterns: tuple[Expression, ...]
    fabrications: tuple[Expression, ...]
    examples: tuple[str, ...]
