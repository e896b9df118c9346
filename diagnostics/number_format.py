"""How a number becomes text: every count, share, estimate and date that a person reads is written by a function of this module.

No text formats a number itself, so that one quantity has the same digits wherever it is shown and the rules of another
language have one place. Amounts of money are written by :meth:`diagnostics.diagnosis.money.Money.amount`; how sure an answer
is by :func:`diagnostics.diagnosis.words.sure`.
"""

from __future__ import annotations

import datetime
import math
from decimal import Decimal
from functools import cache
from typing import Final, Literal

from diagnostics.language import PSEUDO, SOURCE, language

MINUS: Final = "−"


def _written(text: str) -> str:
    """Digits as the language of now has them: its marks for groups and decimals."""
    code = language()
    return text if code in (SOURCE, PSEUDO) else text.translate(_marks(code))


@cache
def _marks(code: str) -> dict[int, str]:
    from babel import Locale

    symbols = Locale.parse(code).number_symbols["latn"]
    return {ord(","): symbols["group"], ord("."): symbols["decimal"]}


def decimal_mark() -> Literal[",", "."] | None:
    """The mark before decimals where the language has another than English; None where it is as in English."""
    code = language()
    return "," if code not in (SOURCE, PSEUDO) and _marks(code)[ord(".")] == "," else None


@cache
def _percent_pattern(code: str) -> str:
    """What stands before and after the digits of a percentage; the digits are a 0."""
    from babel import Locale

    pattern = Locale.parse(code).percent_formats[None].pattern
    return "0" + str(pattern).rpartition("0")[2]


def integer(count: float) -> str:
    """A whole number, exactly, in groups of thousands.

    >>> integer(12345), integer(1200.0), integer(-3)
    ('12,345', '1,200', '−3')
    """
    return _written(f"{int(count) if count == int(count) else count:,}".replace("-", MINUS))


def number(value: float) -> str:
    """An estimate: whole from 10 on, one decimal below, one figure where that would show nothing.

    >>> number(4.25), number(41.2), number(12345), number(3.0), number(0.04), number(-12)
    ('4.2', '41', '12,345', '3', '0.04', '−12')
    """
    if abs(value) >= 9.95:
        text = f"{value:,.0f}"
    elif abs(value) >= 0.095 or abs(value) < 0.0095:
        text = f"{value:.1f}".removesuffix(".0")
    else:
        text = f"{value:.1g}"
    return "0" if text in ("0", "-0") else _written(text.replace("-", MINUS))


def typed(value: float | Decimal) -> str:
    """A number that somebody gave, with all its digits and no zeros behind them.

    >>> typed(Decimal("1234.50")), typed(0.125), typed(3.0), typed(1_000_000.0)
    ('1,234.5', '0.125', '3', '1,000,000')
    """
    if isinstance(value, int):
        return integer(value)
    exact = value if isinstance(value, Decimal) else Decimal(f"{value:.10g}")
    text = f"{exact.normalize():,f}"
    return "0" if text == "-0" else _written(text.replace("-", MINUS))


def exact(value: float) -> str:
    """A number with all its digits and no groups, as a spreadsheet of this language reads it from a text file.

    >>> exact(0.1 + 0.2), exact(1234), exact(-2.5)
    ('0.30000000000000004', '1234', '-2.5')
    """
    return exact_text(repr(value))


def exact_text(digits: str) -> str:
    """Digits as Python writes them, with the decimal mark of this language: they can be typed into a field.

    >>> exact_text("12.5")
    '12.5'
    """
    return _written(digits)


def separator() -> str:
    """What stands between the cells of a text file: where decimals have a comma, a semicolon.

    >>> separator()
    ','
    """
    return ";" if _written(".") == "," else ","


def percent(share: float) -> str:
    """A share as an estimate: whole from 10% on, one decimal below.

    >>> percent(0.64), percent(0.0548), percent(0.2)
    ('64%', '5.5%', '20%')
    """
    points = share * 100
    if abs(points) >= 9.95:
        return with_percent(f"{points:,.0f}")
    return with_percent(f"{points:.1f}".removesuffix(".0"))


def typed_percent(share: float) -> str:
    """A share that somebody gave, with its digits, at most four figures.

    >>> typed_percent(0.155), typed_percent(0.2)
    ('15.5%', '20%')
    """
    return with_percent(f"{share * 100:.4g}")


def with_percent(points: str) -> str:
    """Digits with the sign for percent: no space before it in English, one that does not break in German.

    Parameters
    ----------
    points : str
        Digits as English has them.

    >>> with_percent("96")
    '96%'
    """
    text = points.replace("-", MINUS)
    code = language()
    return f"{text}%" if code in (SOURCE, PSEUDO) else _percent_pattern(code).replace("0", _written(text), 1)


def megabytes(size: float) -> str:
    r"""A size in bytes as whole megabytes.

    >>> megabytes(1_500_000_000)
    '1,500\xa0MB'
    """
    return _written(f"{size / 1e6:,.0f}") + "\u00a0MB"


def short_date(date: datetime.date) -> str:
    """A day: in English in the one order that is read alike everywhere, else as the language has it.

    >>> short_date(datetime.date(2025, 3, 9))
    '2025-03-09'
    """
    code = language()
    if code in (SOURCE, PSEUDO):
        return date.isoformat()
    from babel.dates import format_date

    return str(format_date(date, "medium", code))


def percent_format(digits: str) -> str:
    """The format of a share in a spreadsheet.

    Parameters
    ----------
    digits : str
        Its digits as formats have them everywhere: ``0.0``.

    >>> percent_format("0.0")
    '0.0%'
    """
    code = language()
    return f"{digits}%" if code in (SOURCE, PSEUDO) else _percent_pattern(code).replace("0", digits, 1)


def day_format() -> str:
    """The format of a day in a spreadsheet, as :func:`short_date` writes it.

    >>> day_format()
    'yyyy-mm-dd'
    """
    code = language()
    if code in (SOURCE, PSEUDO):
        return "yyyy-mm-dd"
    from babel import Locale

    pattern = str(Locale.parse(code).date_formats["medium"].pattern)
    return pattern.replace("MM", "mm").replace("y", "yyyy")


def day(date: str) -> str:
    """A day of a file, ISO 8601, as :func:`short_date` writes it; a text that is no day as it is.

    >>> day("2026-02-01"), day("soon")
    ('2026-02-01', 'soon')
    """
    try:
        return short_date(datetime.date.fromisoformat(date))
    except ValueError:
        return date


def long_day(date: str) -> str:
    """A day of a file, ISO 8601, written out: for a title page; a text that is no day as it is.

    >>> long_day("2026-02-01"), long_day("soon")
    ('1 February 2026', 'soon')
    """
    try:
        parsed = datetime.date.fromisoformat(date)
    except ValueError:
        return date
    from babel.dates import format_date

    code = language()
    english = code in (SOURCE, PSEUDO)
    return str(format_date(parsed, "d MMMM y" if english else "long", SOURCE if english else code))


def rounded_down(value: float) -> float:
    """A number above 0 with the digits that :func:`number` shows, no larger than it is.

    >>> number(rounded_down(39.6)), number(rounded_down(4.29)), number(rounded_down(0.069))
    ('39', '4.2', '0.06')
    """
    digits = 0 if value >= 10 else 1 if value >= 0.095 else -math.floor(math.log10(value))
    unit = 10.0**-digits
    return math.floor(value / unit * (1 + 1e-12)) * unit


def to_hundred(shares: tuple[float, ...]) -> tuple[int, ...]:
    """Shares that add up to 1 as whole points that add up to 100: the largest remainders are rounded up.

    >>> to_hundred((0.335, 0.335, 0.33)), to_hundred((0.9998, 0.0001, 0.0001))
    ((34, 33, 33), (100, 0, 0))
    """
    points = [math.floor(100 * share + 1e-9) for share in shares]
    left = 100 - sum(points)
    by_remainder = sorted(range(len(shares)), key=lambda at: points[at] - 100 * shares[at])
    for at in by_remainder[:left]:
        points[at] += 1
    return tuple(points)
