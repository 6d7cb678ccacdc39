"""Words for a shopper: what a benefit takes off."""

from django.utils.translation import gettext as _

from noren.kernel.money import format_money
from noren.pricing.rules import PercentOff, Rule


def say_rule(rule: Rule, *, currency: str = "JPY") -> str:
    """What a rule takes off, in one line of the active language: `20% off from ¥1,000, on certain goods`."""
    if isinstance(rule.benefit, PercentOff):
        off = _("%(percent)s%% off") % {"percent": f"{rule.benefit.percent_bp / 100:g}"}
    else:
        off = _("%(amount)s off") % {"amount": format_money(rule.benefit.amount_minor, currency)}
    if rule.minimum_minor:
        off = _("%(off)s from %(minimum)s") % {"off": off, "minimum": format_money(rule.minimum_minor, currency)}
    if rule.goods is not None:
        off = _("%(off)s, on certain goods") % {"off": off}
    return off
