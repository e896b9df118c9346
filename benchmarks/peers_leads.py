"""Leads in a Parquet file, and what each contender makes of them: run in a process of its own, one contender at a time.

``python peers_leads.py generate FILE N`` writes the leads; ``python peers_leads.py NAME FILE [MODULE…]`` runs a contender
and prints what it took. Modules are imported before the clock starts, those named beside the contender's own too.
"""

from __future__ import annotations

import json
import math
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

AS_OF = "2026-01-01"
JUDGED, HISTORY = ("2025-01", "2025-10"), ("2024-01", "2024-12")
ANOTHER = ("2025-03", "2025-08")
"""A period that nothing was asked of before: what it takes is taken after the reduction."""
DRAWS = 2039
BY_AGE = 90
SEED = 20261124
GENERATOR_MEMORY = "1GB"
CAPPED, MOST_BYTES = ("plain", "tuned", "checked", "lifelines"), 8 * 10**9
"""The peers that hold every lead at once may ask for so much memory and no more: others use the machine too."""
JITTER = 0.4
"""Days. With lifelines' own 0.0001 two of ten million leads stay tied; it then jitters anew by the same seed, so by the
same amounts, again and again until memory is used up (0.30.0: 24 GB)."""

Said = dict[str, Any]

# Each column is read off a hash of the row number, so that the file is the same however many threads write it.
LEADS = """
with drawn as (
  select i as id,
    date '2024-01-01' + cast({hash0} % 730 as int) as created,
    cast({hash1} % 6 as int) as channel,
    cast({hash2} % 20 as int) as rep,
    {u3} as fate, -ln(1 - {u4}) as wait, {u5} as called, {u6} as speed
  from range({n}) rows(i)),
fated as (
  select *, case when fate < 0.14 + 0.024 * channel then 'Won' when fate < 0.64 + 0.024 * channel then 'Lost'
    else 'Open' end as ends
  from drawn),
dated as (
  select *, created + cast(floor(wait * case ends when 'Won' then 30 when 'Lost' then 60 end) as int) as ended
  from fated),
seen as (
  select *, case when ended <= date '{as_of}' then ended end as decided,
    case when ends = 'Won' or called < 0.75
      then least(created + cast(floor(6 * speed * speed) as int), coalesce(ended, date '9999-12-31')) end as touched
  from dated)
select id, created,
  ['Referral', 'Ads', 'Search', 'Fair', 'Partner', 'Cold call'][1 + channel] as channel,
  'Rep ' || (1 + rep) as rep,
  case when decided is null then 'Open' else ends end as outcome,
  decided,
  case when touched <= date '{as_of}' then touched end as reached
from seen
"""

BARE = f"""
select date_trunc('month', created) as month, channel, rep, outcome,
  coalesce(decided, date '{AS_OF}') - created as age, count(*) as n
from read_parquet(?)
group by all
"""

NARROW = f"""
with leads as (from read_parquet(?))
select date_trunc('month', created) as month, channel, rep, outcome, null as age, count(*) as n
from leads group by all
union all
select null, channel, null, outcome, coalesce(decided, date '{AS_OF}') - created as age, count(*)
from leads group by all
"""

BY_CHANNEL = f"""
select channel, coalesce(decided, date '{AS_OF}') - created as age,
  count(*) filter (outcome = 'Won') as won,
  count(*) filter (outcome = 'Lost') as lost,
  count(*) filter (outcome = 'Open') as open
from read_parquet(?)
group by all
"""


COLUMNS = ("id", "created", "channel", "rep", "outcome", "decided", "reached")
MOST_KEPT = 2_000


def generate(path: Path, n: int) -> Said:
    """Two years of leads: a fifth bought after 30 days in the mean, half lost after 60, the rest open."""
    import duckdb

    drawn: dict[str, Any] = {}
    for at in range(7):
        drawn[f"hash{at}"] = f"hash(8 * (i + {SEED}) + {at})"
        drawn[f"u{at}"] = f"({drawn[f'hash{at}']} / 18446744073709551616.0)"
    start = time.perf_counter()
    with duckdb.connect(config={"memory_limit": GENERATOR_MEMORY}) as connection:
        leads = LEADS.format(n=n, as_of=AS_OF, **drawn)
        connection.execute(f"copy ({leads}) to '{path}' (format parquet)")
    return {"seconds": time.perf_counter() - start, "peak": peak(), "bytes": path.stat().st_size}


# --- ours ---


def ours(path: Path) -> Said:
    """From the file to the verdict; then what is asked of the ledger after that."""
    import diagnostics as dx

    def diagnosis(ledger: Any, judged: tuple[str, str]) -> Any:
        answer = dx.diagnose(ledger.funnel(*judged), ledger.par(*HISTORY))
        assert answer.verdict
        return answer

    start = time.perf_counter()
    ledger = dx.Ledger.read(path, as_of=AS_OF)
    answer = diagnosis(ledger, JUDGED)
    taken = {"seconds": time.perf_counter() - start, "peak": peak()}
    later = {}
    asked = {"another period": lambda: diagnosis(ledger, ANOTHER), "channels": ledger.channels, "reps": ledger.reps}
    for what, act in asked.items():
        start = time.perf_counter()
        act()
        later[what] = 1000 * (time.perf_counter() - start)
    said = answer_of(ledger.funnel(*JUDGED), ledger.par(*HISTORY), answer.probability)
    return {**taken, "later": later, "peak_later": peak(), "said": {**said, "verdict": answer.verdict}}


def ours_by_age(path: Path) -> Said:
    """How many have bought by each age, a channel at a time, from counts."""
    import duckdb

    from diagnostics.funnel.incidence import aalen_johansen

    start = time.perf_counter()
    with duckdb.connect() as connection:
        counts = connection.execute(BY_CHANNEL, [str(path)]).fetchnumpy()
    curves = {}
    for name in sorted(set(counts["channel"])):
        its = counts["channel"] == name
        curves[name] = aalen_johansen(*(counts[column][its] for column in ("age", "won", "lost", "open")))
    taken = {"seconds": time.perf_counter() - start, "peak": peak()}
    return {**taken, "said": {name: curve.by(BY_AGE) for name, curve in curves.items()}}


def answer_of(funnel: Any, par: Any, probability: dict[str, float]) -> Said:
    """What two answers are compared by; wins per lead that has had its time, now and at par."""
    through = [getattr(rate, "value", rate) for rate in (par.fit, par.follow_up, par.closing) if rate is not None]
    return {
        "leads": int(funnel.leads),
        "wins": int(funnel.wins),
        "rate": funnel.wins / funnel.leads / funnel.maturity,
        "par": math.prod(through),
        "probability": probability,
    }


# --- beside it ---


def bare(path: Path) -> Said:
    """The engine alone: one ``GROUP BY`` by month, channel, rep, outcome and age, its counts as an Arrow table."""
    return _grouped(path, BARE)


def narrow(path: Path) -> Said:
    """The same where age is not told apart by month and rep: two ``GROUP BY`` that leave far fewer counts."""
    return _grouped(path, NARROW)


def profiled(path: Path) -> Said:
    """The bare ``GROUP BY`` after the same look at the file that ours takes, in bare SQL: how many are filled and different in
    each column, the rows of each text of those with few, of some by a hash of those with many, and every ID that repeats.
    """
    return _grouped(path, BARE, checked=True)


def _profile(connection: Any, path: str) -> list[Any]:
    """What each column holds, and how many IDs there are."""
    sums = ", ".join(f"count({key}), approx_count_distinct({key})" for key in COLUMNS)
    whole = connection.execute(f"select count(*), {sums} from read_parquet(?)", [path]).fetchall()[0]
    found = [whole]
    for at, key in enumerate(COLUMNS):
        many = whole[2 + 2 * at]
        some = f"where hash({key}) % {2 * many // MOST_KEPT} = 0" if many > MOST_KEPT else ""
        query = f"select {key}::varchar, n from (select {key}, count(*) as n from read_parquet(?) {some} group by 1)"
        found.append(connection.execute(query, [path]).fetchall())
    found.append(connection.execute("select count(distinct id) from read_parquet(?)", [path]).fetchall())
    return found


def _grouped(path: Path, query: str, checked: bool = False) -> Said:
    import duckdb

    start = time.perf_counter()
    with duckdb.connect() as connection:
        if checked:
            _profile(connection, str(path))
        counts = connection.sql(query, params=[str(path)]).to_arrow_table()
        taken = {"seconds": time.perf_counter() - start, "peak": peak()}
        first, last = (f"date '{month}-01'" for month in JUDGED)
        connection.register("counts", counts)
        leads, wins = connection.execute(
            f"select sum(n), sum(n) filter (outcome = 'Won') from counts where month between {first} and {last}"
        ).fetchall()[0]
        threads = connection.execute("select current_setting('threads')").fetchall()[0][0]
    return {**taken, "said": {"leads": int(leads), "wins": int(wins), "groups": counts.num_rows, "threads": threads}}


def tuned(path: Path) -> Said:
    """The same pandas, told that the file's texts are categories: half as fast again."""
    return plain(path, categories=True)


def checked(path: Path) -> Said:
    """That one with the same look at the file: what each column holds, over all rows, and every ID that repeats."""
    return plain(path, categories=True, checks=True)


def plain(path: Path, categories: bool = False, checks: bool = False) -> Said:
    """An afternoon's pandas: the same counts, Aalen and Johansen by age, effective leads, random draws."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    from peers import draws

    import diagnostics as dx

    start = time.perf_counter()
    as_of = pd.Timestamp(AS_OF)
    names = ["channel", "rep", "outcome"]
    frame = pd.read_parquet(
        path,
        columns=list(COLUMNS) if checks else ["created", "decided", *names],
        read_dictionary=names if categories else None,
        to_pandas_kwargs={"date_as_object": False},
    )
    if checks:
        assert frame["id"].is_unique
        assert all(len(frame[key].value_counts()) for key in COLUMNS[1:])
    frame["month"] = 12 * frame["created"].dt.year + frame["created"].dt.month - 1
    frame["age"] = (frame["decided"].fillna(as_of) - frame["created"]).dt.days
    counts = frame.groupby(["month", *names, "age"], observed=True).size()

    by_age = counts.groupby(["age", "outcome"], observed=True).sum().unstack(fill_value=0)
    at_risk = by_age.sum(axis=1)[::-1].cumsum()[::-1]
    still = (1 - (by_age["Won"] + by_age["Lost"]) / at_risk).cumprod().shift(fill_value=1.0)
    bought = (still * by_age["Won"] / at_risk).cumsum()
    lag = (bought / bought.iloc[-1]).reindex(range(bought.index.max() + 1), method="ffill").fillna(0.0)

    by_month = counts.groupby(["month", "outcome"], observed=True).sum().unstack(fill_value=0)
    months = pd.DataFrame({"leads": by_month.sum(axis=1), "wins": by_month["Won"]})
    opens = pd.to_datetime([f"{month // 12}-{month % 12 + 1:02d}-01" for month in months.index])
    ages = np.asarray((as_of - opens).days) - 15
    months["effective"] = months["leads"] * lag.reindex(np.maximum(ages, 0), method="ffill").to_numpy()

    def between(since: str, until: str) -> Any:
        first, last = (12 * int(text[:4]) + int(text[5:]) - 1 for text in (since, until))
        return months.loc[first:last]

    judged, history = between(*JUDGED), between(*HISTORY)
    total, before = judged.sum(), history.sum()
    level = before["wins"] / before["effective"]
    funnel = dx.Funnel(
        leads=int(total["leads"]),
        wins=int(total["wins"]),
        months=len(judged),
        maturity=min(1.0, total["effective"] / total["leads"]),
    )
    par = dx.Par(
        reach=before["leads"] / len(history),
        reach_strength=float(before["leads"]),
        closing=dx.Rate(level, float(before["effective"]), own=True),
    )
    answer = draws.diagnose(funnel, par, DRAWS, np.random.default_rng(1))
    taken = {"seconds": time.perf_counter() - start, "peak": peak()}
    said = answer_of(funnel, par, answer.probability)
    return {**taken, "said": {**said, "groups": len(counts), "threads": pa.cpu_count()}}


def lifelines(path: Path) -> Said:
    """The survival library, a channel at a time, without its variance, which would take far longer."""
    import pandas as pd
    from lifelines import AalenJohansenFitter

    warnings.simplefilter("ignore")  # it says for each channel that it jitters the ties
    start = time.perf_counter()
    frame = pd.read_parquet(
        path, columns=["created", "channel", "outcome", "decided"], to_pandas_kwargs={"date_as_object": False}
    )
    frame["age"] = (frame["decided"].fillna(pd.Timestamp(AS_OF)) - frame["created"]).dt.days.astype(float)
    frame["age"] += 1  # it leaves out a win whose jitter takes it before day 0
    frame["ended"] = frame["outcome"].map({"Open": 0, "Won": 1, "Lost": 2}).astype(int)
    frame.loc[frame["ended"] == 0, "age"] += 0.5  # who is open at an age is at risk of what happens at it
    said = {}
    for name, its in frame.groupby("channel"):
        fitter = AalenJohansenFitter(seed=1, calculate_variance=False, jitter_level=JITTER)
        fitter.fit(its["age"].reset_index(drop=True), its["ended"].reset_index(drop=True), event_of_interest=1)
        said[str(name)] = float(fitter.cumulative_density_.loc[: BY_AGE + 1.4].iloc[-1, 0])
    return {"seconds": time.perf_counter() - start, "peak": peak(), "said": said}


# --- a process ---

ENGINE = ("duckdb", "pyarrow")
FRAMES = ("numpy", "pandas", "pyarrow.parquet")
CONTENDERS: dict[str, tuple[Callable[[Path], Said], tuple[str, ...]]] = {
    "ours": (ours, ("diagnostics", "scipy.special", "ibis", "ibis.backends.duckdb", *ENGINE, *FRAMES)),
    "ours_by_age": (ours_by_age, ("diagnostics.funnel.incidence", "numpy", *ENGINE)),
    "bare": (bare, ENGINE),
    "narrow": (narrow, ENGINE),
    "profiled": (profiled, ENGINE),
    "plain": (plain, ("diagnostics", "peers.draws", *FRAMES)),
    "tuned": (tuned, ("diagnostics", "peers.draws", *FRAMES)),
    "checked": (checked, ("diagnostics", "peers.draws", *FRAMES)),
    "lifelines": (lifelines, ("lifelines", *FRAMES)),
}


def peak() -> float:
    """The most memory that this process has held, megabytes; what getrusage says can be its parent's."""
    try:
        with Path("/proc/self/status").open(encoding="utf-8") as status:
            return next(int(line.split()[1]) * 1024 / 1e6 for line in status if line.startswith("VmHWM"))
    except FileNotFoundError:
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


def _cap(most: int) -> None:
    """Let this process fail rather than the machine."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def main(name: str, path: Path, more: list[str]) -> Said:
    """Do what is asked; what it says of itself."""
    if name == "generate":
        return generate(path, int(more[0]))
    act, needed = CONTENDERS[name]
    if name in CAPPED:
        _cap(MOST_BYTES)
    start = time.perf_counter()
    for module in needed:
        import_module(module)
    for module in more:
        with suppress(ImportError):
            import_module(module)
    imports = time.perf_counter() - start
    known = set(sys.modules)
    taken = act(path)
    return {"imports": imports, **taken, "late": sorted(set(sys.modules) - known)}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])))
