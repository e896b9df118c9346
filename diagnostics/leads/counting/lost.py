"""Why the leads of an export were lost: each text counted by the engine, then sorted by kind.

Only lost leads count. The texts of an export stay here: what goes on from here are counts, and a few texts of no known kind
that are shown next to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from diagnostics.diagnosis.lost import KINDS, LostReasons
from diagnostics.errors import InputError
from diagnostics.language import t
from diagnostics.leads.counting.counts import LeadCounts
from diagnostics.leads.fields.canonical import LOST
from diagnostics.leads.fields.once import leads_of
from diagnostics.leads.opening.engine import ask
from diagnostics.reading.lost_reasons import lost_for

if TYPE_CHECKING:
    import ibis
    import pandas as pd

MOST_TEXTS: Final = 50_000
"""Different texts that are read, the commonest first. A column with more of them holds notes; the rest is not counted, and
said."""
MOST_SHOWN: Final = 5
LONGEST_SHOWN: Final = 60
"""Texts of no known kind that are shown, and characters of each."""

UNSAID: Final = "not said"
"""The row of lost leads without a reason."""


@dataclass(frozen=True, slots=True)
class LostTexts:
    """What was written about lost leads.

    Attributes
    ----------
    reasons : LostReasons
        Lost leads by kind.
    heading : str
        The column it was read from.
    others : tuple of (str, int)
        The commonest texts of no known kind, shortened, and the lost leads with each.
    unread : int
        Lost leads whose text was not looked at, because the column holds too many different ones.
    """

    reasons: LostReasons
    heading: str
    others: tuple[tuple[str, int], ...] = ()
    unread: int = 0


def lost_texts(counts: LeadCounts, window: tuple[int, int] | None = None) -> LostTexts:
    """Count why leads were lost.

    Parameters
    ----------
    counts : LeadCounts
        The export.
    window : (int, int), optional
        The first and the last month of creation that are looked at; all unless given.

    Raises
    ------
    InputError
        Where no column says why a lead was lost.
    """
    heading = counts.matching.columns.get("lost_reason")
    if heading is None:
        raise InputError(
            "column-needed",
            "lost_reason",
            compared=t("reasons of lost leads"),
            column=t("the reason of each lost lead (its loss reason)"),
        )
    rows = leads_of(counts.matching.leads, counts.matching.settled(), counts.as_of)
    rows = rows.filter(_counted(rows, counts, window))
    groups = rows.group_by("reason").agg(
        lost=rows.count(where=rows.outcome == LOST), elsewhere=rows.count(where=rows.outcome != LOST)
    )
    groups = groups.mutate(every=groups.lost.sum().over())
    # The blank first, then the commonest: which texts are read depends on no order of rows.
    ordered = groups.order_by([groups.reason.isnull().desc(), groups.lost.desc(), groups.elsewhere.desc(), "reason"])
    return _sorted(ask(ordered.limit(MOST_TEXTS + 1), t("Counting why leads were lost")), heading, counts)


def _counted(rows: ibis.Table, counts: LeadCounts, window: tuple[int, int] | None) -> Any:
    """The rows that are leads of the months that are looked at."""
    import ibis

    if counts.as_of is None or not counts.dated:
        return ~rows.remark
    there = rows.created.notnull() & (rows.created <= ibis.date(counts.as_of))
    if window is None:
        return there
    month = rows.created.year() * 12 + rows.created.month() - 1
    return there & (month >= window[0]) & (month <= window[1])


def _sorted(groups: pd.DataFrame, heading: str, counts: LeadCounts) -> LostTexts:
    """Counts by kind from the counts of each text."""
    kinds: dict[str, int] = dict.fromkeys(KINDS, 0)
    others: dict[str, int] = {}
    unsaid = elsewhere = read = 0
    for text, lost, other in zip(groups["reason"], groups["lost"], groups["elsewhere"], strict=True):
        lost = int(lost)
        read += lost
        kind = lost_for(text) if isinstance(text, str) else "unsaid"
        if kind == "unsaid":
            unsaid += lost
            continue
        elsewhere += int(other)
        kinds[kind] += lost
        if kind == "other" and lost:
            written = " ".join(text.split())
            others[written] = others.get(written, 0) + lost
    every = int(groups["every"].iloc[0]) if len(groups) else 0
    commonest = sorted(others.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_SHOWN]
    return LostTexts(
        LostReasons(kinds, unsaid, elsewhere),  # type: ignore[arg-type]
        heading,
        tuple((_shown(text, counts), n) for text, n in commonest),
        every - read,
    )


def _shown(text: str, counts: LeadCounts) -> str:
    """A text that is shown: short, and without anybody's name where people are not named."""
    masked = text if counts.people is None else counts.people.masked(text)
    return masked if len(masked) <= LONGEST_SHOWN else masked[: LONGEST_SHOWN - 1] + "…"


def lost_frame(reasons: LostReasons) -> pd.DataFrame:
    """The reasons as a table; see :meth:`diagnostics.leads.ledger.Ledger.lost`."""
    import pandas as pd

    rows: list[Mapping[str, Any]] = [reasons.share(kind)._asdict() for kind in KINDS]
    nan = float("nan")
    rows.append({"kind": UNSAID, "leads": reasons.unsaid, "share": nan, "low": nan, "high": nan})
    frame = pd.DataFrame(rows).set_index("kind")
    return frame.rename(index={"no_answer": "no answer"}).astype({"leads": "int64"})
