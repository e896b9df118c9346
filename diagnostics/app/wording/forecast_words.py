"""What a consultation says about the months to come: the forecast, its score at the next meeting, and the deciding test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from diagnostics.app.wording.lever_words import RATE_NAME, assumed, levels_words, weighed
from diagnostics.diagnosis.answer import diagnose
from diagnostics.diagnosis.words import NAME, number, percent, plural, right_either_way, settling, what_next
from diagnostics.number_format import integer
from diagnostics.version import METHOD

if TYPE_CHECKING:
    from diagnostics.diagnosis.answer import Diagnosis
    from diagnostics.diagnosis.forecast import Forecast, PastDiagnosis, Score

# --- forecast and score -----------------------------------------------------------------------------------------------

NOTHING_NEW: Final = "The numbers are still those of last time. Enter what was counted since, and we compare it with what we said last time."


def forecast_words(found: Forecast) -> str:
    """What will be counted next."""
    condition = f"With {levels_words(found.levels)}" if found.levels else "If nothing changes"
    months = (
        "next month"
        if number(found.months) == "1"
        else f"per month over the next {plural(found.months, 'month', 'months')}"
    )
    line = f"{condition}, {plural(found.mean, 'customer', 'customers')} {months}{_ends(found)}"
    why = ""
    if found.counted is not None and number(found.counted) != number(found.mean):
        why = _going_on(found.ahead) or weighed(found.mean, found.counted)
        line += f"; your numbers show {number(found.counted)} per month" if why else ""
    return " ".join(filter(None, (f"{line}.", why, assumed(found.assumed))))


def _going_on(ahead: float) -> str:
    """Why more or fewer customers are expected than were counted: leads that go on as they did.

    >>> _going_on(1.34), _going_on(1.02)
    ('Your months show leads growing, or a season: we expect 34% more than in the months counted.', '')
    """
    if abs(ahead - 1) <= NOT_SAID:
        return ""
    way, more = ("growing", "more") if ahead > 1 else ("falling", "fewer")
    return f"Your months show leads {way}, or a season: we expect {percent(abs(ahead - 1))} {more} than in the months counted."


NOT_SAID: Final = 0.05
"""Leads that are so little more or fewer than those counted are not spoken of."""


def last_words(past: PastDiagnosis) -> str:
    """The first line of the next consultation.

    Where the method has changed since and says something else of the same numbers, that is shown next to it, so that the
    difference is not taken for a change of the business.
    """
    said = f"Last time, on {past.date}, we said: {past.sentence}"
    if past.method == METHOD:
        return said
    again = diagnose(*past.numbers.records()).sentence
    return (
        said
        if again == past.sentence
        else f"{said} Our method has changed since. For the same numbers we now say: {again}"
    )


def score_words(s: Score) -> str:
    """Last time's forecast against what happened."""
    if s.planned:
        named = f" “{s.aim}”" if s.aim else ""
        condition = f"if the plan{named} came true"
    else:
        condition = "if nothing changed"
    said = f"{plural(s.forecast.mean, 'customer', 'customers')} per month{_ends(s.forecast)}"
    who = "Last time we said" if s.method == METHOD else "By our present method we would have said last time"
    line = f"{who} {said} {condition}; the actual {number(s.happened)} {_inside(s)}."
    return " ".join(filter(None, (line, _unchanged(s), _young(s), _goal(s))))


def _ends(found: Forecast) -> str:
    low, high = number(found.low), number(found.high)
    if low == high:
        return "" if low == number(found.mean) else f" (most probably {low})"
    return f" ({low} to {high})"


def _inside(s: Score) -> str:
    if s.covered:
        return "was within the range"
    return "was below the range" if s.happened < s.forecast.low else "was above the range"


def _unchanged(s: Score) -> str:
    """Whether the plan can be seen in what happened: in the customers, and in the links that it was to move."""
    if not s.planned:
        return ""
    line = f"With nothing changed we expected {number(s.unchanged.mean)}{_ends(s.unchanged)}"
    if s.covered and s.unchanged_covered:
        said = f"{line}: the actual is within that range too, so the plan does not show in it yet."
    elif s.covered:
        said = f"{line}: something has changed, by as much as the plan expected."
    elif s.unchanged_covered:
        said = f"{line}: the actual is within that range, so the plan does not show in it."
    else:
        said = f"{line}: the actual is outside that range too."
    return " ".join([said, *(_moved(link, *levels) for link, levels in s.moved.items())])


def _moved(link: str, before: float, planned: float, now: float | None) -> str:
    """What became of a link that the plan was to move."""
    was, aim = _figure(link, before), _figure(link, planned)
    today = "was not counted" if now is None else f"is now {_figure(link, now)}"
    return f"{_subject(link)} was to go from {was} to {aim}; it {today}."


def _subject(link: str) -> str:
    """A link that was to move, at the head of a sentence."""
    name = RATE_NAME.get(link, NAME[link])
    return f"{name[:1].upper()}{name[1:]}"


def _figure(link: str, level: float) -> str:
    if level == float("inf"):
        return "no limit"
    return f"{number(level)} per month" if link in ("reach", "capacity") else percent(level)


def _young(s: Score) -> str:
    maturity = s.forecast.maturity
    if percent(maturity) == percent(1.0):
        return ""
    return f"About {percent(maturity)} of these sales can be expected so far, which the range allows for."


def _goal(s: Score) -> str:
    return "" if s.goal is None else f"The goal is {number(s.goal)}."


# --- the smallest deciding test -----------------------------------------------------------------------------------------

TEST_TITLE: Final = "The smallest test that would decide"


def deciding_words(d: Diagnosis) -> tuple[str, ...]:
    """The test that would settle an undetermined verdict, sized and timed; empty where it is settled."""
    r = d.assessment
    if d.verdict != "undetermined":
        return ()
    lines = [settling(r)]
    if r.more_leads is not None:
        next_leads = (
            "lead exactly as this one" if r.more_leads == 1 else f"{integer(r.more_leads)} leads exactly as these"
        )
        lines.append(f"Count the next {next_leads} were counted, and change nothing else until then.")
    lines += [*what_next(r), right_either_way(r)]
    return tuple(filter(None, lines))
