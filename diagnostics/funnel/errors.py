"""What is said when a number cannot be used: the field, the value and the remedy, always all three."""

from __future__ import annotations


class InputError(ValueError):
    """A number that cannot be used.

    Parameters
    ----------
    field : str
        The name of the entry, as the caller knows it (``"wins"``, ``"par.closing"``).
    value : object
        What was given.
    problem : str
        What is wrong with it, as the end of a sentence that starts with field and value.
    remedy : str
        What to type instead, one sentence.

    >>> str(InputError("months", 0, "is not a length of time", "Type how many months the counts cover."))
    'months: 0 is not a length of time. Type how many months the counts cover.'
    """

    def __init__(self, field: str, value: object, problem: str, remedy: str) -> None:
        self.field = field
        self.value = value
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{field}: {_shown(value)} {problem}. {remedy}")

    def __reduce__(self) -> tuple[type[InputError], tuple[str, object, str, str]]:
        return type(self), (self.field, self.value, self.problem, self.remedy)


def _shown(value: object) -> str:
    """A value as a person would write it, cut where it is long."""
    if value is None or isinstance(value, (str, bytes, bool)) or not hasattr(value, "__float__"):
        text = repr(value)
    else:
        try:
            number = float(value)
        except OverflowError:
            return "a number of hundreds of digits"
        text = f"{int(number):,}" if number.is_integer() and abs(number) < 1e15 else repr(number)
    return text if len(text) <= 60 else text[:57] + "..."
