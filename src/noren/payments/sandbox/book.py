"""The sandbox provider's own side: its book, and what goes wrong there. Every deed is committed by itself."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from noren.kernel.ids import spoken_code
from noren.payments.sandbox.models import ChargeStatus, Fault, SandboxCharge, SandboxFault, SandboxNotice, SandboxRefund


def fail_next(call: str, fault: str, *, times: int = 1) -> None:
    """Have the next calls go wrong: `authorize`, `capture`, `cancel`, `refund`, `look_up` or `notice`."""
    SandboxFault.objects.create(call=call, fault=fault, times_left=times)


def take_fault(call: str) -> str:
    """What goes wrong with this call, or nothing."""
    with transaction.atomic(durable=True):
        faults = SandboxFault.objects.select_for_update(skip_locked=True).filter(call=call, times_left__gt=0)
        fault = faults.order_by("pk").first()
        if fault is None:
            return ""
        SandboxFault.objects.filter(pk=fault.pk).update(times_left=F("times_left") - 1)
    return fault.fault


def open_charge(
    key: UUID, *, amount_minor: int, words: str, return_url: str, at: datetime, is_declined: bool = False
) -> SandboxCharge:
    """A buyer is to be asked; the same key answers the same charge."""
    with transaction.atomic(durable=True):
        charge, is_new = SandboxCharge.objects.get_or_create(
            key=key,
            defaults={
                "ref": f"SB-{spoken_code(10)}",
                "status": ChargeStatus.DECLINED if is_declined else ChargeStatus.OPEN,
                "amount_minor": amount_minor,
                "words": words[:120],
                "return_url": return_url,
                "reason": "insufficient_funds" if is_declined else "",
                "made_at": at,
            },
        )
        if not is_new and return_url and not charge.return_url:
            SandboxCharge.objects.filter(pk=charge.pk).update(return_url=return_url)
    return charge


def find_charge(key: UUID) -> SandboxCharge | None:
    """The charge of a key."""
    return SandboxCharge.objects.filter(key=key).first()


def decide(ref: str, *, is_agreed: bool, at: datetime) -> SandboxCharge:
    """The buyer agrees, or does not; what was decided stays so. Notices of it are written down to be sent."""
    with transaction.atomic(durable=True):
        charge = SandboxCharge.objects.select_for_update().get(ref=ref)
        if charge.status == ChargeStatus.OPEN:
            charge.status = ChargeStatus.AUTHORIZED if is_agreed else ChargeStatus.DECLINED
            charge.reason = "" if is_agreed else "buyer_refused"
            charge.save(update_fields=["status", "reason"])
            _announce(charge, charge.status, at=at)
    return charge


def capture(key: UUID, *, at: datetime, is_declined: bool = False) -> SandboxCharge | None:
    """Take what was agreed to, once."""
    with transaction.atomic(durable=True):
        charge = SandboxCharge.objects.select_for_update().filter(key=key).first()
        if charge is not None and charge.status == ChargeStatus.AUTHORIZED:
            charge.status = ChargeStatus.DECLINED if is_declined else ChargeStatus.CAPTURED
            charge.reason = "insufficient_funds" if is_declined else ""
            charge.save(update_fields=["status", "reason"])
            _announce(charge, charge.status, at=at)
    return charge


def cancel(key: UUID, *, at: datetime) -> SandboxCharge:
    """Take nothing, now and later; a key that was never heard of is closed for ever."""
    with transaction.atomic(durable=True):
        charge = SandboxCharge.objects.select_for_update().filter(key=key).first()
        if charge is None:
            return SandboxCharge.objects.create(
                key=key, ref=f"SB-{spoken_code(10)}", status=ChargeStatus.CANCELED, amount_minor=0, made_at=at
            )
        if charge.status in {ChargeStatus.OPEN, ChargeStatus.AUTHORIZED}:
            charge.status = ChargeStatus.CANCELED
            charge.save(update_fields=["status"])
            _announce(charge, charge.status, at=at)
    return charge


def refund(key: UUID, *, charge_key: UUID, amount_minor: int, at: datetime) -> bool:
    """Give back a part, once per key of the refund; False when more would go back than was taken."""
    with transaction.atomic(durable=True):
        charge = SandboxCharge.objects.select_for_update().filter(key=charge_key).first()
        if SandboxRefund.objects.filter(key=key).exists():
            return True
        if charge is None or charge.status != ChargeStatus.CAPTURED:
            return False
        if charge.refunded_minor + amount_minor > charge.amount_minor:
            return False
        SandboxRefund.objects.create(key=key, charge=charge, amount_minor=amount_minor, at=at)
        SandboxCharge.objects.filter(pk=charge.pk).update(refunded_minor=F("refunded_minor") + amount_minor)
    return True


def _announce(charge: SandboxCharge, kind: str, *, at: datetime) -> None:
    """Write the notices of what happened, as the faults that wait for them have them."""
    faults = SandboxFault.objects.select_for_update(skip_locked=True).filter(call="notice", times_left__gt=0)
    fault = faults.order_by("pk").first()
    if fault is not None:
        SandboxFault.objects.filter(pk=fault.pk).update(times_left=F("times_left") - 1)
    wrong = fault.fault if fault else ""
    if wrong == Fault.SILENT:
        return
    due_at = at + timedelta(seconds=30) if wrong == Fault.SLOW else at
    event_id = f"evt_{charge.ref}_{kind}"
    SandboxNotice.objects.create(charge=charge, event_id=event_id, kind=kind, due_at=due_at)
    if wrong == Fault.TWICE:
        SandboxNotice.objects.create(charge=charge, event_id=event_id, kind=kind, due_at=due_at)
    if wrong == Fault.STALE:
        stale = f"evt_{charge.ref}_open"
        SandboxNotice.objects.create(charge=charge, event_id=stale, kind=ChargeStatus.OPEN, due_at=due_at)
