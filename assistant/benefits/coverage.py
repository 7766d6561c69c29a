"""The proof that no figure of a policy was overlooked: each is a benefit's, or listed with what it means."""

from __future__ import annotations

from assistant.benefits.amounts import Amount, chinese_amounts
from assistant.benefits.catalogue import Catalogue
from assistant.models import Policy

__all__ = ["unclaimed_amounts"]


def unclaimed_amounts(catalogue: Catalogue, policy: Policy) -> list[Amount]:
    """The figures of the policy's text that neither a benefit nor the list of other figures accounts for."""
    claims = [span for benefit in catalogue if benefit.policy == policy.id for span in benefit.claims]
    claims += [span for figure in catalogue.figures if figure.policy == policy.id for span in figure.claims]
    return [
        amount
        for amount in chinese_amounts(policy.text)
        if not any(start <= amount.start and amount.end <= end for start, end in claims)
    ]
