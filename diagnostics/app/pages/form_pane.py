"""The form as the page builds it: its fields, the columns of a table, the examples. It is the same for every page of a site."""

from __future__ import annotations

from typing import TypedDict

from diagnostics.app.forms.counts_form import CountsResult
from diagnostics.app.forms.entries import LEDGER, LEDGER_NAME, Entries, has_ledger
from diagnostics.app.forms.form_field import Way
from diagnostics.app.forms.form_fields import BY_KEY, DATED, GIVE_OR_TAKE, HISTORY, WAYS, fields_of
from diagnostics.app.forms.leads_form import LARGEST_EXPORT, PART
from diagnostics.app.forms.table_form import TableResult
from diagnostics.app.pages import leads_words, page_words, privacy_words
from diagnostics.app.site import NOTEBOOK, Site
from diagnostics.app.wording.explained import Term, glossary
from diagnostics.language import LANGUAGES, language, t, words_of_page
from diagnostics.reading.headings import COLUMNS
from diagnostics.reading.people import SHOWN
from diagnostics.reference import benchmarks, samples


class FieldPane(TypedDict):
    """One field; each option is its value and its words."""

    key: str
    label: str
    term: str
    unit: str
    kind: str
    group: str
    options: list[list[str]]


class ColumnPane(TypedDict):
    """One column that a table may have."""

    key: str
    label: str
    hint: str
    numeric: bool
    needed: bool


class WordsPane(TypedDict, total=False):
    """``words``: the page's own texts in its language where that is not English. ``languages``: code and own name."""

    language: str
    words: dict[str, str]
    languages: list[list[str]]


class FormPane(WordsPane, total=False):
    """By way in: the fields, the examples (name and words), what the page says while nothing is typed; the glossary."""

    form: dict[str, list[FieldPane]]
    columns: list[ColumnPane]
    examples: dict[str, list[list[str]]]
    empties: dict[str, list[str]]
    largest: dict[str, int]
    glossary: list[Term]


def form_pane(site: Site = NOTEBOOK) -> FormPane:
    """What a page needs once, when it opens."""
    ready = [[s.id, t(s.name)] for s in samples.load().values()]
    return {
        "form": {way: fields_pane(way, site) for way in WAYS},
        "columns": [
            {"key": c.key, "label": t(c.label), "hint": c.hint, "numeric": c.numeric, "needed": c.needed}
            for c in COLUMNS
        ],
        "examples": {
            "ledger": [[LEDGER, t(LEDGER_NAME)]] if has_ledger() else [],
            "counts": ready,
            "table": ready,
        },
        "empties": {
            "counts": [t(text) for text in page_words.EMPTY],
            "table": [t(text) for text in page_words.EMPTY_TABLE],
            "ledger": [*leads_words.empty_ledger(), privacy_words.of_file(site)],
        },
        "largest": {"leads": LARGEST_EXPORT, "part": PART},
        "glossary": glossary(),
        **words_pane(),
    }


def words_pane() -> WordsPane:
    """The texts that a page has by itself, in the language of now, and the languages there are."""
    return {
        "language": language(),
        "words": words_of_page(),
        "languages": [[code, name] for code, name in LANGUAGES.items()],
    }


def fields_pane(way: Way, site: Site = NOTEBOOK) -> list[FieldPane]:
    """The fields of a way in."""
    return [
        {
            "key": f.key,
            "label": t(f.label),
            "term": t(f.term),
            "unit": t(f.unit),
            "kind": f.kind,
            "group": f.group,
            "options": _options(f.key, way, site),
        }
        for f in fields_of(way)
    ]


def _options(key: str, way: Way, site: Site) -> list[list[str]]:
    options = [[value, t(text)] for value, text in BY_KEY[key].options]
    if key == "benchmark" and way in DATED:
        options[0] = ["", t(page_words.OWN_FIGURE)]
        options.append([HISTORY, t(page_words.OWN_HISTORY)])
    if key == "people":  # what the site shows is the first choice, and those that show less
        options = [["", options[SHOWN.index(site.people)][1]], *options[SHOWN.index(site.people) + 1 :]]
    return options


def level_notes(entries: Entries, reading: CountsResult | TableResult) -> dict[str, str]:
    """Where the levels come from, by field."""
    chosen = entries.texts.get("benchmark", "")
    notes = {"benchmark": benchmarks.find(chosen).words()} if chosen not in ("", HISTORY, GIVE_OR_TAKE) else {}
    return {**notes, **(reading.notes if isinstance(reading, TableResult) else {})}
