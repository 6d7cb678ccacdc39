"""The sandbox sends its notices, as a provider's server would: to the same door that notices of others come in by."""

from datetime import datetime

from django.db import transaction

from noren.payments.notices import receive_notice
from noren.payments.sandbox.client import notice_of
from noren.payments.sandbox.models import SandboxNotice

CODE = "test"


def send_notices(*, at: datetime, limit: int = 20) -> int:
    """Send what is due, in the order it was written, and answer how many; safe to run anywhere."""
    with transaction.atomic():
        due = SandboxNotice.objects.select_for_update(skip_locked=True, of=("self",)).select_related("charge")
        notices = list(due.filter(sent_at=None, due_at__lte=at).order_by("pk")[:limit])
        for notice in notices:
            headers, body = notice_of(notice.charge, event_id=notice.event_id, kind=notice.kind, at=at)
            receive_notice(CODE, headers, body, at=at)
            SandboxNotice.objects.filter(pk=notice.pk).update(sent_at=at)
    return len(notices)
