"""Links to an order: a member's opens for the account it belongs to, a guest's carries a key that cannot be guessed.

A receipt's link carries a token of its own, which is kept with the receipt: it is printed on paper that is shown years
later, so it must outlive a change of the secret that keys are made of.
A mail and a page must write the same link, so it is written here; the shop answers it.
"""

import base64
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_KEY_BYTES = 16


def order_path(order_uid: UUID, *, is_guest: bool) -> str:
    """The path of the order's page, with the key if the buyer has no account to sign in with."""
    return f"/orders/{order_uid}/{order_key(order_uid)}/" if is_guest else f"/orders/{order_uid}/"


def order_url(order_uid: UUID, *, is_guest: bool) -> str:
    """The same with scheme and host, for a mail or a QR code."""
    return settings.BASE_URL + order_path(order_uid, is_guest=is_guest)


def order_key(order_uid: UUID) -> str:
    """128 bits that only this deployment can make, as 22 symbols that are safe in a path."""
    digest = salted_hmac("noren.orders.links", order_uid.bytes, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:_KEY_BYTES]).decode().rstrip("=")


def is_order_key(order_uid: UUID, key: str) -> bool:
    """Whether the key is this order's; takes as long for a wrong one as for the right one."""
    return constant_time_compare(key, order_key(order_uid))


def receipt_path(token: str) -> str:
    """The path of a receipt's own page, which opens for whoever has the token."""
    return f"/r/{token}/"


def receipt_url(token: str) -> str:
    """The same with scheme and host, for a QR code or a mail."""
    return settings.BASE_URL + receipt_path(token)
