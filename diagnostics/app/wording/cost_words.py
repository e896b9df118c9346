"""What one more lead or rep costs, and what that leaves of its worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from diagnostics.app.wording.estimates import to
from diagnostics.language import mark, t

if TYPE_CHECKING:
    from diagnostics.diagnosis.levers import Lever
    from diagnostics.diagnosis.money import Money


def cost_of(money: Money | None, change: Lever) -> str:
    """What a change costs; empty where that was not given, or is nothing."""
    if money is None or not change.cost:
        return ""
    amount = money.amount(change.cost, given=True)
    return t("{amount} per month", amount=amount) if change.key == "rep" else amount


def less_cost(money: Money | None, change: Lever) -> str:
    """What is left of the worth after the cost, or what is lost; empty where no cost was given."""
    net, at = change.net, cost_of(money, change)
    if money is None or net is None or not at:
        return ""
    low, high = min(net.low, net.mean), max(net.high, net.mean)
    loss, whole = high < 0, money.margin == 1
    ends = [money.amount(abs(end) if loss else end) for end in ((high, low) if loss else (low, high))]
    facts = {
        "cost": at,
        "amount": money.amount(-net.mean if loss else net.mean),
        "range": "" if ends[0] == ends[1] else f" ({to(*ends)})",
    }
    if loss:
        return t(LOST_OF_SALES if whole else LOST, **facts)
    if net.mean < 0:
        return t(LOST_ON_AVERAGE_OF_SALES if whole else LOST_ON_AVERAGE, **facts)
    left = t(LEFT_OF_SALES if whole else LEFT, **facts)
    perhaps = t("It may cost more than it brings.")
    return f"{left} {perhaps}" if low < 0 else left


LOST: Final = mark("It costs more than it brings: less its cost of {cost}, {amount} is lost{range}.")
LOST_OF_SALES: Final = mark(
    "It costs more than it brings: less its cost of {cost}, {amount} is lost{range}, before the cost of what is sold."
)
LOST_ON_AVERAGE: Final = mark(
    "On average it costs more than it brings: less its cost of {cost}, {amount} is left{range}."
)
LOST_ON_AVERAGE_OF_SALES: Final = mark(
    "On average it costs more than it brings: less its cost of {cost}, {amount} is left{range}, before the cost of what is "
    "sold."
)
LEFT: Final = mark("Less its cost of {cost}, {amount} is left{range}.")
LEFT_OF_SALES: Final = mark("Less its cost of {cost}, {amount} is left{range}, before the cost of what is sold.")
