"""What the clock does for this room."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from noren.connect.sweeping import sweep_files


@app.periodic(cron="50 18 * * *")  # type: ignore[untyped-decorator]
@app.task(name="connect.sweep", queueing_lock="connect.sweep")  # type: ignore[untyped-decorator]
def sweep(timestamp: int) -> int:
    """Delete the files of old dry runs each night (03:50 in Japan)."""
    return sweep_files(at=datetime.fromtimestamp(timestamp, UTC))
