"""Signatures of notices, as Standard Webhooks 1.0.0 has them: `v1,<base64>` over `id.timestamp.body`, HMAC-SHA256.

Several signatures may stand in the header, parted by spaces, so that a key can be changed without losing a notice.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime

from noren.payments.errors import NoticeRefused

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
OLDEST_S = 300


def sign(event_id: str, body: bytes, *, secret: bytes, at: datetime) -> dict[str, str]:
    """The three headers of a notice."""
    timestamp = str(int(at.timestamp()))
    return {ID: event_id, TIMESTAMP: timestamp, SIGNATURE: "v1," + _digest(event_id, timestamp, body, secret)}


def check_signature(headers: Mapping[str, str], body: bytes, *, secrets: Sequence[bytes], at: datetime) -> str:
    """The event's id, if one of our secrets signed it within the last five minutes.

    Raises:
        NoticeRefused: a header is missing, the signature is wrong, or it is too old (or of the future).
    """
    given = {name.lower(): value for name, value in headers.items()}
    event_id, timestamp, signatures = (given.get(name, "") for name in (ID, TIMESTAMP, SIGNATURE))
    if not (event_id and timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12):
        raise NoticeRefused
    if abs(int(timestamp) - at.timestamp()) > OLDEST_S:
        raise NoticeRefused
    right = ["v1," + _digest(event_id, timestamp, body, secret) for secret in secrets]
    found = [hmac.compare_digest(one.encode(), each.encode()) for one in signatures.split() for each in right]
    if not any(found):
        raise NoticeRefused
    return event_id


def _digest(event_id: str, timestamp: str, body: bytes, secret: bytes) -> str:
    signed = b".".join((event_id.encode(), timestamp.encode(), body))
    return base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
