"""What was typed and is possible but improbable: it waits for a second look before a verdict rests on it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from diagnostics.app.forms.counts_form import read_numbers
from diagnostics.app.forms.form_fields import FIELDS
from diagnostics.language import n, t
from diagnostics.number_format import typed, with_percent

TIMES: Final = 10
"""A number that is this many times what was there before, or that small a part of it, is asked about."""
LOWEST_RATE: Final = Decimal("0.01")
"""A smaller share, typed or of leads that buy, is asked about."""
FEWEST_LEADS: Final = 100
"""Among fewer leads, none or one sale is nothing to wonder about."""


def improbable(texts: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """What to ask about a form, by field.

    Parameters
    ----------
    texts : mapping of str to str
        The text of each field now.
    before : mapping of str to str
        The texts that the last settled answer rests on; what is as it was there is not asked about again.

    >>> improbable({"leads": "1400"}, {"leads": "140"})
    {'leads': '1,400 is at least ten times the 140 that was here before. Is that right?'}
    >>> improbable({"leads": "1400", "wins": "9"}, {"leads": "1200", "wins": "90"})
    {'wins': '9 is at most a tenth of the 90 that was here before. Is that right?'}
    >>> improbable({"leads": "1400", "wins": "9"}, {"leads": "1400"})
    {'wins': '9 sales from 1,400 leads: fewer than 1 in 100 buy. Is that right?'}
    >>> improbable({"closing": "0.2"}, {})
    {'closing': 'Fewer than 1 in 100. Is 0.2% right? If you mean 20%, type 20.'}
    """
    now, then = _numbers(texts), _numbers(before)
    changed = [key for key in now if texts.get(key, "").strip() != before.get(key, "").strip()]
    asked = {key: question for key in changed if (question := _compared(now[key], then.get(key)))}
    for entry in FIELDS:
        value = now.get(entry.key)
        if entry.kind == "percent" and entry.key in changed and value is not None and 0 < value < 100 * LOWEST_RATE:
            meant = _shown(100 * value)
            asked[entry.key] = t(
                "Fewer than 1 in 100. Is {share} right? If you mean {meant}, type {digits}.",
                share=with_percent(f"{value.normalize():f}"),
                meant=with_percent(f"{(100 * value).normalize():f}"),
                digits=meant,
            )
    leads, wins = now.get("leads"), now.get("wins")
    field = next((key for key in ("wins", "leads") if key in changed), None)
    if field and leads is not None and wins is not None and leads >= FEWEST_LEADS and wins < LOWEST_RATE * leads:
        asked.setdefault(
            field,
            n(
                "{count} sale from {leads} leads: fewer than 1 in 100 buy. Is that right?",
                "{count} sales from {leads} leads: fewer than 1 in 100 buy. Is that right?",
                float(wins),
                count=_shown(wins),
                leads=_shown(leads),
            ),
        )
    return asked


def _numbers(texts: Mapping[str, str]) -> dict[str, Decimal]:
    numbers: dict[str, Decimal] = {}
    read_numbers(FIELDS, texts, numbers, {}, {})
    return numbers


def _compared(now: Decimal, then: Decimal | None) -> str:
    if not now or not then:
        return ""
    if now >= TIMES * then:
        return t(
            "{now} is at least ten times the {then} that was here before. Is that right?",
            now=_shown(now),
            then=_shown(then),
        )
    if then >= TIMES * now:
        return t(
            "{now} is at most a tenth of the {then} that was here before. Is that right?",
            now=_shown(now),
            then=_shown(then),
        )
    return ""


def _shown(number: Decimal | int) -> str:
    return typed(Decimal(number))
