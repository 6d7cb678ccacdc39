"""Ways to pay: which of them a shopper is offered, and until when an order waits for its money."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from noren.payments.errors import ProviderNotOffered
from noren.payments.models import Provider
from noren.payments.provider import is_online


@dataclass(frozen=True, slots=True)
class Way:
    """A way to pay. `is_before` says that the order waits until it is paid."""

    code: str
    words: str
    is_before: bool


def ways_to_pay() -> tuple[Way, ...]:
    """What is switched on in the settings, in their order."""
    names = dict(Provider.choices)
    return tuple(Way(code, str(names.get(code, code)), code != Provider.AT_STORE) for code in settings.PAY_BY)


def check_offered(code: str) -> None:
    """Refuse a way to pay that is not switched on.

    Raises:
        ProviderNotOffered: it is not, or nobody is there who would take the money.
    """
    if code not in settings.PAY_BY:
        raise ProviderNotOffered(field="pay_by", provider=code)
    if code not in {Provider.AT_STORE, Provider.BANK_TRANSFER} and not is_online(code):
        raise ProviderNotOffered(field="pay_by", provider=code)


def check_paid_before(code: str) -> None:
    """Refuse a way to pay that is not switched on, or that takes the money when the goods are handed over.

    Raises:
        ProviderNotOffered.
    """
    if code == Provider.AT_STORE:
        raise ProviderNotOffered(field="pay_by", provider=code)
    check_offered(code)


def pay_until_of(code: str, *, at: datetime) -> datetime | None:
    """Until when (exclusive) an order waits for its money; None when it is paid at the store."""
    if code == Provider.AT_STORE:
        return None
    if code == Provider.BANK_TRANSFER:
        return at + timedelta(days=settings.BANK_TRANSFER_DAYS)
    return at + timedelta(minutes=settings.PAY_MINUTES)
