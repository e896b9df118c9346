"""The fields of the form: what each is called, what it asks for, and what kind of number it takes.

Their words are English here and translated where they are shown.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from diagnostics.app.forms.form_field import FormField, Way
from diagnostics.app.forms.table_questions import TABLE_QUESTIONS
from diagnostics.diagnosis.money import CURRENCIES
from diagnostics.language import mark
from diagnostics.reference import benchmarks

WAYS: Final[tuple[Way, ...]] = ("counts", "table", "ledger")
DATED: Final[tuple[Way, ...]] = ("table", "ledger")
"""Ways in that know months."""

GIVE_OR_TAKE: Final = "rough"
"""The source of a win rate that the owner only knows roughly."""


def _benchmark_options() -> tuple[tuple[str, str], ...]:
    own = (("", mark("My own figure")), (GIVE_OR_TAKE, mark("My own, give or take a fifth")))
    return (*own, *((b.id, b.label) for b in benchmarks.closing()))


HISTORY: Final = "history"
"""The source of a win rate that is the business's own earlier months."""

AMOUNTS: Final = ("sale", "lead_cost", "rep_cost")
"""Fields that hold money."""

LOOKS: Final = ("en", "de", "fr", "de_CH", "en_IN")
COMMA_LOOKS: Final = ("de", "fr")
"""Looks with a comma before the decimals."""


def _table_question(key: str, label: str, term: str, answers: tuple[tuple[str, str], ...]) -> FormField:
    return FormField(
        key, label, term, kind="choice", options=(("", mark("Choose …")), *answers), ways=("table",), group="asked"
    )


FIELDS: Final[tuple[FormField, ...]] = (
    FormField(
        "basis",
        mark("Sales in a row belong to …"),
        mark("the leads that first came in that month, whenever they bought; or everything sold in that month"),
        kind="choice",
        options=(
            ("", mark("Choose …")),
            ("cohort", mark("that month’s leads")),
            ("period", mark("that month, from any leads")),
        ),
        ways=("table",),
        missing=mark("Choose what the sales in a row belong to."),
        needed=mark("what the sales in a row belong to"),
        called=mark("Sales in a row"),
    ),
    *(_table_question(*each) for each in TABLE_QUESTIONS),
    FormField(
        "fiscal",
        mark("The first fiscal year began in"),
        mark("for periods such as FY24 M1, for example April 2023"),
        kind="day",
        ways=("table",),
        group="asked",
    ),
    FormField(
        "year",
        mark("Year of the first month"),
        mark("for months or weeks that name none, for example 2025"),
        kind="day",
        ways=("table",),
        group="asked",
    ),
    FormField(
        "leads",
        mark("Leads"),
        mark("people or firms that first got in touch in that time"),
        missing=mark("Enter the number of new leads."),
        needed=mark("the number of new leads"),
    ),
    FormField(
        "months",
        mark("Over how many months?"),
        mark("the period these numbers cover"),
        unit=mark("months"),
        kind="number",
        missing=mark("Enter how many months these numbers cover."),
        needed=mark("how many months these numbers cover"),
        start="1",
        called=mark("Months"),
    ),
    FormField(
        "wins",
        mark("Sales"),
        mark("how many of those leads have bought so far"),
        missing=mark("Enter how many of those leads have bought; 0 if none has."),
        needed=mark("how many of those leads have bought"),
    ),
    FormField(
        "direct_wins",
        mark("Sales with no salesperson involved"),
        mark("Web shop or order form. We credit these to marketing."),
        called=mark("Self-service sales"),
    ),
    FormField(
        "goal",
        mark("Customers wanted"),
        mark("Your goal. Fill in this field, the next one, or both."),
        unit=mark("per month"),
        kind="number",
        missing=mark("Enter the customers you want per month, or the leads your team can handle."),
        needed=mark("the customers you want per month, or the leads your team can handle"),
        ways=WAYS,
    ),
    FormField(
        "capacity",
        mark("Leads your team can handle"),
        mark("Leads your team can follow up properly each month"),
        unit=mark("per month"),
        kind="number",
        ways=WAYS,
    ),
    FormField(
        "closing",
        mark("Target win rate"),
        mark("share of the leads sales talks to"),
        unit="%",
        kind="percent",
        missing=mark("Enter how often you expect to close, for example 20."),
        needed=mark("how often you expect to close"),
        ways=WAYS,
    ),
    FormField(
        "benchmark",
        mark("Where this rate comes from"),
        mark("your own figure or a published benchmark"),
        kind="choice",
        options=_benchmark_options(),
        ways=WAYS,
    ),
    FormField(
        "days",
        mark("Days from first contact to sale"),
        mark("median: half your sales take this long or less. More recent leads may still buy"),
        needed=mark("the days from first contact to sale"),
        unit=mark("days"),
        kind="number",
        ways=WAYS,
    ),
    FormField(
        "fit",
        mark("Leads that fit"),
        mark("Leads that could realistically buy, judged before you knew the result. Leave out self-service buyers."),
        group="more",
    ),
    FormField(
        "usual_fit",
        mark("Leads that usually fit"),
        mark("share of leads that could buy in a usual month; we compare your leads with it"),
        unit="%",
        kind="percent",
        group="more",
    ),
    FormField(
        "worked",
        mark("Leads you reached"),
        mark("a person spoke or wrote with them, both ways"),
        group="more",
    ),
    FormField(
        "judge",
        mark("Months included"),
        mark("the answer is about these"),
        kind="choice",
        options=(
            ("", mark("Choose automatically")),
            ("all", mark("All of them")),
            ("3", mark("The last 3")),
            ("6", mark("The last 6")),
            ("12", mark("The last 12")),
            ("after", mark("The later period of “What changed”")),
        ),
        ways=DATED,
    ),
    FormField(
        "as_of",
        mark("Counted on"),
        mark("the day the numbers were taken (end of the last month if left blank)"),
        kind="day",
        ways=DATED,
    ),
    FormField(
        "people",
        mark("Reps shown by"),
        mark("on this page and in links, files and reports; every count stays the same"),
        kind="choice",
        options=(("", mark("Names")), ("initials", mark("Initials")), ("numbers", mark("Numbers ¦ instead of names"))),
        ways=("ledger",),
    ),
    FormField(
        "sale", mark("Average sale"), mark("turns customers into money"), kind="number", ways=WAYS, group="money"
    ),
    FormField(
        "margin",
        mark("Gross margin"),
        mark("share of each sale that is gross profit (100% if left blank)"),
        unit="%",
        kind="percent",
        ways=WAYS,
        group="money",
    ),
    FormField(
        "lead_cost",
        mark("Cost of one more lead"),
        mark("advertising, trade fairs, lists: what one more lead per month would cost"),
        kind="number",
        ways=WAYS,
        group="money",
    ),
    FormField(
        "rep_cost",
        mark("Cost of one more rep"),
        mark("pay and everything that goes with it"),
        unit=mark("per month"),
        kind="number",
        ways=WAYS,
        group="money",
    ),
    FormField(
        "rep_leads",
        mark("Leads one rep can handle"),
        mark("with proper follow-up; used for what one more rep would bring"),
        unit=mark("per month"),
        kind="number",
        ways=WAYS,
        group="money",
    ),
    FormField(
        "currency",
        mark("Currency"),
        mark("of the amounts"),
        kind="choice",
        options=(("", "EUR"), *((c, c) for c in CURRENCIES[1:])),
        ways=WAYS,
        group="money",
    ),
    FormField(
        "look",
        mark("Number format"),
        mark("thousands, decimals, place of the sign"),
        kind="choice",
        options=(
            ("", mark("Usual: €1,234.50")),
            ("en", "€1,234.50"),
            ("de", "1.234,50 €"),
            ("fr", "1 234,50 €"),
            ("de_CH", "€ 1’234.50"),
            ("en_IN", "€12,34,567"),
        ),
        ways=WAYS,
        group="money",
    ),
    *(
        FormField(key, key, "", kind="hidden", ways=DATED)
        for key in ("before_from", "before_to", "after_from", "after_to", "keep")
    ),
)

TABLE_FIRST: Final = ("basis", *(key for key, *_ in TABLE_QUESTIONS), "fiscal", "year", "days")
"""What a table needs to be understood is asked before what it is compared with."""

OF_LEADS: Final = {
    "closing": mark("share of the leads sales talks to (your own earlier months if left blank)"),
    "days": mark("median (worked out from the dates of your sales if left blank)"),
    "as_of": mark("the day of the export (the last day on which anything happened if left blank)"),
    "sale": mark("turns customers into money"),
}
"""What a field asks for where there is one row per lead: most values are then known from the file and can be replaced."""


def fields_of(way: Way) -> tuple[FormField, ...]:
    """The fields that are shown in one way in, in their order."""
    shown = [f for f in FIELDS if way in f.ways and f.kind != "hidden"]
    if way == "counts":
        return tuple(shown)
    if way == "ledger":
        return tuple(replace(f, term=OF_LEADS.get(f.key, f.term)) for f in shown)
    return tuple(sorted(shown, key=lambda f: TABLE_FIRST.index(f.key) if f.key in TABLE_FIRST else len(TABLE_FIRST)))


BY_KEY: Final[dict[str, FormField]] = {f.key: f for f in FIELDS}
