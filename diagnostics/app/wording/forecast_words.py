"""What a consultation says about the months to come: the forecast, its score at the next meeting, and the deciding test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from diagnostics.app.wording.estimates import assumed, to, weighed
from diagnostics.app.wording.lever_words import levels_words
from diagnostics.diagnosis.answer import diagnose
from diagnostics.diagnosis.words import LABEL, number, percent, plural, right_either_way, settling, what_next
from diagnostics.language import LANGUAGES, Texts, mark, n, speaking, t
from diagnostics.number_format import day, integer
from diagnostics.version import METHOD

if TYPE_CHECKING:
    from diagnostics.diagnosis.answer import Diagnosis
    from diagnostics.diagnosis.forecast import Forecast, PastDiagnosis, Score

# --- forecast and score -----------------------------------------------------------------------------------------------

NOTHING_NEW: Final = mark(
    "The numbers are still those of last time. Enter what was counted since, and we compare it with what we said last time."
)


def forecast_words(found: Forecast) -> str:
    """What will be counted next."""
    why = ""
    if found.counted is not None and number(found.counted) != number(found.mean):
        why = _going_on(found.ahead) or weighed(found.mean, found.counted)
    return " ".join(filter(None, (_expected(found, shown=bool(why)), why, assumed(found.assumed))))


def _expected(found: Forecast, shown: bool) -> str:
    """The forecast itself. ``shown``: with what the counts show."""
    facts = {"customers": plural(found.mean, "customer", "customers"), "range": _ends(found)}
    soon = number(found.months) == "1"
    if not soon:
        facts["months"] = plural(found.months, "month", "months")
    if found.levels:
        facts["levels"] = levels_words(found.levels)
        if soon:
            return t("With {levels}, {customers} next month{range}.", **facts)
        return t("With {levels}, {customers} per month over the next {months}{range}.", **facts)
    if shown:
        assert found.counted is not None
        facts["counted"] = number(found.counted)
        if soon:
            return t(
                "If nothing changes, {customers} next month{range}; your numbers show {counted} per month.", **facts
            )
        return t(
            "If nothing changes, {customers} per month over the next {months}{range}; your numbers show {counted} per month.",
            **facts,
        )
    if soon:
        return t("If nothing changes, {customers} next month{range}.", **facts)
    return t("If nothing changes, {customers} per month over the next {months}{range}.", **facts)


def _going_on(ahead: float) -> str:
    """Why more or fewer customers are expected than were counted: leads that go on as they did.

    >>> _going_on(1.34), _going_on(1.02)
    ('Your months show leads growing, or a season: we expect 34% more than in the months counted.', '')
    """
    if abs(ahead - 1) <= NOT_SAID:
        return ""
    share = percent(abs(ahead - 1))
    if ahead > 1:
        return t(
            "Your months show leads growing, or a season: we expect {share} more than in the months counted.",
            share=share,
        )
    return t(
        "Your months show leads falling, or a season: we expect {share} fewer than in the months counted.", share=share
    )


NOT_SAID: Final = 0.05
"""Leads that are so little more or fewer than those counted are not spoken of."""


def last_words(past: PastDiagnosis) -> str:
    """The first line of the next consultation.

    Where the method has changed since and says something else of the same numbers, that is shown next to it, so that the
    difference is not taken for a change of the business.
    """
    facts = {"date": day(past.date), "sentence": past.sentence}
    if past.method != METHOD:
        d = diagnose(*past.numbers.records())
        if not any(_in(code, d) == past.sentence for code in LANGUAGES):
            return t(
                "Last time, on {date}, we said: {sentence} Our method has changed since. For the same numbers we now say: {now}",
                now=d.sentence,
                **facts,
            )
        facts["sentence"] = d.sentence  # the same, in the language of now
    return t("Last time, on {date}, we said: {sentence}", **facts)


def _in(code: str, d: Diagnosis) -> str:
    with speaking(code):
        return d.sentence


def score_words(s: Score) -> str:
    """Last time's forecast against what happened."""
    return " ".join(filter(None, (score_line(s), _unchanged(s), _young(s), _goal(s))))


def score_line(s: Score) -> str:
    """The same in one sentence: what was said, and what came."""
    forecast = t(
        "{customers} per month{range}",
        customers=plural(s.forecast.mean, "customer", "customers"),
        range=_ends(s.forecast),
    )
    facts = {"forecast": forecast, "actual": _inside(s)}
    as_said = s.method == METHOD
    if not s.planned:
        return t(SAID if as_said else WOULD_HAVE_SAID, **facts)
    if s.aim:
        return t(SAID_OF_NAMED if as_said else WOULD_HAVE_SAID_OF_NAMED, plan=s.aim, **facts)
    return t(SAID_OF_PLAN if as_said else WOULD_HAVE_SAID_OF_PLAN, **facts)


SAID: Final = mark("Last time we said {forecast} if nothing changed; {actual}.")
SAID_OF_PLAN: Final = mark("Last time we said {forecast} if the plan came true; {actual}.")
SAID_OF_NAMED: Final = mark("Last time we said {forecast} if the plan “{plan}” came true; {actual}.")
WOULD_HAVE_SAID: Final = mark(
    "By our present method we would have said last time {forecast} if nothing changed; {actual}."
)
WOULD_HAVE_SAID_OF_PLAN: Final = mark(
    "By our present method we would have said last time {forecast} if the plan came true; {actual}."
)
WOULD_HAVE_SAID_OF_NAMED: Final = mark(
    "By our present method we would have said last time {forecast} if the plan “{plan}” came true; {actual}."
)


def _ends(found: Forecast) -> str:
    low, high = number(found.low), number(found.high)
    if low == high:
        probably = t("most probably {count}", count=low)
        return "" if low == number(found.mean) else f" ({probably})"
    return f" ({to(low, high)})"


def _inside(s: Score) -> str:
    """How the actual number compares with the forecast: a whole clause."""
    actual = number(s.happened)
    if s.covered:
        return t("the actual {count} was within the range", count=actual)
    if s.happened < s.forecast.low:
        return t("the actual {count} was below the range", count=actual)
    return t("the actual {count} was above the range", count=actual)


def _unchanged(s: Score) -> str:
    """Whether the plan can be seen in what happened: in the customers, and in the links that it was to move."""
    if not s.planned:
        return ""
    facts = {"count": number(s.unchanged.mean), "range": _ends(s.unchanged)}
    if s.covered and s.unchanged_covered:
        said = t(
            "With nothing changed we expected {count}{range}: the actual is within that range too, so the plan does not show "
            "in it yet.",
            **facts,
        )
    elif s.covered:
        said = t(
            "With nothing changed we expected {count}{range}: something has changed, by as much as the plan expected.",
            **facts,
        )
    elif s.unchanged_covered:
        said = t(
            "With nothing changed we expected {count}{range}: the actual is within that range, so the plan does not show in "
            "it.",
            **facts,
        )
    else:
        said = t("With nothing changed we expected {count}{range}: the actual is outside that range too.", **facts)
    return " ".join([said, *(_moved(link, *levels) for link, levels in s.moved.items())])


def _moved(link: str, before: float, planned: float, now: float | None) -> str:
    """What became of a link that the plan was to move."""
    facts = {"link": _subject(link), "was": _figure(link, before), "aim": _figure(link, planned)}
    if now is None:
        return t("{link} was to go from {was} to {aim}; it was not counted.", **facts)
    return t("{link} was to go from {was} to {aim}; it is now {now}.", now=_figure(link, now), **facts)


SHARE: Final = Texts(
    {
        "direct": mark("Self-service share"),
        "fit": mark("Lead fit"),
        "follow_up": mark("Follow-up"),
        "closing": mark("Win rate"),
    }
)
"""The links that are a share, as the share is called at the head of a sentence."""


def _subject(link: str) -> str:
    """A link that was to move, at the head of a sentence."""
    return SHARE[link] if link in SHARE else LABEL[link]


def _figure(link: str, level: float) -> str:
    if level == float("inf"):
        return t("no limit")
    return t("{count} per month", count=number(level)) if link in ("reach", "capacity") else percent(level)


def _young(s: Score) -> str:
    maturity = s.forecast.maturity
    if percent(maturity) == percent(1.0):
        return ""
    return t(
        "About {share} of these sales can be expected so far, which the range allows for.", share=percent(maturity)
    )


def _goal(s: Score) -> str:
    return "" if s.goal is None else t("The goal is {count}.", count=number(s.goal))


# --- the smallest deciding test -----------------------------------------------------------------------------------------

TEST_TITLE: Final = mark("The smallest test that would decide")


def deciding_words(d: Diagnosis) -> tuple[str, ...]:
    """The test that would settle an undetermined verdict, sized and timed; empty where it is settled."""
    r = d.assessment
    if d.verdict != "undetermined":
        return ()
    lines = [settling(r)]
    if r.more_leads is not None:
        lines.append(
            n(
                "Count the next lead exactly as this one was counted, and change nothing else until then.",
                "Count the next {count} leads exactly as these were counted, and change nothing else until then.",
                r.more_leads,
                count=integer(r.more_leads),
            )
        )
    lines += [*what_next(r), right_either_way(r)]
    return tuple(filter(None, lines))
