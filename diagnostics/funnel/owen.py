"""The bridge: a difference in one number split over the links that make it, exactly and in no favoured order.

The Owen value (G. Owen, "Values of games with a priori unions", 1977): the average contribution of a link over every
order in which the links can be changed from actual to reference such that the links of a union are changed one after the other.
It adds up to the whole difference. With one link a union it is the Shapley value, which for a product is
Das Gupta's symmetric decomposition (US Census Bureau, Current Population Reports P23-186, 1993).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, product
from math import comb
from typing import Any, Final

from diagnostics.errors import InputError
from diagnostics.funnel.checks import entries, several

MOST_COALITIONS: Final = 1 << 16
"""More evaluations than this are refused: the cost doubles with every union and every link of the widest union."""


def attribute(
    value: Callable[..., Any],
    actual: Mapping[str, Any],
    reference: Mapping[str, Any],
    unions: Iterable[Sequence[str]] | Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """Split ``value(**reference) − value(**actual)`` over the links.

    Parameters
    ----------
    value : callable
        Takes every link by name; returns a number or an array. Pure: it is called once per coalition.
    actual, reference : mapping of str to number or array
        The level of each link now and at the reference; the same names in both.
    unions : sequences of str
        A partition of the names. Links of a union are changed together; one name a union gives Shapley.

    Returns
    -------
    dict of str to number or array
        The part of the difference due to each link, in the unit of ``value``, in the order of ``actual``. The parts
        add up to the difference.

    Raises
    ------
    InputError
        Where the unions are not a partition of the names, or there are too many links to go through.

    Examples
    --------
    US Census P23-186, example 2.1:

    >>> parts = attribute(lambda size, rate: size * rate,
    ...                   {"size": 10930, "rate": 0.717892}, {"size": 16591, "rate": 0.825974},
    ...                   unions=[["size"], ["rate"]])
    >>> {name: round(part, 3) for name, part in parts.items()}
    {'size': 4369.913, 'rate': 1487.262}
    """
    given = unions.values() if isinstance(unions, Mapping) else several("unions", unions)
    groups = [g for g in (tuple(union) if isinstance(union, str) else several("unions", union) for union in given) if g]
    actual, reference = entries("actual", actual), entries("reference", reference)
    if not all(isinstance(name, str) for group in groups for name in group):
        raise InputError("unions-not-names", "unions", groups, names=", ".join(actual))
    names = list(actual)
    if set(reference) != set(names):
        raise InputError("reference-differs", "reference", sorted(reference), actual=", ".join(sorted(names)))
    if sorted(n for g in groups for n in g) != sorted(names):
        raise InputError("unions-not-a-partition", "unions", groups, names=", ".join(names))
    if 2 ** (len(groups) - 1) * sum(2 ** len(g) for g in groups) > MOST_COALITIONS:
        raise InputError("too-many-links", "unions", f"{len(names)} links")

    still = frozenset(n for n in names if _same(actual[n], reference[n]))  # changing these changes nothing
    known: dict[frozenset[str], Any] = {}

    def worth(changed: frozenset[str]) -> Any:
        if changed not in known:
            known[changed] = value(**{n: (reference if n in changed else actual)[n] for n in names})
        return known[changed]

    coalitions = _coalitions(tuple(groups), still)
    parts: dict[str, Any] = {}
    for link in names:
        parts[link] = 0.0
        if link not in still:
            for weight, before, after in coalitions[link]:
                parts[link] = parts[link] + weight * (worth(after) - worth(before))
    return parts


@lru_cache(maxsize=64)
def _coalitions(
    groups: tuple[tuple[str, ...], ...],
    still: frozenset[str],
) -> dict[str, tuple[tuple[float, frozenset[str], frozenset[str]], ...]]:
    """For each link the weight of each coalition that respects the unions, without the link and with it.

    Links that stand still are left out of both.
    """
    found = {}
    for at, group in enumerate(groups):
        others = groups[:at] + groups[at + 1 :]
        for link in group:
            fellows = [n for n in group if n != link]
            found[link] = tuple(
                (
                    1 / (len(groups) * comb(len(others), len(whole)) * len(group) * comb(len(fellows), len(some))),
                    before := frozenset(n for g in whole for n in g).union(some) - still,
                    before | {link},
                )
                for whole, some in product(_subsets(others), _subsets(fellows))
            )
    return found


def _same(one: Any, other: Any) -> bool:
    """Certainly the same level; arrays are compared by identity, which is enough and costs nothing."""
    return one is other or (isinstance(one, (int, float)) and isinstance(other, (int, float)) and one == other)


def _subsets(items: Sequence[Any]) -> list[tuple[Any, ...]]:
    return [some for size in range(len(items) + 1) for some in combinations(items, size)]
