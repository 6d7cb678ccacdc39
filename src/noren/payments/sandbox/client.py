"""Our side of the wire to the sandbox: what a provider's library would be for a real one."""

import json
import time
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from noren.payments.provider import Charge, NoticeRead, ProviderAnswer, Said
from noren.payments.sandbox import book
from noren.payments.sandbox.models import ChargeStatus, Fault, SandboxCharge
from noren.payments.signatures import check_signature, sign

_SAID = {
    ChargeStatus.OPEN: Said.PENDING,
    ChargeStatus.AUTHORIZED: Said.AUTHORIZED,
    ChargeStatus.CAPTURED: Said.CAPTURED,
    ChargeStatus.DECLINED: Said.DECLINED,
    ChargeStatus.CANCELED: Said.CANCELED,
}
_NO_ANSWER = ProviderAnswer(Said.UNKNOWN, words="timeout")


def secret() -> bytes:
    """What the sandbox signs its notices with."""
    return salted_hmac("noren.payments.sandbox", "notices", algorithm="sha256").digest()


class SandboxProvider:
    """The sandbox as a provider."""

    def authorize(self, charge: Charge) -> ProviderAnswer:
        """Open a charge; the buyer agrees on the sandbox's page."""
        fault = _fault("authorize")
        if fault == Fault.DOWN:
            return _NO_ANSWER
        opened = book.open_charge(
            charge.key,
            amount_minor=charge.amount_minor,
            words=charge.words,
            return_url=charge.return_url,
            at=timezone.now(),
            is_declined=fault == Fault.DECLINED,
        )
        return _NO_ANSWER if fault == Fault.LOST else _answer(opened)

    def capture(self, charge: Charge) -> ProviderAnswer:
        """Take the money."""
        fault = _fault("capture")
        if fault == Fault.DOWN:
            return _NO_ANSWER
        taken = book.capture(charge.key, at=timezone.now(), is_declined=fault == Fault.DECLINED)
        return _NO_ANSWER if fault == Fault.LOST else _answer(taken)

    def cancel(self, charge: Charge) -> ProviderAnswer:
        """Take nothing."""
        fault = _fault("cancel")
        if fault == Fault.DOWN:
            return _NO_ANSWER
        canceled = book.cancel(charge.key, at=timezone.now())
        return _NO_ANSWER if fault == Fault.LOST else _answer(canceled)

    def refund(self, charge: Charge, *, key: UUID, amount_minor: int) -> ProviderAnswer:
        """Give back."""
        fault = _fault("refund")
        if fault == Fault.DOWN:
            return _NO_ANSWER
        if fault == Fault.DECLINED:
            return ProviderAnswer(Said.DECLINED, words="refund_not_possible")
        is_done = book.refund(key, charge_key=charge.key, amount_minor=amount_minor, at=timezone.now())
        if fault == Fault.LOST:
            return _NO_ANSWER
        return ProviderAnswer(Said.REFUNDED) if is_done else ProviderAnswer(Said.DECLINED, words="refund_not_possible")

    def look_up(self, charge: Charge) -> ProviderAnswer:
        """Where it stands."""
        if _fault("look_up") in {Fault.DOWN, Fault.LOST}:
            return _NO_ANSWER
        return _answer(book.find_charge(charge.key))

    def read_notice(self, headers: Mapping[str, str], body: bytes, *, at: datetime) -> NoticeRead:
        """A notice that the sandbox signed."""
        event_id = check_signature(headers, body, secrets=[secret()], at=at)
        said = json.loads(body)
        return NoticeRead(event_id=event_id, attempt_uid=_uid(said.get("key")), kind=str(said.get("kind", "")))


def notice_of(charge: SandboxCharge, *, event_id: str, kind: str, at: datetime) -> tuple[dict[str, str], bytes]:
    """The headers and the body of a notice as the sandbox sends it."""
    body = json.dumps({"event": event_id, "kind": kind, "key": str(charge.key), "charge": charge.ref}).encode()
    return sign(event_id, body, secret=secret(), at=at), body


def page_path(ref: str) -> str:
    """Where the buyer agrees."""
    return f"/pay/sandbox/{ref}/"


def _answer(charge: SandboxCharge | None) -> ProviderAnswer:
    if charge is None:
        return ProviderAnswer(Said.UNHEARD)
    return ProviderAnswer(
        _SAID[ChargeStatus(charge.status)],
        ref=charge.ref,
        words=charge.reason,
        pay_url=page_path(charge.ref) if charge.status == ChargeStatus.OPEN else "",
    )


def _fault(call: str) -> str:
    fault = book.take_fault(call)
    if fault == Fault.SLOW:
        time.sleep(settings.SANDBOX_SLOW_S)
    return fault


def _uid(typed: object) -> UUID | None:
    try:
        return UUID(str(typed))
    except ValueError:
        return None
