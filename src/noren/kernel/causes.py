"""Causes in words: why a row of a ledger was written, as people call it. The rows keep the codes."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CAUSES: Mapping[str, Promise] = {
    "order": _("an order"),
    "hand_over": _("a hand-over"),
    "short_pick": _("a short pick"),
    "order_change": _("a changed order"),
    "rejected_line": _("goods that a store could not give"),
    "sourced": _("goods that came from another store"),
    "found": _("goods found for an order"),
    "shipped": _("a parcel that was sent"),
    "routed": _("goods that another store sends home"),
    "canceled": _("a cancelled order"),
    "rejected": _("an order rejected by the store"),
    "expired": _("an order not picked up"),
    "unpaid": _("an order not paid"),
    "void": _("a voided sale"),
    "return": _("a return"),
    "hold": _("a hold"),
    "hold_expired": _("the end of a hold"),
    "import": _("an import"),
    "office": _("the office"),
    "transfer": _("a transfer"),
    "api": _("another program"),
    "goods_in": _("a delivery"),
    "stocktake": _("a stocktake"),
    "campaign": _("a campaign"),
    "expiry": _("the end of their time"),
}
