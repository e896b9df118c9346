"""What would change an answer: its own target lower, or either target a fifth higher or lower."""

from __future__ import annotations

from typing import Final

from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.judge import LARGEST_CUT, OtherTarget, around_targets, tipping_point, volume_target
from diagnostics.diagnosis.words.numbers import form, number, percent, rounded_down, sure
from diagnostics.funnel.links import SIDES
from diagnostics.language import n, t

FEWEST_FIT: Final = 0.01
"""Fewer leads that could buy, of the usual share, are no explanation that anybody would look for."""


def change(a: Assessment) -> str:
    """What would change an answer, worked out and not supposed."""
    return " ".join(filter(None, (_tipped(a), around(a))))


def around(a: Assessment) -> str:
    """The verdict with each target a fifth lower and higher; an empty string where no lead is recorded."""
    j = a.judgement
    if j.finding == "no marketing" or a.funnel.leads == 0:
        return ""
    other = [one for one in around_targets(a.funnel, a.par) if one.verdict != j.verdict]
    if not other:
        return t("The answer stays the same with either target a fifth higher or lower.")
    if j.verdict in SIDES:  # when its own target comes down is told already
        tipped = "closing" if j.verdict == "sales" else volume_target(a.par)
        other = [one for one in other if one.target != tipped or one.verdict != "undetermined"]
    return " ".join(t("If {condition}, {consequence}.", condition=_with(one), consequence=_then(one)) for one in other)


def _with(one: OtherTarget) -> str:
    """Another target: a whole clause, with its verb where a language has it after "if"."""
    facts, which = {"count": number(one.value)}, form(one.value)
    match one.target:
        case "closing":
            return t("your target win rate were {rate}", rate=percent(one.value))
        case "goal":
            return n("you wanted {count} customer per month", "you wanted {count} customers per month", which, **facts)
        case "capacity":
            return n(
                "your team could handle {count} lead per month",
                "your team could handle {count} leads per month",
                which,
                **facts,
            )
    return n("you wanted {count} lead per month", "you wanted {count} leads per month", which, **facts)


def _then(one: OtherTarget) -> str:
    """What the answer would be: a whole clause, with its verb where a language has it after another clause."""
    chance = sure(one.probability)
    match one.verdict, one.leaning:
        case "undetermined", "balanced":
            return t("it would be too early to say")
        case "undetermined", "marketing":
            return t("it would be too early to say, marketing the likelier ({chance} likely)", chance=chance)
        case "undetermined", _:
            return t("it would be too early to say, sales the likelier ({chance} likely)", chance=chance)
        case "balanced", _:
            return t("neither side would be the weak link ({chance} likely)", chance=chance)
        case "marketing", _:
            return t("marketing would be the weak link ({chance} likely)", chance=chance)
    return t("sales would be the weak link ({chance} likely)", chance=chance)


def _tipped(a: Assessment) -> str:
    """At which target a called answer would no longer be called."""
    j = a.judgement
    if j.verdict not in SIDES or j.finding == "no marketing":
        return ""
    factor = tipping_point(a.funnel, a.par, j.verdict, j.probability[j.verdict])
    if j.verdict == "sales":
        return " ".join(filter(None, (_of_closing(a, factor), _poor_leads(a))))
    target = volume_target(a.par)
    held = float(getattr(a.par, target))
    if factor is None:
        return _even_with(target, held / LARGEST_CUT)
    return _down_to(target, rounded_down(held * factor))


def _of_closing(a: Assessment, factor: float | None) -> str:
    closing = a.par.level("closing")
    assert closing is not None
    if factor is None:
        least = percent(closing.value / LARGEST_CUT)
        return t("Sales stays the weak link with any target win rate down to {least}.", least=least)
    most = percent(rounded_down(100 * closing.value * factor) / 100)
    return t("If your target win rate were {most} or less, sales would no longer be the weak link.", most=most)


def _poor_leads(a: Assessment) -> str:
    """That poor leads would explain weak sales too; empty where nobody could believe so poor ones."""
    fit = a.usual_fit
    if fit is None or fit < FEWEST_FIT:
        return ""
    return t(
        "Poor leads would explain it too, if only {share} as many of them as usual could buy: count how many could.",
        share=percent(fit),
    )


def _even_with(target: str, value: float) -> str:
    """That marketing stays the weak link with so low a target."""
    facts, which = {"count": number(value)}, form(value)
    match target:
        case "goal":
            return n(
                "This stays true even if you wanted only {count} customer per month.",
                "This stays true even if you wanted only {count} customers per month.",
                which,
                **facts,
            )
        case "capacity":
            return n(
                "This stays true even if your team could handle only {count} lead per month.",
                "This stays true even if your team could handle only {count} leads per month.",
                which,
                **facts,
            )
    return n(
        "This stays true even if you wanted only {count} lead per month.",
        "This stays true even if you wanted only {count} leads per month.",
        which,
        **facts,
    )


def _down_to(target: str, value: float) -> str:
    """From which target on marketing is no longer the weak link."""
    facts, which = {"count": number(value)}, form(value)
    match target:
        case "goal":
            return n(
                "If you wanted {count} customer per month or fewer, marketing would no longer be the weak link.",
                "If you wanted {count} customers per month or fewer, marketing would no longer be the weak link.",
                which,
                **facts,
            )
        case "capacity":
            return n(
                "If your team could handle {count} lead per month or fewer, marketing would no longer be the weak link.",
                "If your team could handle {count} leads per month or fewer, marketing would no longer be the weak link.",
                which,
                **facts,
            )
    return n(
        "If you wanted {count} lead per month or fewer, marketing would no longer be the weak link.",
        "If you wanted {count} leads per month or fewer, marketing would no longer be the weak link.",
        which,
        **facts,
    )
