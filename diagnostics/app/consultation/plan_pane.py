"""What the plan's step shows: what can be done, the actions with their links and levels, and how they fit the scenario."""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.app.case.agreed import AMOUNTS, aimed_scenario, going_on, unbound, watching
from diagnostics.app.case.case import Case
from diagnostics.app.consultation import page_words as say
from diagnostics.app.consultation.drafts import draft as draft_of
from diagnostics.app.consultation.plan_edits import aimed_problem, aimed_text
from diagnostics.app.consultation.step_replies import LinkPlays, Option, PlannedAction, PlanStep
from diagnostics.app.wording import forecast_words, plan_words
from diagnostics.app.wording import lever_words as words
from diagnostics.app.wording.link_words import link_title
from diagnostics.app.wording.played import played
from diagnostics.app.wording.refusal_words import refused
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.diagnosis.forecast import forecast
from diagnostics.diagnosis.movement import level
from diagnostics.errors import InputError
from diagnostics.funnel.links import LINKS, SIDE_OF
from diagnostics.language import t
from diagnostics.reference import playbook


def plan_step(case: Case, d: Diagnosis | None, today: str, written: str) -> PlanStep:
    """The plan; ``written``: the report that was created last."""
    return {
        "sentence": t(say.PLAN_WAITING) if d is None else d.sentence,
        "test": "" if d is None else " ".join(forecast_words.deciding_words(d)),
        "people": list(case.people),
        "links": _links(case, d),
        "chosen": [_action(case, at, d, today) for at, row in enumerate(case.plan) if going_on(row)],
        "finished": [_action(case, at, d, today) for at, row in enumerate(case.plan) if not going_on(row)],
        "options": {
            "links": options(plan_words.link_options()),
            "numbers": options(plan_words.watched_options()),
            "statuses": options(plan_words.status_options()),
        },
        "unbound": plan_words.unbound_words(unbound(case)),
        "forecast": "" if d is None else _forecast(case, d),
        "print_notes": case.print_notes,
        "report_said": say.written(written),
    }


def options(pairs: Mapping[str, str]) -> list[Option]:
    """What can be chosen, as the page takes it."""
    return [{"key": key, "label": label} for key, label in pairs.items()]


def _links(case: Case, d: Diagnosis | None) -> list[LinkPlays]:
    suspect = None if d is None else d.suspect
    shortfall = {} if d is None else {link: float(value) for link, value in d.assessment.observed.shortfall.items()}
    order = sorted(LINKS, key=lambda link: (link != suspect, -shortfall.get(link, 0.0)))
    chosen = {row.id for row in case.plan if going_on(row)}
    return [
        {
            "link": link,
            "side": SIDE_OF[link],
            "title": link_title(link),
            "short": say.link_short(shortfall[link]) if link in shortfall else "",
            "open": link == (suspect or order[0]),
            "plays": [
                {
                    "id": play.id,
                    "what": t(play.what),
                    "why": t(play.why),
                    "first_step": t(play.first_step),
                    "about": say.play_about(play),
                    "not_when": t(play.not_when),
                    "source": say.source(play),
                    "chosen": play.id in chosen,
                }
                for play in playbook.for_link(link)
            ],
        }
        for link in order
    ]


def _action(case: Case, at: int, d: Diagnosis | None, today: str) -> PlannedAction:
    row = case.plan[at]
    date, undated = draft_of(case, f"plan {at} date")
    changed, unchanged = draft_of(case, f"plan {at} changed")
    what, watch = played(row, playbook.load().get(row.id))
    name, aim = watching(row), aimed_scenario(case)
    offered = None if aim is None or not going_on(row) else aim.levels.get(name)
    now = (
        ""
        if d is None
        else plan_words.now_words(name, level(d.assessment.funnel, d.assessment.par, name) if name else None)
    )
    late = plan_words.overdue(row, today) if going_on(row) else ""
    return {
        "what": what,
        "owner": row.owner,
        "date": date or row.date,
        "watch": watch,
        "note": row.note,
        "link": row.link if row.link in LINKS else "",
        "watched": name,
        "aimed": aimed_text(case, at),
        "share": name not in AMOUNTS,
        "now": now,
        "offer": "" if offered is None or offered == row.aimed else plan_words.aim_offer(name, offered),
        "status": row.status,
        "changed": changed or row.changed,
        "why": row.why,
        "at": at,
        "key": f"{at} {row.id}",
        "said": " ".join(
            filter(None, (undated, unchanged, aimed_problem(case, at), plan_words.unknown_words(row), late))
        ),
    }


def _forecast(case: Case, d: Diagnosis) -> str:
    aim = aimed_scenario(case)
    funnel, par = d.assessment.funnel, d.assessment.par
    try:
        found = forecast(funnel, par, {} if aim is None else aim.levels, funnel.months)
    except InputError as problem:
        return refused(problem)
    return f"{words.aimed(case.aim)} {forecast_words.forecast_words(found)}"
