"""Acknowledging: the only code that ends a late batch, once somebody looked at it. The shift stays as it was closed."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from noren.kernel.money import format_money
from noren.orders.events import LateSalesAcknowledged
from noren.orders.parties import staff_id_of
from noren.orders.shifts.errors import LateBatchNotFound, LateSalesChanged
from noren.orders.shifts.locking import told_of
from noren.orders.shifts.models import LateBatch
from noren.orders.shifts.reading import report_of_batch
from noren.orders.shifts.rules import Report
from noren.timeline.record import record


def acknowledge_late_sales(
    batch_uid: UUID, *, seen: str, staff_uid: UUID | None, at: datetime, channel: str = "office"
) -> LateBatch:
    """Keep what a late batch holds as it was looked at; what comes later goes into the next one. Safe to repeat.

    Sales that are being booked into it are waited for.

    Args:
        seen: the digest of the report that was looked at.
        staff_uid: None for an account of the office that is not on the staff.

    Raises:
        LateBatchNotFound, StaffNotFound.
        LateSalesChanged: more came in since it was looked at.

    Records "Late Sales Acknowledged".
    """
    with transaction.atomic(savepoint=False):
        batch = _lock_batch(batch_uid)
        if batch.acknowledged_at is not None:
            return batch
        shift = batch.shift
        report = report_of_batch(shift.pk, batch.pk)
        if report.digest != seen:
            raise _changed(report)
        batch.acknowledged_at = at
        batch.acknowledged_by_id = staff_id_of(staff_uid) if staff_uid else None
        batch.report = report.as_data()
        batch.save(update_fields=["acknowledged_at", "acknowledged_by", "report"])
        event = LateSalesAcknowledged(
            shift_uid=shift.uid,
            store=shift.register.store.code,
            register=shift.register.code,
            number=shift.number,
            batch=batch.number,
            receipts=report.receipts,
            cash_minor=report.cash.change_minor,
        )
        record(event, told=told_of(shift, channel=channel, at=at))
    return batch


def _changed(report: Report) -> LateSalesChanged:
    currency = settings.CURRENCY
    return LateSalesChanged(
        receipts=report.receipts,
        total=format_money(report.total_minor, currency),
        cash=format_money(report.cash.change_minor, currency),
    )


def _lock_batch(uid: UUID) -> LateBatch:
    """Lock the batch, which late sales share until they are committed."""
    batches = LateBatch.objects.select_related("shift__register__store").select_for_update(no_key=True, of=("self",))
    batch = batches.filter(uid=uid).first()
    if batch is None:
        raise LateBatchNotFound(field="uid")
    return batch
