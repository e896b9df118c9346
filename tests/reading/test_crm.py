"""Which column of an export is which: the words of five CRMs, then everyone's; what is in doubt is asked."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import InputError
from diagnostics.reading import vocabulary
from diagnostics.reading.crm import BY_KEY, FIELDS, is_expected, propose
from diagnostics.reading.heading_forms import is_of_birth, keys, word
from diagnostics.reading.headings import plain
from diagnostics.reading.questions import listed, shown
from tests.reading.profiles import profiled


def asked(proposal):
    return [question.field for question in proposal.questions]


# --- the words ------------------------------------------------------------------------------------------------------


def test_every_field_has_its_words_and_a_sentence_for_an_owner():
    assert len(BY_KEY) == len(FIELDS) == 16
    assert [field.key for field in FIELDS if field.needed] == ["created"]
    for field in FIELDS:
        assert field.label
        assert field.hint
        assert field.words
        assert set(field.kinds) <= {"date", "flag", "values", "name", "money", "id", "text"}


def test_no_word_names_two_fields_unless_its_cells_have_to_prove_it():
    seen: dict[str, str] = {}
    for field in FIELDS:
        for written in itertools.chain(*field.words):
            assert seen.setdefault(word(written), field.key) == field.key, written
            if written.isascii():
                assert written.replace("+", "-") == plain(written), f"{written} is not how a heading is compared"


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_every_word_is_found_however_it_is_typed(field):
    for written in itertools.chain(*field.words):
        if "+" not in written:
            typed = (written, written.upper(), written.replace("-", " ").title(), written.replace("-", "_"))
            ways = ("{}", "{} (Sales)", "“{}”", "Deal - {}", "{}__c")
            for n, way in enumerate(ways):
                heading = way.format(typed[n % len(typed)])
                assert propose([heading], {}).columns == {field.key: heading}, heading


@pytest.mark.parametrize("preset", vocabulary.crm().presets, ids=lambda preset: preset.name)
def test_the_words_of_a_preset_are_as_headings_are_looked_up(preset):
    assert preset.columns.keys() <= BY_KEY.keys()
    assert preset.name.startswith(preset.crm)
    headings = [heading for headings in preset.columns.values() for heading in headings if "+" not in heading]
    assert all(word(heading) in keys(heading) for heading in headings)
    assert not set(map(word, headings)) & set(map(word, preset.never))
    assert not any(map(is_expected, headings))
    shared = {key: set(map(word, headings)) for key, headings in preset.columns.items()}
    assert len(set().union(*shared.values())) == sum(map(len, shared.values())), "one heading, two fields"


EXPECTED = [
    ("Deal - Expected close date", True),
    ("Est. Close Date", True),
    ("Est. close", True),
    ("Estimated Value", True),
    ("estimatedclosedate", True),
    ("Expected Revenue", True),
    ("Deal - Weighted value", True),
    ("Forecast Amount", True),
    ("Voraussichtliches Abschlussdatum", True),
    ("Close Date", False),
    ("Actual Close Date", False),
    ("Amount", False),
    ("Established", False),
    ("Test date", False),
]


@pytest.mark.parametrize(("heading", "expected"), EXPECTED, ids=[h for h, _ in EXPECTED])
def test_what_is_expected_is_told_from_what_happened(heading, expected):
    assert is_expected(heading) is expected
    assert not expected or not {"decided", "amount", "won_on"} & propose([heading], {}).columns.keys()


# --- files of five CRMs ---------------------------------------------------------------------------------------------

FILES = {
    "HubSpot, internal names": (
        ["hs_object_id", "createdate", "closedate", "dealstage", "hubspot_owner_id", "hs_analytics_source", "amount"],
        "HubSpot deals",
        {
            "created": "createdate",
            "outcome": "dealstage",
            "decided": "closedate",
            "channel": "hs_analytics_source",
            "rep": "hubspot_owner_id",
            "amount": "amount",
            "id": "hs_object_id",
        },
        [],
    ),
    "HubSpot, stage dates in three ways of quoting": (
        ["Create Date", 'Date entered "Closed Won (Sales Pipeline)"', "hs_v2_date_entered_closedlost", "Deal owner"],
        "HubSpot deals",
        {
            "created": "Create Date",
            "won_on": 'Date entered "Closed Won (Sales Pipeline)"',
            "lost_on": "hs_v2_date_entered_closedlost",
            "rep": "Deal owner",
        },
        [],
    ),
    "HubSpot, a stage that means won": (
        ["Create Date", "Date entered “Gewonnen (Vertrieb (DE))”", "Date exited “Gewonnen (Vertrieb)”", "Deal Name"],
        "HubSpot deals",
        {"created": "Create Date", "won_on": "Date entered “Gewonnen (Vertrieb (DE))”"},
        [],
    ),
    "HubSpot, two pipelines": (
        ["Create Date", "Deal Name", 'Date entered "Closed Won (A)"', 'Date entered "Closed Won (B)"'],
        "HubSpot deals",
        {"created": "Create Date"},
        ["won_on"],
    ),
    "HubSpot, amounts of several currencies": (
        ["Create Date", "Deal Stage", "Amount", "Amount in company currency", "Currency"],
        "HubSpot deals",
        {
            "created": "Create Date",
            "outcome": "Deal Stage",
            "amount": "Amount in company currency",
            "currency": "Currency",
        },
        [],
    ),
    "HubSpot contacts": (
        ["Record ID", "Create Date", "Lifecycle Stage", "Lead Status", "Contact owner", "Became a Customer Date"],
        "HubSpot contacts",
        {
            "created": "Create Date",
            "outcome": "Lifecycle Stage",
            "won_on": "Became a Customer Date",
            "rep": "Contact owner",
            "id": "Record ID",
        },
        [],
    ),
    "Salesforce report": (
        ["Opportunity Owner", "Stage  ↑", "Created Date", "Close Date", "Lead Source", "Amount (converted)", "Won"],
        "Salesforce opportunities",
        {
            "created": "Created Date",
            "outcome": "Stage  ↑",
            "decided": "Close Date",
            "is_won": "Won",
            "channel": "Lead Source",
            "rep": "Opportunity Owner",
            "amount": "Amount (converted)",
        },
        [],
    ),
    "Salesforce API": (
        ["Id", "CreatedDate", "StageName", "CloseDate", "IsWon", "IsClosed", "LeadSource", "OwnerId", "ExpectedRevenue"],
        "Salesforce opportunities",
        {
            "created": "CreatedDate",
            "outcome": "StageName",
            "decided": "CloseDate",
            "is_won": "IsWon",
            "is_closed": "IsClosed",
            "channel": "LeadSource",
            "rep": "OwnerId",
            "id": "Id",
        },
        [],
    ),
    "Salesforce leads": (
        ["Lead Owner", "Lead Status", "Lead Source", "Create Date", "Converted Date", "Company / Account"],
        "Salesforce leads",
        {
            "created": "Create Date",
            "outcome": "Lead Status",
            "won_on": "Converted Date",
            "channel": "Lead Source",
            "rep": "Lead Owner",
        },
        [],
    ),
    "Pipedrive without its prefix": (
        ["ID", "Owner", "Value", "Weighted value", "Status", "Deal created", "Won time", "Expected close date"],
        "Pipedrive deals",
        {"created": "Deal created", "outcome": "Status", "won_on": "Won time", "rep": "Owner", "amount": "Value", "id": "ID"},
        [],
    ),
    "Zoho deals": (
        ["Record Id", "Deal Owner", "Closing Date", "Stage", "Created Time", "Modified Time", "Expected Revenue"],
        "Zoho deals",
        {
            "created": "Created Time", "outcome": "Stage", "decided": "Closing Date", "rep": "Deal Owner", "id": "Record Id"
        },
        [],
    ),
    "Dynamics 365 opportunities": (
        [
            "(Do Not Modify) Opportunity",
            "(Do Not Modify) Modified On",
            "Topic",
            "Created On",
            "Est. Close Date",
            "Actual Close Date",
            "Est. Revenue",
            "Actual Revenue",
            "Status",
            "Status Reason",
            "Owner",
        ],
        "Dynamics 365 opportunities",
        {
            "created": "Created On",
            "outcome": "Status",
            "decided": "Actual Close Date",
            "rep": "Owner",
            "amount": "Actual Revenue",
            "id": "(Do Not Modify) Opportunity",
        },
        [],
    ),
    "Dynamics 365 leads": (
        ["(Do Not Modify) Lead", "(Do Not Modify) Row Checksum", "Subject", "Created On", "Status", "Lead Source"],
        "Dynamics 365 leads",
        {"created": "Created On", "outcome": "Status", "channel": "Lead Source", "id": "(Do Not Modify) Lead"},
        [],
    ),
    "a list of one's own": (
        ["Anfragedatum", "Quelle", "Verkäufer", "Ergebnis", "Betrag", "Bemerkung"],
        None,
        {"created": "Anfragedatum", "outcome": "Ergebnis", "channel": "Quelle", "rep": "Verkäufer", "amount": "Betrag"},
        [],
    ),
    "nothing known": (["A", "B"], None, {}, ["created", "outcome"]),
    "nothing at all": ([], None, {}, ["created", "outcome"]),
    "a type is no outcome": (["Created", "Type"], None, {"created": "Created"}, ["outcome"]),
    "a close date is no outcome": (["Created", "Close date"], None, {"created": "Created", "decided": "Close date"}, ["outcome"]),
    "a repeated heading": (["Created", "Status", "Status"], None, {"created": "Created"}, ["outcome"]),
    "case twins": (["Created", "Status", "STATUS"], None, {"created": "Created"}, ["outcome"]),
    "two of equal rank": (["Created", "Outcome", "Lead Source", "Channel"], None, {"created": "Created", "outcome": "Outcome"}, ["channel"]),
    "two of different rank": (
        ["Created", "Outcome", "utm_source", "Channel"],
        None,
        {"created": "Created", "outcome": "Outcome", "channel": "Channel"},
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("headings", "preset", "columns", "questions"), FILES.values(), ids=FILES)
def test_a_file_is_matched_or_asked_about(headings, preset, columns, questions):
    found = propose(headings, {})
    assert (found.preset, found.columns, asked(found)) == (preset, columns, questions)
    assert found.why.keys() == found.columns.keys()
    for other in (headings[::-1], sorted(headings)):
        assert propose(other, {}).columns == columns


def test_why_says_who_calls_it_so():
    found = propose(["Create Date", "Deal Stage", "First contacted"], {}, {"rep": "First contacted"})
    assert found.why == {"created": "HubSpot calls it so", "outcome": "HubSpot calls it so", "rep": "your choice"}
    assert propose(["Created"], {}).why == {"created": "its heading says so"}


def test_a_converted_lead_is_not_passed_off_as_a_sale():
    found = propose(["Lead Owner", "Lead Status", "Created Time", "CONVERTED"], {})
    assert found.why["is_won"] == "Zoho calls it so; a converted lead became a deal, which need not be a sale"


# --- what the cells say ---------------------------------------------------------------------------------------------


def test_a_created_that_holds_no_day_is_not_taken():
    found = propose(["Created", "Came", "Status"], profiled({"Created": ["Anna", ""], "Came": ["2025-03-09"]}))
    assert found.columns == {"outcome": "Status"}
    assert found.questions[0].problem == "'Created' holds no day, for example 'Anna'; it is to say when a lead came"
    assert found.questions[0].choices == ("Came",)


def test_blank_cells_say_nothing():
    blank = ["", "n/a", "-"]
    assert propose(["Lead Owner"], profiled({"Lead Owner": blank})).columns == {"rep": "Lead Owner"}
    assert propose(["Created"], profiled({"Created": blank})).columns == {}, (
        "no lead came on a day that none is known of"
    )


def test_cells_settle_between_two_of_equal_rank():
    samples = {"status": ["Open", "Closed Won"], "stage": ["Proposal", "Demo"]}
    found = propose(["creationdate", "status", "stage"], profiled(samples))
    assert found.columns["outcome"] == "status"
    assert found.why["outcome"] == "its words say 1 won, 1 open; its heading says so"
    samples["stage"].append("Lost")
    assert asked(propose(["creationdate", "status", "stage"], profiled(samples))) == ["outcome"]


@pytest.mark.parametrize(
    ("cells", "key"), [(["2025-03-09"], "won_on"), (["yes", "no"], "is_won"), (["Kitchen"], None), ([], None)]
)
def test_won_alone_is_a_day_or_a_flag_as_its_cells_say(cells, key):
    assert propose(["Won"], profiled({"Won": cells})).columns == ({key: "Won"} if key else {})


def test_the_outcome_question_offers_what_holds_won_or_lost():
    found = propose(["Created", "Kitchens"], profiled({"Kitchens": ["Won", "Open"], "Created": ["2025-03-09"]}))
    assert found.questions[0].choices == ("Kitchens",)


def test_a_column_that_speaks_of_decisions_is_offered_before_people_and_sources():
    cells = {
        "Who": ["Ann", "Lou", "Max"] * 10,
        "Coach": ["Kim", "Jo"] * 15,
        "Shop": ["North", "South"] * 15,
        "How it went": ["Joined", "Gone", "Trial"] * 10,
    }
    found = propose(["Created", *cells], profiled(cells | {"Created": ["2025-03-09"] * 30}))
    assert found.questions[0].choices[0] == "How it went"
    said = {"Shop": ["North", "South"] * 15, "¿Se quedó?": ["Sí", "No", "Lo está pensando"] * 8 + [""] * 6}
    found = propose(["Created", *said], profiled(said | {"Created": ["2025-03-09"] * 30}))
    assert found.questions[0].choices == ("¿Se quedó?", "Shop")


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("跟进人", "rep"),
        ("Vendedora", "rep"),
        ("Medio", "channel"),
        ("Found us via", "channel"),
        ("客户状态", "outcome"),
    ],
)
def test_headings_of_people_sources_and_statuses_are_known(heading, key):
    cells = {heading: ["a", "b", "c"] * 10, "Created": ["2025-03-09"] * 30}
    assert propose(list(cells), profiled(cells)).columns.get(key) == heading


def test_a_close_date_alone_may_be_expected():
    (question,) = propose(["Created", "Close Date"], {}).questions
    assert question.field == "outcome"
    assert "on an open deal a close date is an expected date" in question.problem
    assert "'Close Date'" in question.problem


# --- shares of all cells, and headings that say little ---------------------------------------------------------------

DAYS = [f"2025-0{month}-{day:02}" for month in (1, 2, 3) for day in range(1, 29)]
TEXTS = [f"text {n}" for n in range(1_000)]
STAGES = ["Won", "Lost", "Proposal"] * 28
AMOUNTS = [str(30_000 + 97 * n) for n in range(84)]
TELEPHONES = [str(2_079_460_000 + n) for n in range(84)]


def test_one_day_among_a_thousand_texts_makes_no_column_of_days():
    found = propose(["Created"], profiled({"Created": [*TEXTS, "2025-03-09"]}))
    assert (found.columns, asked(found)) == ({}, ["created", "outcome"])


def test_a_few_bad_cells_do_not_unmake_a_column_of_days():
    found = propose(["Created"], profiled({"Created": [*DAYS, "n/a", "soon", "later"]}))
    assert found.columns == {"created": "Created"}
    assert found.why["created"].startswith("84 of 86 cells are days")


def test_the_evidence_counts_all_cells_and_names_the_span():
    file = {"Create Date": DAYS, "Deal Stage": STAGES}
    assert propose(list(file), profiled(file)).why == {
        "created": "all 84 cells are days, 1 Jan to 28 Mar 2025; HubSpot calls it so",
        "outcome": "its words say 28 won, 28 lost, 28 open; HubSpot calls it so",
    }


# heading, its cells, the field it is; headings that no list of words holds as they are
SAYS_LITTLE = [
    ("date_entered", DAYS, "created"),
    ("DATE_CREATE", DAYS, "created"),
    ("deal_created_at", DAYS, "created"),
    ("opportunityCreatedDate", DAYS, "created"),
    ("Lead Received At (UTC)", DAYS, "created"),
    ("Fecha_Entrada", DAYS, "created"),
    ("作成日", DAYS, "created"),
    ("Data de cadastro", DAYS, "created"),
    ("customer_date", DAYS, "won_on"),
    ("deal_closed_at", DAYS, "decided"),
    ("Etapa_Venta", STAGES, "outcome"),
    ("dealAmount", AMOUNTS, "amount"),
    ("contact_owner_name", ["Ann", "Bo"] * 42, "rep"),
    ("assigned_rep", ["Ann", "Bo"] * 42, "rep"),
    ("Sales executive", ["Ann", "Bo"] * 42, "rep"),
    ("担当者", ["Ann", "Bo"] * 42, "rep"),
    ("lead_origin", ["Ads", "Fair"] * 42, "channel"),
    ("How did you hear about us?", ["Ads", "Fair"] * 42, "channel"),
    ("source_name", ["Ads", "Fair"] * 42, "channel"),
    ("utm_medium", ["cpc", "mail"] * 42, "channel"),
]


@pytest.mark.parametrize(("heading", "cells", "key"), SAYS_LITTLE, ids=[case[0] for case in SAYS_LITTLE])
def test_a_heading_joined_to_a_record_or_a_day_is_known(heading, cells, key):
    assert propose([heading], profiled({heading: cells})).columns == {key: heading}


@pytest.mark.parametrize(
    "cells", [AMOUNTS, TELEPHONES, TEXTS[:84], ["Ann", "Bo"] * 42], ids=["amounts", "telephones", "texts", "names"]
)
def test_what_holds_no_days_is_never_offered_as_the_day_a_lead_came(cells):
    file = {"X": cells, "Last activity": DAYS, "Expected close date": DAYS, "Date of birth": DAYS, "Status": STAGES}
    (question,) = propose(list(file), profiled(file)).questions
    assert question.choices == ("Last activity",)
    assert [(answer.label, answer.given) for answer in question.answers] == [
        ("Last activity (84 rows, such as '2025-01-01')", {"created": "Last activity"}),
        ("count without days", {"created": None}),
    ]


def test_the_only_column_of_days_that_every_row_has_is_taken_and_told():
    file = {"When": DAYS, "Next step on": DAYS, "Visit": [*DAYS[:9], *[""] * 75], "Status": STAGES}
    found = propose(list(file), profiled(file))
    assert found.columns == {"created": "When", "outcome": "Status"}
    assert found.notes == (
        "When the lead came: 'When' is used; no heading says so, but it is the only column of days that every row has (84 rows).",
    )


def test_two_columns_of_days_are_asked_about_the_fullest_first():
    file = {"When": [*DAYS[:80], *[""] * 4], "Day": DAYS, "Status": STAGES}
    (question,) = propose(list(file), profiled(file)).questions
    assert (question.field, question.choices) == ("created", ("Day", "When"))


def test_the_only_column_whose_words_say_how_a_lead_ended_is_taken_and_told():
    file = {"Created": DAYS, "Kitchens": STAGES, "Town": ["Won ton house", *["Ulm"] * 83]}
    found = propose(list(file), profiled(file))
    assert found.columns["outcome"] == "Kitchens"
    assert "'Kitchens' is used; no heading says so" in found.notes[0]


def test_amounts_under_won_and_lost_are_no_days_and_each_answer_is_possible():
    won = [amount if n % 3 == 0 else "" for n, amount in enumerate(AMOUNTS)]
    lost = [amount if n % 3 == 1 else "" for n, amount in enumerate(AMOUNTS)]
    file = {"Created": DAYS, "Won": won, "Lost": lost}
    found = propose(list(file), profiled(file))
    (question,) = found.questions
    assert found.columns == {"created": "Created"}
    assert [answer.given for answer in question.answers] == [{"is_won": "Won", "is_closed": "Lost"}]


def test_of_two_channels_the_fuller_is_taken_and_told_because_no_total_depends_on_it():
    file = {"Source": ["Ads", "", ""] * 28, "Fuente": ["Ads", "Fair", "Web"] * 28}
    found = propose(list(file), profiled(file))
    assert found.columns == {"channel": "Fuente"}
    assert found.next_best["channel"] == ("Source", "it is filled in fewer rows")
    assert found.notes == (
        "Where it came from: 'Fuente' is used, filled in 84 rows; 'Source' could be it as well. No total depends on it.",
    )


def test_the_source_goes_before_its_medium_and_both_before_the_campaign():
    names = ["a", "b"] * 42
    file = {"utm_campaign": names, "utm_medium": names, "utm_source": names}
    assert propose(list(file), profiled(file)).columns == {"channel": "utm_source"}
    del file["utm_source"]
    assert propose(list(file), profiled(file)).columns == {"channel": "utm_medium"}


def test_a_channel_that_is_nearly_blank_gives_way_to_one_that_is_filled():
    file = {"Lead source": ["Ads", *[""] * 83], "Campaign": ["A", "B"] * 42}
    assert propose(list(file), profiled(file)).columns["channel"] == "Campaign"


def test_a_name_in_each_row_is_no_person_who_works_leads():
    file = {"Agent": TEXTS[:84], "Owner code": ["O1", "O2"] * 42}
    assert propose(list(file), profiled(file)).columns == {"rep": "Owner code"}


IDS = {
    "its own before a parent's": ({"lead_id": [f"L{n // 2}" for n in range(84)], "id": [str(n) for n in range(84)]}, "id"),
    "a full one before one of some rows": (
        {"opportunity_id": [*map(str, range(20)), *[""] * 64], "lead_id": [str(n) for n in range(84)]}, "lead_id",
    ),
    "the record's before a contact's": (
        {"Contact ID": [str(n) for n in range(84)], "Deal ID": [str(n) for n in range(84)]}, "Deal ID",
    ),
    "none of an owner or a campaign": ({"owner_key": ["1"] * 84, "campaign_id": ["2"] * 84, "account_id": ["3"] * 84}, None),
}  # fmt: skip


@pytest.mark.parametrize(("file", "heading"), IDS.values(), ids=IDS)
def test_the_number_of_the_row_itself_goes_first(file, heading):
    assert propose(list(file), profiled(file)).columns.get("id") == heading


# --- more CRMs --------------------------------------------------------------------------------------------------------

MORE_CRMS = {
    "Close opportunities": (
        ["id", "lead_id", "lead_name", "status_label", "status_type", "value", "user_name", "date_created", "date_won", "date_lost"],
        {"created": "date_created", "outcome": "status_type", "won_on": "date_won", "lost_on": "date_lost", "rep": "user_name", "amount": "value", "id": "id"},
    ),
    "Bitrix24 deals": (
        ["ID", "TITLE", "STAGE_ID", "OPPORTUNITY", "CURRENCY_ID", "BEGINDATE", "CLOSEDATE", "ASSIGNED_BY_ID", "DATE_CREATE", "SOURCE_ID", "CLOSED"],
        {"created": "DATE_CREATE", "outcome": "STAGE_ID", "decided": "CLOSEDATE", "is_closed": "CLOSED", "channel": "SOURCE_ID", "rep": "ASSIGNED_BY_ID", "amount": "OPPORTUNITY", "id": "ID"},
    ),
    "Odoo pipeline": (
        ["ID", "Created on", "Stage", "Active", "Probability", "Lost Reason", "Closed Date", "Salesperson", "Conversion Date", "Source", "Medium"],
        {"created": "Created on", "outcome": "Stage", "decided": "Closed Date", "channel": "Source", "rep": "Salesperson", "id": "ID", "lost_reason": "Lost Reason"},
    ),
    "GoHighLevel opportunities": (
        ["Opportunity Name", "Contact Name", "pipeline", "stage", "Lead Value", "source", "assigned", "Created on", "Updated on", "status", "Opportunity ID", "Contact ID"],
        {"created": "Created on", "outcome": "status", "channel": "source", "rep": "assigned", "amount": "Lead Value", "id": "Opportunity ID"},
    ),
    "Copper opportunities": (
        ["Copper ID", "Name", "Primary Contact", "Pipeline", "Stage", "Status", "Value", "Win Probability", "Close Date", "Owned By", "Source", "Loss Reason", "Created At"],
        {"created": "Created At", "outcome": "Status", "decided": "Close Date", "channel": "Source", "rep": "Owned By", "amount": "Value", "id": "Copper ID", "lost_reason": "Loss Reason"},
    ),
    "Freshsales deals": (
        ["deal_id", "deal_name", "deal_amount", "deal_closed_date", "deal_expected_close", "deal_created_at", "deal_deal_stage_name", "deal_source_name", "deal_owner_name"],
        {"created": "deal_created_at", "outcome": "deal_deal_stage_name", "decided": "deal_closed_date", "channel": "deal_source_name", "rep": "deal_owner_name", "amount": "deal_amount", "id": "deal_id"},
    ),
    "vtiger opportunities": (
        ["potential_no", "potentialname", "related_to", "amount", "closingdate", "sales_stage", "leadsource", "assigned_user_id", "createdtime", "modifiedtime", "isconvertedfromlead"],
        {"created": "createdtime", "outcome": "sales_stage", "decided": "closingdate", "channel": "leadsource", "rep": "assigned_user_id", "amount": "amount", "id": "potential_no"},
    ),
    "SuiteCRM opportunities": (
        ["id", "name", "date_entered", "date_modified", "assigned_user_name", "amount", "amount_usdollar", "date_closed", "sales_stage", "lead_source", "account_id"],
        {"created": "date_entered", "outcome": "sales_stage", "decided": "date_closed", "channel": "lead_source", "rep": "assigned_user_name", "amount": "amount_usdollar", "id": "id"},
    ),
    "Jobber quotes": (
        ["Quote number", "Client name", "Drafted date", "Sent date", "Approved date", "Quote status", "Total", "Salesperson", "Lead source"],
        {"created": "Drafted date", "outcome": "Quote status", "won_on": "Approved date", "channel": "Lead source", "rep": "Salesperson", "amount": "Total", "id": "Quote number"},
    ),
    "ServiceTitan estimates": (
        ["Estimate ID", "Job Number", "Estimate Status", "Created On", "Sold On", "Sold By", "Business Unit", "Estimate Subtotal", "Job Campaign"],
        {"created": "Created On", "outcome": "Estimate Status", "won_on": "Sold On", "channel": "Job Campaign", "rep": "Sold By", "amount": "Estimate Subtotal", "id": "Estimate ID"},
    ),
    "Housecall Pro estimates": (
        ["Estimate number", "Option name", "Estimate status", "Created date", "Approved date", "Lead source", "Assigned employees", "Estimate total"],
        {"created": "Created date", "outcome": "Estimate status", "won_on": "Approved date", "channel": "Lead source", "rep": "Assigned employees", "amount": "Estimate total", "id": "Estimate number"},
    ),
    "ActiveCampaign deals": (
        ["Deal ID", "Deal Title", "Deal Value", "Deal Pipeline", "Deal Stage", "Deal Status", "Deal Owner", "Date Created", "Forecasted Close Date"],
        {"created": "Date Created", "outcome": "Deal Status", "rep": "Deal Owner", "amount": "Deal Value", "id": "Deal ID"},
    ),
    "monday deals": (
        ["Name", "Stage", "Owner", "Deal value", "Close probability", "Forecast value", "Deal creation date", "Expected close date", "Close Date"],
        {"created": "Deal creation date", "outcome": "Stage", "decided": "Close Date", "rep": "Owner", "amount": "Deal value"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("crm", MORE_CRMS)
def test_an_export_of_another_crm_is_matched(crm):
    headings, columns = MORE_CRMS[crm]
    found = propose(headings, {})
    assert (found.preset, found.columns, asked(found)) == (crm, columns, [])


def test_the_outcome_has_every_column_that_speaks_of_it_as_a_candidate():
    headings = MORE_CRMS["Odoo pipeline"][0]
    assert propose(headings, {}).outcome_candidates == ("Stage", "Active", "Probability", "Lost Reason")


# --- what is said ---------------------------------------------------------------------------------------------------

OWN = ["Came", "How", "Who", "End", "Expected close date", "Owner", "Owner"]

SAID = {
    "as it stands": ({"created": "Came", "outcome": "End"}, {"created": "Came", "outcome": "End"}, ["rep"]),
    "spaces and capitals": ({"created": " came ", "outcome": "END"}, {"created": "Came", "outcome": "End"}, ["rep"]),
    "not there": ({"created": "Came", "outcome": "End", "rep": None}, {"created": "Came", "outcome": "End"}, []),
    "repeated": ({"created": "Came", "outcome": "End", "rep": "Owner"}, {"created": "Came", "outcome": "End"}, ["rep"]),
}


@pytest.mark.parametrize(("said", "columns", "questions"), SAID.values(), ids=SAID)
def test_what_is_said_goes_first(said, columns, questions):
    found = propose(OWN, {}, said)
    assert (found.columns, asked(found)) == (columns, questions)


WRONG = {
    "unknown field": ({"creatd": "Came"}, r"columns: 'creatd' is not a field. Did you mean 'created'\? The fields are created"),
    "no such field at all": ({"zzz": "Came"}, r"columns: 'zzz' is not a field. The fields are created, outcome"),
    "unknown heading": ({"created": "Cme"}, r"created: 'Cme' is not a heading of the file. Did you mean 'Came'\?"),
    "blank heading": ({"created": " "}, r"created: ' ' is not a heading of the file"),
    "no text": ({"created": 3}, r"created: 3 is not a heading. Give the heading as text"),
    "one for two": ({"created": "Came", "channel": "Came"}, r"channel: 'Came' is given for created as well"),
    "expected": ({"decided": "Expected close date"}, r"'Expected close date' is what was expected, not what happened"),
    "no mapping": (["Came"], r"is no mapping"),
}  # fmt: skip


@pytest.mark.parametrize(("said", "message"), WRONG.values(), ids=WRONG)
def test_what_is_said_wrongly_is_refused_with_the_nearest(said, message):
    with pytest.raises(InputError, match=message):
        propose(OWN, {}, said)


def test_a_heading_of_an_empty_file():
    with pytest.raises(InputError, match="The file has no headings"):
        propose([], {}, {"created": "Came"})


# --- laws -----------------------------------------------------------------------------------------------------------

HEADINGS = st.lists(
    st.one_of(
        st.sampled_from(sorted({w for f in FIELDS for w in itertools.chain(*f.words)})),
        st.sampled_from(sorted({h for p in vocabulary.crm().presets for hs in p.columns.values() for h in hs})),
        st.text(max_size=15),
    ),
    max_size=12,
)
CELLS = st.lists(st.sampled_from(["", "Won", "lost", "2025-03-09", "yes", "Anna", "1200"]), max_size=3)


@given(HEADINGS, st.data())
def test_any_file_is_matched_once_or_asked_about_whatever_its_order(headings, data):
    cells = {heading: data.draw(CELLS) for heading in headings}
    samples = profiled(cells)
    found = propose(headings, samples)
    assert len(set(found.columns.values())) == len(found.columns)
    assert not found.columns.keys() & set(asked(found))
    if "created" not in {*found.columns, *asked(found)}:  # leads are counted without days only where none can be it
        left = [h for h in found.unused if not is_expected(h) and not is_of_birth(h)]
        assert not [h for h in left if cells[h] and set(cells[h]) == {"2025-03-09"}]
    assert set(found.columns.values()).isdisjoint(found.unused)
    assert all(headings.count(heading) == 1 for heading in found.columns.values())
    other = propose(data.draw(st.permutations(headings)), samples)
    assert (other.columns, other.preset, other.why, asked(other)) == (
        found.columns, found.preset, found.why, asked(found)
    )  # fmt: skip
    again = propose(headings, samples, dict(found.columns))
    assert again.columns == found.columns
    assert set(again.why.values()) <= {"your choice"}


@given(HEADINGS, st.dictionaries(st.sampled_from([*BY_KEY, "x"]), st.one_of(st.none(), st.text(max_size=8))))
def test_whatever_is_said_is_used_or_refused(headings, said):
    try:
        found = propose(headings, {}, said)
    except InputError:
        return
    assert not {key for key, heading in said.items() if heading is None} & found.columns.keys()


@given(st.text())
def test_any_heading_has_its_forms(heading):
    assert "" not in keys(heading)


# --- the vocabularies of the reference file -------------------------------------------------------------------------

VOCABULARIES = {
    "hubspot_deals_export_labels.header": (
        "HubSpot deals",
        {
            "created": "Create Date",
            "outcome": "Deal Stage",
            "decided": "Close Date",
            "channel": "Original Traffic Source",
            "rep": "Deal owner",
            "amount": "Amount",
            "id": "Record ID",
            "lost_reason": "Closed Lost Reason",
        },
        [],
    ),
    "hubspot_deals_export_labels.stage_date_headers_verbatim": (
        "HubSpot deals",
        {
            "won_on": 'Date entered "Closed Won (Sales Pipeline)"',
            "lost_on": 'Date entered "Closed Lost (Sales Pipeline)"',
        },
        ["created"],
    ),
    "hubspot_deals_export_labels.quote_variants_seen": (None, {}, ["created", "outcome"]),
    "hubspot_deals_export_labels.contact_lifecycle_headers": (
        "HubSpot contacts",
        {
            "created": "Date entered 'Lead (Lifecycle Stage Pipeline)'",
            "won_on": "Date entered 'Customer (Lifecycle Stage Pipeline)'",
            "fit": "Date entered 'Marketing Qualified Lead (Lifecycle Stage Pipeline)'",
        },
        [],
    ),
    "hubspot_api_warehouse": (
        "HubSpot deals",
        {
            "created": "property_createdate",
            "outcome": "deal_pipeline_stage_id",
            "decided": "property_closedate",
            "rep": "owner_id",
            "amount": "property_amount",
            "id": "deal_id",
        },
        [],
    ),
    "salesforce_api": (
        "Salesforce opportunities",
        {
            "created": "created_date",
            "outcome": "stage_name",
            "decided": "close_date",
            "is_won": "is_won",
            "is_closed": "is_closed",
            "channel": "lead_source",
            "rep": "owner_id",
            "amount": "amount",
            "id": "id",
        },
        [],
    ),
    "salesforce_import_wizard_leads": (None, {"outcome": "Status", "channel": "Lead Source"}, ["created"]),
    "salesforce_opportunities_labels": (
        "Salesforce opportunities",
        {"outcome": "Stage", "decided": "Close Date", "amount": "Amount"},
        ["created"],
    ),
    "pipedrive_export.header": (
        "Pipedrive deals",
        {
            "created": "Deal - Deal created",
            "outcome": "Deal - Status",
            "won_on": "Deal - Won time",
            "lost_on": "Deal - Lost time",
            "decided": "Deal - Deal closed on",
            "channel": "Deal - Source channel",
            "rep": "Deal - Owner",
            "amount": "Deal - Value",
            "currency": "Deal - Currency of Value",
            "id": "Deal - ID",
            "lost_reason": "Deal - Lost reason",
        },
        [],
    ),
    "pipedrive_import_vocabulary": (
        "Pipedrive deals",
        {
            "created": "Deal - Creation date",
            "outcome": "Deal - Status",
            "won_on": "Deal - Won time",
            "lost_on": "Deal - Lost time",
            "decided": "Deal - Closed on",
            "rep": "Deal - Owner",
            "amount": "Deal - Value",
            "currency": "Deal - Currency of value",
            "id": "Deal - Pipedrive System ID",
            "lost_reason": "Deal - Lost reason",
        },
        [],
    ),
    "zoho_leads": (
        "Zoho leads",
        {
            "created": "Created Time",
            "outcome": "Lead Status",
            "is_won": "CONVERTED",
            "channel": "Lead Source",
            "rep": "Lead Owner",
            "id": "LEADID",
        },
        [],
    ),
    "zoho_potentials": (
        "Zoho deals",
        {
            "created": "Created Time",
            "outcome": "Stage",
            "decided": "Closing Date",
            "channel": "Lead Source",
            "rep": "Potential Owner",
            "amount": "Amount",
        },
        [],
    ),
    "dynamics365_leads.header": ("Dynamics 365 leads", {"id": "(Do Not Modify) Lead"}, ["created", "outcome"]),
    "dynamics365_opportunities": (
        "Dynamics 365 opportunities",
        {"outcome": "Status", "decided": "Close Date", "id": "(Do Not Modify) Opportunity"},
        ["created"],
    ),
    "upvise_deals.header": (None, {"created": "creationdate", "amount": "amount", "id": "id"}, ["outcome"]),
}
NO_HEADINGS = {"traps", "status_values", "internal_stage_ids", "salesforce_report_footer_lines"}


def vocabularies(shared_data):
    """Each list of headings in the reference file, by its path."""

    def lists(path, value):
        if isinstance(value, list) and path[-1] not in NO_HEADINGS:
            yield ".".join(path), value
        elif isinstance(value, dict):
            for key, inner in value.items():
                yield from lists((*path, key), inner)

    text = (shared_data / "crm_headers.json").read_text(encoding="utf-8")
    return dict(lists((), json.loads(text)))


def test_every_vocabulary_of_the_reference_file_is_matched_or_asked_about(shared_data):
    found = {name: propose(headings, {}) for name, headings in vocabularies(shared_data).items()}
    assert {name: (p.preset, p.columns, asked(p)) for name, p in found.items()} == VOCABULARIES


def test_hubspot_labels_and_internal_names_mean_the_same(shared_data):
    text = (shared_data / "crm_headers.json").read_text(encoding="utf-8")
    pairs = json.loads(text)["hubspot_deals_export_labels"]["label_to_internal"]
    by_label, by_name = propose(list(pairs), {}), propose(list(pairs.values()), {})
    assert by_label.columns.keys() - by_name.columns.keys() == set()
    assert {key: pairs[heading] for key, heading in by_label.columns.items()} == by_name.columns


# --- lists in a sentence --------------------------------------------------------------------------------------------


def test_long_lists_and_texts_are_cut():
    assert listed("abcdefg") == "'a', 'b', 'c', 'd', 'e' and 2 more"
    assert shown("x" * 99) == "'" + "x" * 35 + "...'"
