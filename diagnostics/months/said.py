"""Counts and names as the sentences about a table have them, in the language of now."""

from __future__ import annotations

from diagnostics.language import n, t
from diagnostics.number_format import integer
from diagnostics.reading.headings import BY_KEY


def quoted(text: object) -> str:
    """A heading or a name in quotes.

    >>> quoted("Web")
    '“Web”'
    """
    return t("“{text}”", text=text)


def leads(count: int) -> str:
    """A number of leads.

    >>> leads(1), leads(1200)
    ('1 lead', '1,200 leads')
    """
    return n("{count} lead", "{count} leads", count, count=integer(count))


def sales(count: int) -> str:
    """A number of sales."""
    return n("{count} sale", "{count} sales", count, count=integer(count))


def length(months: int) -> str:
    """A period of some months, as it follows an article.

    >>> length(3), length(5)
    ('quarter', 'period of 5 months')
    """
    match months:
        case 3:
            return t("quarter")
        case 6:
            return t("half-year")
        case 12:
            return t("year")
        case _:
            return n("period of {count} month", "period of {count} months", months, count=integer(months))


def a_length(months: int) -> str:
    """A period of some months, with its article.

    >>> a_length(3), a_length(5)
    ('a quarter', 'a period of 5 months')
    """
    match months:
        case 1:
            return t("a month")
        case 3:
            return t("a quarter")
        case 6:
            return t("a half-year")
        case 12:
            return t("a year")
        case _:
            return n("a period of {count} month", "a period of {count} months", months, count=integer(months))


def at_cell(place: str, key: str) -> str:
    """Where a count is, with the name of its column."""
    return t("{place} ({column})", place=place, column=BY_KEY[key].label)


def missed_total(name: str, leads: int, sales: int, all_leads: int, all_sales: int) -> str:
    """What is said of a row that is called a total and is none of the rows that are counted."""
    return t(
        "The row “{name}” says {leads} leads and {sales} sales, and the rows that are counted come to "
        "{all_leads} and {all_sales}: one may be missing, or be there twice.",
        name=name,
        leads=integer(leads),
        sales=integer(sales),
        all_leads=integer(all_leads),
        all_sales=integer(all_sales),
    )
