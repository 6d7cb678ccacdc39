"""Words for columns whose models have none: what Django makes of a column's name, and what the office says instead."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COLUMNS: Mapping[str, Promise] = {
    "account": _("account"),
    "batch": _("import"),
    "cause kind": _("cause"),
    "cause uid": _("cause id"),
    "changed at": _("changed at"),
    "channel": _("channel"),
    "customer": _("customer"),
    "customer limit": _("uses per customer"),
    "ended at": _("ended at"),
    "expires at": _("expires at"),
    "finished at": _("finished at"),
    "held at": _("held at"),
    "held until": _("held until"),
    "is use returned": _("the use was given back"),
    "kind": _("kind"),
    "language": _("language"),
    "level": _("stock level"),
    "lot": _("lot"),
    "made at": _("made at"),
    "name": _("name"),
    "occurred at": _("happened at"),
    "order": _("order"),
    "order uid": _("order id"),
    "ordered at": _("ordered at"),
    "payment": _("payment"),
    "position": _("position"),
    "product": _("product"),
    "quantity": _("quantity"),
    "reason": _("reason"),
    "received at": _("recorded at"),
    "redeemed count": _("used"),
    "register": _("register"),
    "register id": _("register id"),
    "shard": _("part"),
    "source": _("source"),
    "staff": _("staff"),
    "staff id": _("staff id"),
    "started at": _("started at"),
    "store": _("store"),
    "subject uid": _("id of what it is about"),
    "uid": _("id"),
    "value": _("value"),
    "variant": _("variant"),
    "verified at": _("proved at"),
    "width": _("width"),
    "height": _("height"),
}


def column_words(label: object) -> object:
    """What a column is called; a model's own words stay as they are."""
    return COLUMNS.get(str(label).lower(), label)
