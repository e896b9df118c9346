"""What a customer is worth, and what one more lead or rep costs, in the owner's currency and number format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from diagnostics.errors import InputError
from diagnostics.funnel.checks import number, per_month, share, text
from diagnostics.language import LANGUAGES, SOURCE, language, t

LARGEST_SALE: Final = 1e12
LEAST_WHOLE: Final = 10
"""From so many units of the currency on an estimate has no decimals: €58, not €58.50."""
SMALLEST_SHOWN: Final = 0.005
"""Half a cent; what is less is nothing."""

CURRENCIES: Final = (
    "EUR",
    "USD",
    "GBP",
    "CHF",
    "SEK",
    "NOK",
    "DKK",
    "PLN",
    "CZK",
    "JPY",
    "INR",
    "AUD",
    "CAD",
    "BRL",
    "ZAR",
)
"""The currencies that are offered; any other that Babel knows can be given too."""


@dataclass(frozen=True, slots=True)
class Money:
    r"""The average sale, what of it is left after the cost of what was sold, and what one more lead or rep costs.

    Parameters
    ----------
    sale : float
        Average sale, in units of the currency, above 0.
    margin : float
        Gross margin, a fraction of the sale in 0..1.
    currency : str
        ISO 4217 code.
    locale : str, optional
        Whose number format is used, as Babel names it: ``"en"``, ``"de"``, ``"fr"``, ``"de_CH"``; that of the language of
        now unless given.
    lead_cost : float, optional
        What one more lead costs, in units of the currency, 0 or more.
    rep_cost : float, optional
        What one more rep costs, in units of the currency per month, 0 or more.
    rep_leads : float, optional
        Leads per month that one rep can handle; needed where it is not known how many people share the room there is.

    Raises
    ------
    InputError
        Where the sale is not above 0, the margin no share, the currency or the locale unknown, a cost below 0, or the leads
        of a rep not above 0.

    >>> Money(sale=2400, margin=0.35, currency="EUR", locale="de").words(9.5)
    '7.980\xa0€'
    >>> Money(sale=58.5).words(1), Money(sale=4.5).words(1), Money(sale=1).amount(12.5, given=True)
    ('€58', '€4.50', '€12.50')
    """

    sale: float
    margin: float = 1.0
    currency: str = "EUR"
    locale: str | None = None
    lead_cost: float | None = None
    rep_cost: float | None = None
    rep_leads: float | None = None

    def __post_init__(self) -> None:
        sale = number("sale", self.sale)
        if not 0 < sale <= LARGEST_SALE:
            raise InputError("sale-out-of-range", "sale", self.sale, largest=LARGEST_SALE)
        object.__setattr__(self, "sale", sale)
        object.__setattr__(self, "margin", share("margin", self.margin))
        for name, checked in (("lead_cost", _cost), ("rep_cost", _cost), ("rep_leads", per_month)):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, checked(name, getattr(self, name)))
        from babel import Locale, UnknownLocaleError
        from babel.numbers import is_currency

        if not is_currency(text("currency", self.currency)):
            raise InputError("unknown-currency", "currency", self.currency)
        try:
            if self.locale is not None:
                Locale.parse(text("locale", self.locale))
        except (UnknownLocaleError, ValueError, TypeError):
            raise InputError("unknown-locale", "locale", self.locale) from None

    @property
    def each(self) -> float:
        """Gross margin of one customer, in units of the currency."""
        return self.sale * self.margin

    def worth(self, customers: float) -> str:
        r"""The margin of this many customers, and what it is.

        >>> Money(sale=2400).worth(9.5), Money(sale=2400, margin=0.35).worth(1)
        ('€22,800 of sales', '€840 of gross margin')
        """
        amount = self.words(customers)
        if self.margin == 1:
            return t("{amount} of sales", amount=amount)
        return t("{amount} of gross margin", amount=amount)

    def words(self, customers: float) -> str:
        """The margin of this many customers as text; see :meth:`amount`."""
        return self.amount(number("customers", customers) * self.each)

    def amount(self, units: float, given: bool = False) -> str:
        """Units of the currency as text: an estimate to three figures, without decimals from 10 on and where it is whole.

        ``given``: somebody gave this amount, so that its decimals are kept.
        """
        from babel import Locale
        from babel.numbers import format_currency

        amount = number("units", units)
        locale = self.locale or (language() if language() in LANGUAGES else SOURCE)
        if not given:
            amount = float(f"{amount:.3g}") if abs(amount) < LEAST_WHOLE or abs(amount) >= 100 else float(round(amount))
        if abs(amount) < SMALLEST_SHOWN:
            amount = 0.0  # with no sign
        pattern = Locale.parse(locale).currency_formats["standard"].pattern
        if amount == round(amount):
            pattern = pattern.replace(".00", "")
        text = str(format_currency(amount, self.currency, pattern, locale=locale, currency_digits=False))
        return text.replace("-", "−")

    @property
    def kind(self) -> str:
        """What the amounts are, in English; :meth:`worth` says it in the language of now."""
        return "sales" if self.margin == 1 else "gross margin"


def _cost(field: str, value: float) -> float:
    """A cost in units of the currency."""
    found = number(field, value)
    if found < 0:
        raise InputError("negative", field, value)
    if found > LARGEST_SALE:
        raise InputError("cost-out-of-range", field, value, largest=LARGEST_SALE)
    return found
