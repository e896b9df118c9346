"""Which column of a CRM export is which: by the words of the CRM, then by those that people use; never by a guess.

A row is a lead. Cells only break a tie or speak against a heading: a "created" that holds no day is not taken.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from diagnostics.errors import InputError
from diagnostics.reading.days import is_day
from diagnostics.reading.headings import plain
from diagnostics.reading.names import is_missing
from diagnostics.reading.outcomes import meaning, sort_flags
from diagnostics.reading.questions import Question, listed, shown

__all__ = ["BY_KEY", "FIELDS", "PRESETS", "Field", "Preset", "Proposal", "Question", "propose"]


@dataclass(frozen=True, slots=True)
class Field:
    """What is known of a lead, one column each.

    ``words`` are what people write over it: plain words joined by hyphens, one text for each rank, the best first; two
    columns of one rank are asked about. ``proof`` are words that count only where the cells are of the field's kind.
    """

    key: str
    label: str
    hint: str
    """An example of what stands in it, or what it is."""
    kinds: tuple[str, ...]
    """What its cells may be: ``"date"``, ``"flag"``, ``"values"``, ``"name"``, ``"money"``, ``"id"``."""
    needed: bool = False
    words: tuple[str, ...] = ()
    proof: str = ""


FIELDS: Final[tuple[Field, ...]] = (
    Field(
        "created",
        "When the lead came",
        "2025-03-09",
        ("date",),
        needed=True,
        words=(
            "created created-on created-at created-date created-time create-date create-time date-created creation-date "
            "creation-time creation-timestamp lead-created lead-created-on lead-created-date lead-date deal-created "
            "deal-created-on opportunity-created inquiry-date enquiry-date first-contact-date first-seen date-received "
            "received received-on date-added added-on added-time created-timestamp erstellt erstellt-am erstelldatum "
            "angelegt-am anfragedatum eingang eingangsdatum cree-le date-de-creation fecha-de-creacion creado creado-el "
            "data-di-creazione creato-il aangemaakt aangemaakt-op aanmaakdatum skapad skapad-den oprettet opprettet "
            "data-de-criacao criado-em utworzono",
            "timestamp zeitstempel horodateur marca-temporal submitted-at submission-date entry-date",
            "became-a-lead-date date-entered-lead",
        ),
    ),
    Field(
        "outcome",
        "Won, lost or open",
        "Won",
        ("values",),
        words=(
            "outcome result deal-outcome deal-result lead-outcome won-lost won-or-lost win-loss ergebnis resultat "
            "resultado risultato",
            "status deal-status lead-status opportunity-status sales-status stage deal-stage opportunity-stage sales-stage "
            "pipeline-stage stage-name phase verkaufsphase etape statut etapa estado fase stato",
            "lifecycle-stage",
        ),
    ),
    Field(
        "won_on",
        "When it was won",
        "2025-04-15",
        ("date",),
        words=(
            "won-on won-at won-time won-date date-won win-date closed-won-date date-closed-won sale-date date-of-sale "
            "sold-on date-sold sold-date order-date purchase-date contract-signed-on signed-on gewonnen-am verkauft-am "
            "auftragsdatum date-de-vente fecha-de-venta",
            "converted-on converted-at converted-date conversion-date converted-time date-converted date-entered+won "
            "became-a-customer-date customer-since",
        ),
        proof="won closed-won sold sale converted customer gewonnen gagne ganado vinto",
    ),
    Field(
        "lost_on",
        "When it was lost",
        "2025-04-20",
        ("date",),
        words=(
            "lost-on lost-at lost-time lost-date date-lost closed-lost-date date-closed-lost disqualified-on "
            "disqualified-date date-disqualified verloren-am",
            "date-entered+lost",
        ),
        proof="lost closed-lost disqualified verloren perdu perdido perso",
    ),
    Field(
        "decided",
        "When it was closed",
        "2025-04-20; on an open deal it is only a plan and not used",
        ("date",),
        words=(
            "actual-close-date decided-on decision-date date-decided closed-on closed-at closed-time closed-date "
            "date-closed deal-closed-on abgeschlossen-am",
            "close-date closing-date close-time abschlussdatum date-de-cloture fecha-de-cierre data-di-chiusura "
            "sluitingsdatum",
        ),
        proof="closed decided close",
    ),
    Field(
        "is_won",
        "Won, yes or no",
        "true",
        ("flag",),
        words=("is-won is-closed-won won-flag", "is-converted converted-flag is-customer"),
        proof="won closed-won sold sale converted customer gewonnen gagne ganado vinto",
    ),
    Field(
        "is_closed",
        "Decided, yes or no",
        "true",
        ("flag",),
        words=("is-closed is-deal-closed closed-flag is-decided",),
        proof="closed decided",
    ),
    Field(
        "channel",
        "Where it came from",
        "Google Ads",
        ("name",),
        words=(
            "channel marketing-channel acquisition-channel source-channel lead-source lead-channel traffic-source "
            "lead-origin kanal marketingkanal leadquelle canal canale herkunft",
            "source original-source original-traffic-source origin quelle fuente fonte kalla bron origine origen",
            "utm-source latest-source latest-traffic-source",
            "campaign utm-campaign campaign-name kampagne campagne campana campagna",
        ),
    ),
    Field(
        "rep",
        "Who worked it",
        "Anna",
        ("name",),
        words=(
            "owner rep sales-rep salesrep salesperson sales-person seller deal-owner lead-owner opportunity-owner "
            "contact-owner record-owner account-executive sales-owner assigned-to assigned-user owner-name agent "
            "verkaufer vertriebler zustandig zustandiger besitzer proprietaire commercial vendeur propietario vendedor "
            "proprietario venditore eigenaar verkoper agare saljare",
            "owner-id responsible user",
        ),
    ),
    Field(
        "reached",
        "When a person first spoke with them",
        "2025-03-10, or yes: first contact both ways, a call that was answered",
        ("date", "flag"),
        words=(
            "reached reached-on first-reached first-reached-on first-contacted first-contacted-on first-conversation "
            "first-conversation-date first-response first-response-date first-reply first-reply-date contacted-on "
            "date-reached date-contacted connected-on erreicht erreicht-am worked spoken-to",
            "first-contact contacted first-call first-call-date first-meeting first-meeting-date kontaktiert",
        ),
    ),
    Field(
        "fit",
        "Whether it could buy",
        "yes, or a date: judged before and apart from the outcome",
        ("flag", "values", "date"),
        words=(
            "fit is-fit good-fit lead-fit qualified is-qualified mql is-mql mql-date marketing-qualified "
            "became-a-marketing-qualified-lead-date date-entered-marketing-qualified-lead geeignet passt qualifiziert",
            "sql is-sql sql-date sales-qualified became-a-sales-qualified-lead-date date-entered-sales-qualified-lead",
        ),
    ),
    Field(
        "direct",
        "Bought without talking to anyone",
        "yes: an order form, a web shop",
        ("flag",),
        words=(
            "direct is-direct direct-sale direct-win bought-directly self-serve self-service is-self-serve no-touch "
            "unassisted without-talking online-order web-order",
        ),
    ),
    Field(
        "amount",
        "What it brought",
        "2,400.00",
        ("money",),
        words=(
            "amount deal-amount deal-value value order-value contract-value sale-amount sale-value opportunity-amount "
            "actual-revenue actual-value total-amount revenue betrag auftragswert umsatz montant importe valor importo "
            "valore bedrag waarde belopp varde",
            "price total",
        ),
    ),
    Field(
        "id",
        "The lead's own number",
        "L-1042",
        ("id",),
        words=(
            "id record-id lead-id leadid deal-id opportunity-id contact-id object-id crm-id reference reference-number "
            "lead-number deal-number",
            "uuid guid nr number no",
        ),
    ),
)

BY_KEY: Final = {field.key: field for field in FIELDS}


@dataclass(frozen=True, slots=True)
class Preset:
    """What a CRM writes over its columns.

    Attributes
    ----------
    name : str
        The CRM and the kind of record, ``"HubSpot deals"``.
    crm : str
        The CRM.
    marks : tuple of str
        Headings that identify it; two of them do.
    columns : dict of str to tuple of str
        Headings by field, the best first.
    never : tuple of str
        Headings that look like a field and are none in this export.
    """

    name: str
    crm: str
    marks: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]
    never: tuple[str, ...] = ()


def _headings(text: str) -> tuple[str, ...]:
    """Headings from one text, where semicolons stand between them."""
    return tuple(text.split("; "))


_HUBSPOT_SOURCE: Final = (
    "Original Traffic Source",
    "Original Source",
    "Original Source Type",
    "hs_analytics_source",
    "Latest Traffic Source",
    "Latest Source",
    "hs_latest_source",
)

PRESETS: Final[tuple[Preset, ...]] = (
    Preset(
        "HubSpot deals",
        "HubSpot",
        marks=_headings(
            "Deal Stage; Create Date; Close Date; Deal owner; Deal Name; Original Traffic Source; Record ID; "
            "Closed Lost Reason; Record source; Deal Type; dealtype; hubspot_owner_id; hs_object_id; deal_id; "
            "deal_pipeline_id; deal_pipeline_stage_id; portal_id; Date entered …; Date entered Closed Won; Is "
            "Deal Closed?; Is Closed Won; hs_is_closed_won; hs_is_closed"
        ),
        columns={
            "created": ("Create Date", "hs_createdate", "HubSpot Create Date"),
            "outcome": ("Deal Stage", "deal_pipeline_stage_id", "hs_pipeline_stage"),
            "won_on": ("Date entered Closed Won", "Date entered +won", "Closed Won Date", "hs_closed_won_date"),
            "lost_on": ("Date entered Closed Lost", "Date entered +lost"),
            "decided": ("Close Date",),
            "is_won": ("Is Closed Won", "hs_is_closed_won"),
            "is_closed": ("Is Deal Closed?", "hs_is_closed", "hs_is_deal_closed"),
            "channel": _HUBSPOT_SOURCE,
            "rep": ("Deal owner", "hubspot_owner_id", "owner_id"),
            "amount": ("Amount in company currency", "amount_in_home_currency", "Amount"),
            "id": ("Record ID", "hs_object_id", "Deal ID"),
        },
        never=("Record source", "Deal Type", "Closed amount", "hs_closed_amount"),
    ),
    Preset(
        "HubSpot contacts",
        "HubSpot",
        marks=_headings(
            "Lifecycle Stage; lifecyclestage; Contact owner; Create Date; Record ID; Became a Lead Date; Became"
            " a Customer Date; Date entered …; Date entered Lead; Date entered Customer; Date entered "
            "Subscriber; Date entered Marketing Qualified Lead; hs_lifecyclestage_customer_date; "
            "hs_lifecyclestage_lead_date; hubspot_owner_id; hs_object_id; Lead Status; hs_lead_status; Original"
            " Source; Associated Company; Original Traffic Source"
        ),
        columns={
            "created": (
                "Create Date",
                "Became a Lead Date",
                "hs_lifecyclestage_lead_date",
                "Date entered Lead",
            ),
            "outcome": ("Lifecycle Stage", "Lead Status", "hs_lead_status"),
            "won_on": (
                "Became a Customer Date",
                "hs_lifecyclestage_customer_date",
                "Date entered Customer",
                "Date entered +won",
            ),
            "lost_on": ("Date entered +lost",),
            "decided": ("Close Date",),
            "channel": _HUBSPOT_SOURCE,
            "rep": ("Contact owner", "hubspot_owner_id"),
            "fit": (
                "Became a Marketing Qualified Lead Date",
                "hs_lifecyclestage_marketingqualifiedlead_date",
                "Date entered Marketing Qualified Lead",
                "Became a Sales Qualified Lead Date",
                "hs_lifecyclestage_salesqualifiedlead_date",
                "Date entered Sales Qualified Lead",
            ),
            "amount": ("Total Revenue", "total_revenue"),
            "id": ("Record ID", "hs_object_id", "Contact ID", "vid"),
        },
        never=("Record source",),
    ),
    Preset(
        "Salesforce opportunities",
        "Salesforce",
        marks=_headings(
            "Opportunity Name; Opportunity Owner; Opportunity ID; Account Name; Close Date; Created "
            "Date; StageName; IsWon; IsClosed; Forecast Category; Fiscal Period; Fiscal Quarter; Lead Source; "
            "Probability (%); Owner Role; Last Modified Date; SystemModstamp; CampaignId; AccountId"
        ),
        columns={
            "created": ("Created Date",),
            "outcome": ("Stage", "StageName"),
            "decided": ("Close Date",),
            "is_won": ("Won", "IsWon"),
            "is_closed": ("Closed", "IsClosed"),
            "channel": ("Lead Source", "Primary Campaign Source"),
            "rep": ("Opportunity Owner", "Owner", "Owner Full Name", "Owner Name", "OwnerId"),
            "amount": ("Amount (converted)", "Amount"),
            "id": ("Opportunity ID", "ID"),
        },
        never=("Type", "Opportunity Type"),
    ),
    Preset(
        "Salesforce leads",
        "Salesforce",
        marks=_headings(
            "Lead Owner; Lead Status; Lead Source; Lead ID; Company / Account; Converted Date; IsConverted; "
            "ConvertedDate; ConvertedOpportunityId; ConvertedAccountId; Last Modified Date; SystemModstamp; "
            "Created Date; IsUnreadByOwner"
        ),
        columns={
            "created": ("Created Date", "Create Date"),
            "outcome": ("Lead Status", "Status"),
            "won_on": ("Converted Date",),
            "is_won": ("Converted", "IsConverted"),
            "channel": ("Lead Source",),
            "rep": ("Lead Owner", "Owner", "Owner Name", "OwnerId"),
            "id": ("Lead ID", "ID"),
        },
        never=("Type",),
    ),
    Preset(
        "Pipedrive deals",
        "Pipedrive",
        marks=_headings(
            "Deal created; Won time; Lost time; Deal closed on; Expected close date; Weighted value; Last stage"
            " change; Currency of Value; Contact person; Source channel; Source origin; Lost reason; Archive "
            "status; Deal - Title; Deal - Owner; Deal - Status; Deal - Value; Pipedrive System ID; add_time; "
            "won_time; lost_time; close_time; expected_close_date"
        ),
        columns={
            "created": ("Deal created", "Creation date", "add_time"),
            "outcome": ("Status",),
            "won_on": ("Won time",),
            "lost_on": ("Lost time",),
            "decided": ("Deal closed on", "Closed on", "close_time"),
            "channel": ("Source channel", "Channel", "Source origin"),
            "rep": ("Owner", "owner_name", "user_id", "owner_id"),
            "amount": ("Value",),
            "id": ("ID", "Pipedrive System ID"),
        },
        never=("Archive status", "Creator", "Label"),
    ),
    Preset(
        "Zoho leads",
        "Zoho",
        marks=_headings(
            "LEADID; Lead Owner; Lead Status; Lead Source; Created Time; Modified Time; Converted; Is "
            "Converted; Lead Conversion Time; Converted Date Time; Lead Name; Created_Time; Lead_Status"
        ),
        columns={
            "created": ("Created Time",),
            "outcome": ("Lead Status",),
            "won_on": ("Converted Date Time", "Converted Time"),
            "is_won": ("Converted", "Is Converted"),
            "channel": ("Lead Source",),
            "rep": ("Lead Owner", "Owner"),
            "id": ("LEADID", "Lead ID", "Record ID", "ID"),
        },
    ),
    Preset(
        "Zoho deals",
        "Zoho",
        marks=_headings(
            "Potential Name; Potential Owner; Potential ID; Created Time; Modified Time; Closing Date; Expected"
            " Revenue; Forecast Type; Deal Owner; Sales Cycle Duration; Lead Conversion Time; Overall Sales "
            "Duration; Age Tier"
        ),
        columns={
            "created": ("Created Time",),
            "outcome": ("Stage",),
            "decided": ("Closing Date",),
            "channel": ("Lead Source",),
            "rep": ("Potential Owner", "Deal Owner", "Owner"),
            "amount": ("Amount",),
            "id": ("Record ID", "Potential ID", "Deal ID", "ID"),
        },
        never=("LEADID", "Lead ID", "Type"),  # of the lead that became the deal: often blank, and not a row's own
    ),
    Preset(
        "Dynamics 365 opportunities",
        "Dynamics 365",
        marks=_headings(
            "(Do Not Modify) Opportunity; (Do Not Modify) Row Checksum; (Do Not Modify) Modified On; Topic; "
            "Potential Customer; Actual Close Date; Est. Close Date; Est. Revenue; Actual Revenue; Pipeline "
            "Phase; Status Reason; Originating Lead; Created On; actualclosedate; estimatedclosedate; "
            "opportunityid; statecode; statuscode"
        ),
        columns={
            "created": ("Created On",),
            "outcome": ("Status", "statecode", "statecodename"),
            "decided": ("Actual Close Date", "Close Date"),
            "channel": ("Source Campaign", "Lead Source", "campaignidname"),
            "rep": ("Owner", "owneridname", "ownerid"),
            "amount": ("Actual Revenue", "actualvalue"),
            "id": ("(Do Not Modify) Opportunity", "opportunityid"),
        },
        never=("Status Reason", "Pipeline Phase"),
    ),
    Preset(
        "Dynamics 365 leads",
        "Dynamics 365",
        marks=_headings(
            "(Do Not Modify) Lead; (Do Not Modify) Row Checksum; (Do Not Modify) Modified On; Subject; Created "
            "On; Status Reason; leadid; leadsourcecode; statecode; statuscode; createdon; State or Province"
        ),
        columns={
            "created": ("Created On",),
            "outcome": ("Status", "statecode", "statecodename"),
            "channel": ("Lead Source", "leadsourcecodename", "leadsourcecode"),
            "rep": ("Owner", "owneridname", "ownerid"),
            "id": ("(Do Not Modify) Lead", "leadid"),
        },
        never=("Status Reason",),
    ),
)

FEWEST_MARKS: Final = 2
"""So many headings of a CRM identify it."""

_INSIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BEFORE: Final = re.compile(r"^\s*(?:deal|lead|opportunity|potential)\s*(?:[:.]|\s[-–—]\s)\s*", re.IGNORECASE)
_PROPERTY: Final = re.compile(r"^\s*propert(?:y|ies)(?:_+|\.)", re.IGNORECASE)
_CUSTOM: Final = re.compile(r"__c\s*$", re.IGNORECASE)
_ENTERED: Final = re.compile(r"^\s*(?:hs_)?(?:v2_)?date[ _]+entered[ _]+(.*?)(?:_\d+)?\s*$", re.IGNORECASE | re.DOTALL)
_QUOTES: Final = re.compile("[\"'“”„‘’«»`]")
_EXPECTED: Final = re.compile(
    r"(?:^|-)(?:est|estimated\w*|expected\w*|forecast\w*|weighted\w*|projected|planned|anticipated|erwartet\w*|geplant\w*|"
    r"voraussichtlich\w*|gewichtet\w*|prevue?|estimee?|previst[oa]|estimad[oa]|esperad[oa]|verwachte?|forvanta[dt])(?:-|$)"
)
_DECIDED: Final = ("won_on", "lost_on", "decided", "amount")
"""What has happened: an expected date or amount is never one of these."""


@dataclass(frozen=True)
class Proposal:
    """Which column is which, as far as it is clear.

    Attributes
    ----------
    columns : dict of str to str
        Heading by field.
    preset : str or None
        The CRM that the headings are of, ``"HubSpot deals"``.
    why : dict of str to str
        By field: ``"HubSpot calls it so"``, ``"looks like it"``, ``"said"``.
    questions : tuple of Question
        What has to be answered; their choices are headings.
    unused : tuple of str
        Headings that are no field, in the order of the file.
    """

    columns: dict[str, str]
    preset: str | None
    why: dict[str, str]
    questions: tuple[Question, ...]
    unused: tuple[str, ...]


def propose(
    headings: Sequence[str], samples: Mapping[str, Sequence[str]], given: Mapping[str, str | None] | None = None
) -> Proposal:
    """Propose which column is which.

    Headings are compared without capitals, accents, quotes, spaces and what stands in parentheses. First goes what was
    said, then the words of the CRM, then the words of everyone. Cells only speak against a heading, or settle between
    two of equal rank.

    Parameters
    ----------
    headings : sequence of str
        The headings, in the order of the file.
    samples : mapping of str to sequence of str
        A few cells by heading, as text; a column without any is taken by its heading alone.
    given : mapping of str to (str or None), optional
        Heading by field, where it was said; None: the file has no such column.

    Raises
    ------
    InputError
        Where ``given`` names an unknown field or heading, one heading for two fields, or an expected date or amount for
        what has happened.

    >>> found = propose(["Record ID", "Create Date", "Deal Stage", "Close Date"], {"Deal Stage": ["Closed Won"]})
    >>> found.preset, found.columns["created"], found.why["created"], found.questions
    ('HubSpot deals', 'Create Date', 'HubSpot calls it so', ())
    """
    named = [heading for heading in headings if heading.strip()]
    file = _File(named, {h: [c for c in samples.get(h, ()) if not is_missing(c)] for h in named})
    said = _said(file.once, given or {})
    preset = _preset(file.once)
    columns: dict[str, str] = {}
    why: dict[str, str] = {}
    asked: dict[str, Question] = {}
    against: dict[str, str] = {}
    for key, heading in said.items():
        if heading is not None:
            if file.repeated(heading):
                asked[key] = _repeated(key, heading, file)
            else:
                columns[key], why[key] = heading, "said"
    taken = {heading for heading in said.values() if heading is not None}
    never = {_squash(heading) for heading in preset.never} if preset else set()
    for by_preset in (True, False):
        for field in FIELDS:
            if field.key in said or field.key in columns or field.key in asked:
                continue
            for tier, proof in _tiers(field, preset if by_preset else None, by_preset):
                fits = [
                    h for h in file.once if h not in taken and tier & _keys(h) and (by_preset or not never & _keys(h))
                ]
                kept = [h for h in fits if not file.against(field, h) and (not proof or file.speaks_for(field, h))]
                against.update((field.key, h) for h in fits if h not in kept and not proof)
                if not kept:
                    continue
                chosen, clear = (
                    kept,
                    "looks like it" if preset is None or not by_preset else f"{preset.crm} calls it so",
                )
                if len(kept) > 1:
                    chosen = [h for h in kept if file.speaks_for(field, h)]
                    clear += ", and so do its cells"
                taken.update(kept)
                if len(chosen) != 1:
                    asked[field.key] = _tie(field, kept)
                elif file.repeated(chosen[0]):
                    asked[field.key] = _repeated(field.key, chosen[0], file)
                else:
                    columns[field.key] = chosen[0]
                    why[field.key] = clear + (_CONVERTED if _is_conversion(field.key, chosen[0]) else "")
                break
    used = set(columns.values()) | {h for q in asked.values() for h in q.choices}
    unused = tuple(h for h in file.once if h not in used)
    if "created" not in columns and "created" not in asked:
        asked["created"] = _no_created(file, unused, against.get("created"))
    if not {"outcome", "won_on", "is_won"} & (columns.keys() | asked.keys()):
        asked["outcome"] = _no_outcome(file, unused, columns.get("decided"))
    questions = tuple(asked[field.key] for field in FIELDS if field.key in asked)
    ordered = [field.key for field in FIELDS if field.key in columns]
    return Proposal(
        {key: columns[key] for key in ordered},
        preset.name if preset else None,
        {key: why[key] for key in ordered},
        questions,
        unused,
    )


# --- the file -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _File:
    """Headings and a few filled cells of each."""

    headings: list[str]
    cells: dict[str, list[str]]

    @property
    def once(self) -> list[str]:
        return list(dict.fromkeys(self.headings))

    def repeated(self, heading: str) -> bool:
        return self.headings.count(heading) > 1

    def against(self, field: Field, heading: str) -> bool:
        """Whether the cells say that a column is not the field: none is of its kind. No cells say nothing."""
        cells = self.cells[heading]
        if field.key in _DECIDED and is_expected(heading):
            return True
        return bool(cells) and not any(_is_kind(kind, cells) for kind in field.kinds)

    def speaks_for(self, field: Field, heading: str) -> bool:
        """Whether there are cells, and they are of the field's kind; an outcome holds a word for won or lost."""
        cells = self.cells[heading]
        if field.key == "outcome":
            return any(meaning(cell) in ("won", "lost") for cell in cells)
        return bool(cells) and any(_is_kind(kind, cells) for kind in field.kinds)


def _is_kind(kind: str, cells: Sequence[str]) -> bool:
    if kind == "date":
        return any(is_day(cell) for cell in cells)
    if kind == "flag":
        return any(flag is not None for flag in sort_flags(cells).values())
    if kind == "money":
        return any(c.isdigit() for cell in cells for c in cell)
    if kind == "id":
        return True
    return not all(
        is_day(cell) and not cell.strip().isdigit() for cell in cells
    )  # ids of owners and stages are figures


def is_expected(heading: str) -> bool:
    """Whether a heading names what is expected, not what happened.

    >>> is_expected("Deal - Expected close date"), is_expected("Est. Revenue"), is_expected("Close Date")
    (True, True, False)
    """
    return _EXPECTED.search(plain(heading)) is not None


# --- words ----------------------------------------------------------------------------------------------------------


def _squash(text: str) -> str:
    return plain(text).replace("-", "")


@lru_cache(maxsize=8192)
def _keys(heading: str) -> frozenset[str]:
    """The forms in which a heading is looked up."""
    text = _CUSTOM.sub("", _PROPERTY.sub("", heading))
    bare = _QUOTES.sub(" ", text)
    if "(" in bare or "[" in bare:
        for _ in range(3):  # parentheses within parentheses
            bare = _INSIDE.sub(" ", bare)
    keys = {_squash(heading), _squash(text), _squash(bare)}
    keys |= {_squash(_BEFORE.sub("", text)), _squash(_BEFORE.sub("", bare))}
    if found := _ENTERED.match(bare):
        stage = meaning(found[1])
        keys |= {"dateentered", "dateentered" + _squash(found[1])}
        keys |= {f"dateentered+{stage}"} if stage in ("won", "lost") else set()
    return frozenset(keys - {""})


def _word(text: str) -> str:
    """A heading or a word of the vocabulary as it is looked up; ``+`` stands for a kind of stage."""
    head, plus, kind = text.partition("+")
    return _squash(head) + plus + kind


@lru_cache(maxsize=256)
def _tier(words: str) -> frozenset[str]:
    return frozenset(_word(word) for word in words.split())


def _tiers(field: Field, preset: Preset | None, by_preset: bool) -> Iterator[tuple[frozenset[str], bool]]:
    """The ranks of a field's words; and whether cells have to be of the field's kind."""
    if by_preset:
        for heading in preset.columns.get(field.key, ()) if preset else ():
            yield frozenset((_word(heading),)), False
        return
    for words in field.words:
        yield _tier(words), False
    if field.proof:
        yield _tier(field.proof), True


def _preset(headings: Iterable[str]) -> Preset | None:
    """The CRM with the most marks among the headings; among equals the first."""
    there = frozenset().union(*(_keys(heading) for heading in headings))
    best, most = None, FEWEST_MARKS - 1
    for preset in PRESETS:
        marks = len({_word(mark) for mark in preset.marks} & there)
        if marks > most:
            best, most = preset, marks
    return best


_CONVERTED: Final = "; a converted lead became a deal, which need not be a sale"


def _is_conversion(key: str, heading: str) -> bool:
    return key in ("won_on", "is_won") and "convert" in _squash(heading)


# --- what was said, and what is asked ----------------------------------------------------------------------------


def _said(headings: Sequence[str], given: Mapping[str, str | None]) -> dict[str, str | None]:
    """What was said, in the file's own headings.

    Raises
    ------
    InputError
        Where a field or a heading is not known, or one heading is said of two fields.
    """
    if not isinstance(given, Mapping):
        raise InputError("columns", given, "is no mapping", 'Give headings by field: {"created": "Create Date"}.')
    said: dict[str, str | None] = {}
    for key, wanted in given.items():
        if key not in BY_KEY:
            close = difflib.get_close_matches(str(key), BY_KEY, n=1, cutoff=0.5)
            first = f"Did you mean {shown(close[0])}? " if close else ""
            raise InputError("columns", key, "is not a field", f"{first}The fields are {', '.join(BY_KEY)}.")
        if wanted is None:
            said[key] = None
            continue
        if not isinstance(wanted, str):
            raise InputError(f"columns[{key!r}]", wanted, "is not a heading", "Give the heading as text.")
        heading = _find(wanted, headings)
        if heading is None:
            raise InputError(f"columns[{key!r}]", wanted, "is not a heading of the file", _nearest(wanted, headings))
        if key in _DECIDED and is_expected(heading):
            raise InputError(
                f"columns[{key!r}]",
                heading,
                "is what was expected, not what happened",
                f"Leave {key} out; where the column does hold what happened, rename it in the file.",
            )
        if other := next((k for k, h in said.items() if h == heading), None):
            raise InputError(
                f"columns[{key!r}]", heading, f"is said to be {other} as well", "Say each heading of one field only."
            )
        said[key] = heading
    return said


def _find(wanted: str, headings: Sequence[str]) -> str | None:
    """The heading that was meant: the same, or the only one that is the same but for spaces, or for capitals."""
    if wanted in headings:
        return wanted
    for same in (str.strip, lambda text: " ".join(text.split()).casefold()):
        found = [heading for heading in headings if same(heading) == same(wanted)]
        if len(found) == 1 and wanted.strip():
            return found[0]
    return None


def _nearest(wanted: str, headings: Sequence[str]) -> str:
    by_form = {heading.casefold(): heading for heading in headings}
    close = difflib.get_close_matches(wanted.casefold(), by_form, n=1, cutoff=0.0)
    return f"Did you mean {shown(by_form[close[0]])}?" if close else "The file has no headings."


def _answer(key: str, heading: str) -> str:
    return f"columns={{{key!r}: {shown(heading)}}}"


def _repeated(key: str, heading: str, file: _File) -> Question:
    facts = {"heading": shown(heading), "count": file.headings.count(heading)}
    return Question("heading-repeated", key, (heading,), facts)


def _tie(field: Field, headings: Sequence[str]) -> Question:
    facts = {
        "headings": listed(headings),
        "what": f"{field.label[0].lower()}{field.label[1:]}",
        "answer": _answer(field.key, headings[0]),
    }
    return Question("which-column" if field.needed else "which-column-if-any", field.key, tuple(headings), facts)


def _no_created(file: _File, unused: Sequence[str], against: str | None) -> Question:
    dated = tuple(h for h in unused if _is_kind("date", file.cells[h]) and not is_expected(h))
    facts = {"answer": _answer("created", dated[0] if dated else "Create Date")}
    if against is None:
        return Question("no-created-column", "created", dated, facts)
    facts |= {"heading": shown(against), "example": shown(file.cells[against][0])}
    return Question("created-without-day", "created", dated, facts)


def _no_outcome(file: _File, unused: Sequence[str], decided: str | None) -> Question:
    telling = tuple(h for h in unused if any(meaning(cell) in ("won", "lost") for cell in file.cells[h]))
    facts = {"answer": _answer("outcome", telling[0] if telling else "Deal Stage")}
    if decided is None:
        return Question("no-outcome-column", "outcome", telling, facts)
    return Question("only-a-close-date", "outcome", telling, facts | {"heading": shown(decided)})
