"""What a customer is worth, in the owner's currency and number format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from diagnostics.errors import InputError
from diagnostics.funnel.checks import number, share

LARGEST_SALE: Final = 1e12
SMALLEST_SHOWN: Final = 0.005
"""Half a cent; what is less is nothing."""


@dataclass(frozen=True, slots=True)
class Money:
    r"""The average sale and what of it is left after the cost of what was sold.

    Parameters
    ----------
    sale : float
        Average sale, in units of the currency, above 0.
    margin : float
        Gross margin, a fraction of the sale in 0..1.
    currency : str
        ISO 4217 code.
    locale : str
        Whose number format is used, as Babel names it: ``"en"``, ``"de"``, ``"fr"``, ``"de_CH"``.

    Raises
    ------
    InputError
        Where the sale is not above 0, the margin no share, the currency or the locale unknown.

    >>> Money(sale=2400, margin=0.35, currency="EUR", locale="de").words(9.5)
    '7.980\xa0€'
    """

    sale: float
    margin: float = 1.0
    currency: str = "EUR"
    locale: str = "en"

    def __post_init__(self) -> None:
        sale = number("sale", self.sale)
        if not 0 < sale <= LARGEST_SALE:
            raise InputError("sale-out-of-range", "sale", self.sale, largest=LARGEST_SALE)
        object.__setattr__(self, "sale", sale)
        object.__setattr__(self, "margin", share("margin", self.margin))
        from babel import Locale, UnknownLocaleError
        from babel.numbers import is_currency

        if not is_currency(self.currency):
            raise InputError("unknown-currency", "currency", self.currency)
        try:
            Locale.parse(self.locale)
        except (UnknownLocaleError, ValueError, TypeError):
            raise InputError("unknown-locale", "locale", self.locale) from None

    @property
    def each(self) -> float:
        """Gross margin of one customer, in units of the currency."""
        return self.sale * self.margin

    def words(self, customers: float) -> str:
        """The margin of this many customers as text, to three figures; without decimals from 100 on."""
        from babel import Locale
        from babel.numbers import format_currency

        amount = float(f"{customers * self.each:.3g}")
        if abs(amount) < SMALLEST_SHOWN:
            amount = 0.0  # with no sign
        pattern = Locale.parse(self.locale).currency_formats["standard"].pattern
        if abs(amount) >= 100 or amount == 0:
            pattern = pattern.replace(".00", "")
        text = str(format_currency(amount, self.currency, pattern, locale=self.locale, currency_digits=False))
        return text.replace("-", "−")

    @property
    def kind(self) -> str:
        """What the amounts are."""
        return "sales" if self.margin == 1 else "gross margin"
