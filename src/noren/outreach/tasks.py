"""What the clock does for this room."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from noren.outreach.low_stock import queue_low_stock
from noren.outreach.remind import queue_last_day


@app.periodic(cron="* * * * *")  # type: ignore[untyped-decorator]
@app.task(name="outreach.last_day", queueing_lock="outreach.last_day")  # type: ignore[untyped-decorator]
def remind_of_last_day(timestamp: int) -> int:
    """Queue the mails of the last day, each minute."""
    return queue_last_day(at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="*/10 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="outreach.low_stock", queueing_lock="outreach.low_stock")  # type: ignore[untyped-decorator]
def tell_of_low_stock(timestamp: int) -> int:
    """Queue the mails about low stock, looked for every ten minutes, one for each manager, store and day."""
    return queue_low_stock(at=datetime.fromtimestamp(timestamp, UTC))
