"""Providers: what somebody who takes money for us can be asked, and what is answered. Answers are values.

To add one: a class with the methods of `OnlineProvider` in a package of yours, named by its code in
`NOREN_PAYMENT_PROVIDERS` (docs/operator.md). A method is called outside of every transaction and never raises for what
goes wrong between us: a time-out, a broken line or words nobody understands are the answer `UNKNOWN`, after which the
same call with the same key is sent again, or `look_up` asks what became of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from noren.payments.errors import ProviderNotOffered


class Said(StrEnum):
    """What a provider says of a charge."""

    PENDING = "pending"  # it waits for the buyer
    AUTHORIZED = "authorized"  # the buyer agreed and the money is reserved, not taken
    CAPTURED = "captured"
    DECLINED = "declined"
    CANCELED = "canceled"
    REFUNDED = "refunded"  # to a refund alone
    UNHEARD = "unheard"  # it has never heard of the key
    UNKNOWN = "unknown"  # no answer, or none that can be understood


@dataclass(frozen=True, slots=True)
class Charge:
    """What is asked for.

    Attributes:
        key: ours, the same in every call about this charge; the provider does each call once per key.
        ref: the provider's own number, once it has told us; else empty.
        words: what the buyer reads it is for.
        return_url: where the buyer comes back to.
    """

    key: UUID
    ref: str
    amount_minor: int
    currency: str
    words: str
    return_url: str


@dataclass(frozen=True, slots=True)
class ProviderAnswer:
    """What was answered. `words` say why, for people; `pay_url` is where the buyer agrees."""

    said: Said
    ref: str = ""
    words: str = ""
    pay_url: str = ""


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """A notice whose signature is right. `attempt_uid` None: it is about nothing of ours."""

    event_id: str
    attempt_uid: UUID | None
    kind: str


class OnlineProvider(Protocol):
    """Somebody who takes money over the network."""

    def authorize(self, charge: Charge) -> ProviderAnswer:
        """Ask for the buyer's agreement. `PENDING` brings the page where it is given."""

    def capture(self, charge: Charge) -> ProviderAnswer:
        """Take what was agreed to: once, however often it is asked."""

    def cancel(self, charge: Charge) -> ProviderAnswer:
        """Take nothing, now and later, also when the key was never heard of. `CAPTURED` when it is too late."""

    def refund(self, charge: Charge, *, key: UUID, amount_minor: int) -> ProviderAnswer:
        """Give back a part or all of it: once per key of the refund. `DECLINED` when it cannot be given back."""

    def look_up(self, charge: Charge) -> ProviderAnswer:
        """Say where the charge stands."""

    def read_notice(self, headers: Mapping[str, str], body: bytes, *, at: datetime) -> NoticeRead:
        """Check a notice's signature and read whom it is about.

        Raises:
            NoticeRefused: it is not the provider's.
        """


def get_provider(code: str) -> OnlineProvider:
    """The provider of a code.

    Raises:
        ProviderNotOffered: there is none.
    """
    path = settings.PAYMENT_PROVIDERS.get(code)
    if path is None:
        raise ProviderNotOffered(field="pay_by", provider=code)
    return _made(path)


@cache
def _made(path: str) -> OnlineProvider:
    provider: OnlineProvider = import_string(path)()
    return provider


def is_online(code: str) -> bool:
    """Whether the money of this way to pay is taken by a provider over the network."""
    return code in settings.PAYMENT_PROVIDERS


def check_outside() -> None:
    """Refuse to leave the machine inside a transaction: what is then rolled back here stays done there.

    Raises:
        RuntimeError: a transaction is open; one that a test has around it does not count.
    """
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise RuntimeError("a provider is asked outside of transactions")
