"""Links to an order: a member's opens for the account it belongs to, a guest's carries a key that cannot be guessed.

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
