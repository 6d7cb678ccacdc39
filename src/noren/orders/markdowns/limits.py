"""Who gives how much alone: the limits that head office sets, for those who need a second person beyond them."""

from collections.abc import Collection

from noren.orders.markdowns.rules import UNLIMITED, MarkdownLimits, Weight
from noren.people.limits import limits
from noren.people.models import LimitKind
from noren.people.roles import Deed

NOTHING = MarkdownLimits(0, 0)


def limits_of(alone: Collection[Deed]) -> MarkdownLimits:
    """Up to where somebody with these deeds gives markdowns without a second person."""
    if Deed.MARK_DOWN_LARGE in alone:
        return UNLIMITED
    return usual_limits() if Deed.MARK_DOWN in alone else NOTHING


def usual_limits() -> MarkdownLimits:
    """Beyond them a markdown is a large one."""
    told = limits()
    return MarkdownLimits(told[LimitKind.MARKDOWN], told[LimitKind.MARKDOWN_PERCENT])


def deeds_of(weight: Weight) -> tuple[Deed, ...]:
    """What it comes to: giving markdowns, and giving large ones."""
    if usual_limits().is_passed(weight):
        return (Deed.MARK_DOWN, Deed.MARK_DOWN_LARGE)
    return (Deed.MARK_DOWN,)
