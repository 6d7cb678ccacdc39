"""What the clock does for this room."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from noren.people.sweeping import sweep_people


@app.periodic(cron="20 18 * * *")  # type: ignore[untyped-decorator]
@app.task(name="people.sweep", queueing_lock="people.sweep")  # type: ignore[untyped-decorator]
def sweep(timestamp: int) -> int:
    """Delete what has run out each night (03:20 in Japan)."""
    return sweep_people(at=datetime.fromtimestamp(timestamp, UTC))
