"""The answer: a diagnosis and a what-if, each one call."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from diagnostics import views
from diagnostics.diagnosis import words
from diagnostics.diagnosis.assessment import Assessment, assess
from diagnostics.diagnosis.looks import Watched, watch
from diagnostics.diagnosis.money import Money
from diagnostics.diagnosis.next_number import NextNumber, next_numbers
from diagnostics.funnel.links import LINKS, SIDE_OF, SIDES
from diagnostics.funnel.records import Funnel, Par

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """Is marketing or sales the weak link, how sure is that, and what should be done?

    Made by :func:`diagnose`. Every number is a pure function of the funnel and the par.
    """

    assessment: Assessment

    @property
    def verdict(self) -> str:
        """``"marketing"``, ``"sales"``, ``"balanced"`` or ``"undetermined"`` (none of the three reaches ``judge.DECIDED``)."""
        return self.assessment.judgement.verdict

    @property
    def leaning(self) -> str:
        """The likeliest of marketing, sales and balanced, decided or not."""
        return self.assessment.judgement.leaning

    @property
    def balance(self) -> str | None:
        """``"on target"``, ``"both short"`` or ``"one far ahead"``: what balance it leans to; None where it leans to a side."""
        return self.assessment.judgement.balance if self.leaning == "balanced" else None

    @property
    def probability(self) -> dict[str, float]:
        """Chance that marketing is the weak link, that sales is, and that neither is; they add up to 1."""
        return dict(self.assessment.judgement.probability)

    @property
    def weak_link(self) -> str | None:
        """The link with the largest shortfall on the weak side; None unless the verdict is a side."""
        return self.assessment.judgement.suspect if self.verdict in SIDES else None

    @property
    def suspect(self) -> str | None:
        """The link with the largest shortfall on the side leant to, decided or not."""
        return self.assessment.judgement.suspect

    @property
    def next_link(self) -> str | None:
        """The link with the largest shortfall once :attr:`suspect` is at par."""
        return self.assessment.judgement.next_link

    @property
    def finding(self) -> str | None:
        """``"no sales process"`` or ``"no marketing"`` where one side leaves no trace in the counts."""
        return self.assessment.judgement.finding

    @cached_property
    def bridge(self) -> pd.DataFrame:
        """The bridge from par to today, one row per link.

        Columns: ``side``; ``shortfall``, customers per month; ``low`` and ``high``, its 90% interval; ``alone``, what this link
        at par would bring by itself, customers per month. The shortfalls add up to :attr:`at_par` − :attr:`today` exactly; what
        each brings alone does not. Where money was given, ``worth``: the shortfall in units of the
        currency per month.
        """
        r = self.assessment
        frame = _frame({k: float(r.observed.shortfall[k]) for k in LINKS}, dict(r.shortfall_range))
        frame = frame.assign(alone=[r.alone(link) for link in LINKS])
        return frame if r.money is None else frame.assign(worth=frame["shortfall"] * r.money.each)

    @property
    def of_par(self) -> dict[str, float]:
        """For each side, customers with that side as it is and the other at par, ÷ customers at par; a fraction."""
        return {side: float(self.assessment.observed.of_reference[side]) for side in SIDES}

    @property
    def today(self) -> float:
        """Customers per month from these leads, once they have had their time."""
        return float(self.assessment.observed.now)

    @property
    def at_par(self) -> float:
        """Customers per month with every link at par: the goal, where one was given."""
        return float(self.assessment.observed.at_reference)

    @property
    def sentence(self) -> str:
        """The answer in one plain sentence, with how sure it is."""
        return words.sentence(self.assessment)

    @property
    def evidence_for(self) -> tuple[str, ...]:
        """What speaks for the answer."""
        return words.evidence_for(self.assessment)

    @property
    def evidence_against(self) -> tuple[str, ...]:
        """What speaks against the answer, or weakens it."""
        return words.evidence_against(self.assessment)

    @property
    def unseen(self) -> tuple[str, ...]:
        """What these counts cannot show."""
        return words.unseen(self.assessment)

    @property
    def stretch(self) -> str:
        """That the goal is more than any month so far brought; empty where it is not, or nothing is known of them."""
        return words.stretch(self.assessment)

    @property
    def more_leads(self) -> int | None:
        """About how many more leads, at the same rates, would decide an undetermined verdict, to two figures.

        None where the verdict is decided, and where no practical number of leads would decide it.
        """
        return self.assessment.more_leads

    @property
    def next_numbers(self) -> tuple[NextNumber, ...]:
        """Which one more number would settle an undetermined verdict most, best first; worked out when it is asked for."""
        return next_numbers(self.assessment)

    @property
    def what_next(self) -> tuple[str, ...]:
        """The same in words, with how to get each number, then what is right to do either way; empty where it is decided."""
        right = words.right_either_way(self.assessment)
        return (*words.what_next(self.assessment), *([right] if right else []))

    @cached_property
    def watched(self) -> Watched | None:
        """The verdict for one who looks at the numbers often, and how many more leads it takes until it holds.

        At most one in twenty businesses at their targets is named by it within two years of weekly looks. None where no leads
        are recorded, and where the weak link is how many leads sales has room for.
        """
        return watch(self.assessment)

    def watched_among(self, periods: int) -> Watched | None:
        """The same where the period was chosen among several, itself included: each of them is a look.

        Raises
        ------
        InputError
            Where ``periods`` is no count.
        """
        return watch(self.assessment, periods)

    def __eq__(self, other: object) -> bool:
        """The same counts against the same par are the same diagnosis."""
        if not isinstance(other, Diagnosis):
            return NotImplemented
        mine, theirs = self.assessment, other.assessment
        return (mine.funnel, mine.par, mine.money) == (theirs.funnel, theirs.par, theirs.money)

    def __hash__(self) -> int:
        return hash((self.assessment.funnel, self.assessment.par, self.assessment.money))

    def figure(self, name: Literal["bridge", "balance"] = "bridge") -> views.Figure:
        """The bridge from target to today, or the balance of the two sides, as a chart. Needs plotly."""
        return views.figure(self, name)

    def _repr_html_(self) -> str | None:
        return views.html(self)

    def __repr__(self) -> str:
        return f"<Diagnosis: {self.sentence}>"


def diagnose(funnel: Funnel, par: Par, money: Money | None = None) -> Diagnosis:
    """Say which side is the weak link, how sure that is, and what it costs.

    Parameters
    ----------
    funnel : Funnel
        The counts.
    par : Par
        The levels they are compared with; closing, and one of goal, reach or capacity.
    money : Money, optional
        What a customer is worth: then every shortfall is given in money too.

    Returns
    -------
    Diagnosis
        The verdict, its chances, the bridge and the words; see its attributes.

    Raises
    ------
    InputError
        Where the par names no level for reach or none for closing, or can bring no customers at all.

    >>> d = diagnose(Funnel(leads=310, wins=17), Par(goal=58, closing=0.12))
    >>> d.verdict, d.suspect
    ('undetermined', 'closing')
    """
    return Diagnosis(assess(funnel, par, money))


def _frame(shortfall: dict[str, float], ranges: dict[str, tuple[float, float]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        {
            "side": [SIDE_OF[k] for k in LINKS],
            "shortfall": [shortfall[k] for k in LINKS],
            "low": [ranges[k][0] for k in LINKS],
            "high": [ranges[k][1] for k in LINKS],
        },
        index=pd.Index(LINKS, name="link"),
    )
