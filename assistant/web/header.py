"""The masthead: who answers, from which policy, whether it is in force, and how the page is shown."""

from __future__ import annotations

from datetime import date
from html import escape

from assistant.models import Policy
from assistant.policy import Library
from assistant.web.i18n import ENGLISH, say

__all__ = ["masthead", "validity"]

_SOON_DAYS = 180


def validity(policy: Policy, today: date, language: str) -> tuple[str, str]:
    """What a policy's dates mean today: "upcoming", "valid", "ending" or "expired", and words to add to that."""
    left = (policy.expires - today).days
    if today < policy.effective:
        return "upcoming", say(language, "validity_upcoming", day=_day(policy.effective, language))
    if left < 0:
        return "expired", say(language, "validity_expired", day=_day(policy.expires, language))
    if left < _SOON_DAYS:
        return "ending", say(language, "validity_ending", days=left)
    return "valid", ""


def masthead(library: Library, today: date, language: str) -> str:
    """The masthead as HTML: title, display switches, and a strip for each policy."""
    city = library.default.city
    switches = "".join(
        _switch(action, key, language)
        for action, key in (("large", "large_type"), ("contrast", "high_contrast"), ("dark", "dark_mode"))
    )
    other, code = ("中文", "zh-CN") if language == ENGLISH else ("English", "en")
    strips = "".join(_strip(policy, today, language) for policy in library.policies)
    return f"""<div class="masthead">
<a class="skip" href="#question">{say(language, "skip")}</a>
<div class="brand"><span class="emblem" aria-hidden="true"></span>
<h1>{escape(say(language, "app_title", city=city))}</h1></div>
<div class="switches" role="group" aria-label="{say(language, "display")}">{switches}
<button type="button" class="switch language" data-language="{code}" lang="{code}">{other}</button></div>
</div>
<div class="strips">{strips}</div>"""


def _switch(action: str, key: str, language: str) -> str:
    text = say(language, key)
    return f'<button type="button" class="switch" data-display="{action}" aria-pressed="false">{text}</button>'


def _strip(policy: Policy, today: date, language: str) -> str:
    state, addition = validity(policy, today, language)
    start = f'<span class="from">{_day(policy.effective, language)}</span>'
    period = say(language, "period", start=start, end=_day(policy.expires, language))
    more = "" if state == "expired" else f'<span class="more">{addition}</span>'
    warning = f'<p class="expiry-warning" role="alert">{addition}</p>' if state == "expired" else ""
    return (
        f'<div class="strip {state}"><span class="policy-title" lang="zh-CN" title="{escape(policy.title)}">'
        f'《{escape(policy.title)}》</span><span class="policy-facts"><span class="policy-number" lang="zh-CN">'
        f'{escape(policy.number)}</span><span class="policy-period">{period}</span>'
        f'<span class="policy-state">{say(language, f"state_{state}")}{more}</span></span></div>{warning}'
    )


def _day(day: date, language: str) -> str:
    return day.isoformat() if language == ENGLISH else f"{day.year}年{day.month}月{day.day}日"
