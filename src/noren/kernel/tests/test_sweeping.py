"""What has done its work goes, what is still asked about stays."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from noren.kernel import sweeping
from noren.kernel.models import IdempotencyRecord

AT = datetime(2026, 7, 4, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _answer(key: str, age: timedelta) -> None:
    IdempotencyRecord.objects.create(scope="token/1", key=key, fingerprint="f", answer="{}", created_at=AT - age)


def test_answers_are_forgotten_after_thirty_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "_BATCH", 2)
    for number in range(5):
        _answer(f"old-{number}", timedelta(days=31))
    _answer("young", timedelta(days=29))

    assert sweeping.sweep_kernel(at=AT) == 5

    assert [each.key for each in IdempotencyRecord.objects.all()] == ["young"]


def test_sessions_that_ran_out_are_forgotten() -> None:
    for key, ends in (("over", AT - timedelta(seconds=1)), ("running", AT + timedelta(days=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)

    sweeping.sweep_kernel(at=AT)

    assert [each.session_key for each in Session.objects.all()] == ["running"]
