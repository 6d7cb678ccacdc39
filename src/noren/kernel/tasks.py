"""What the clock does for this room."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from noren.kernel.sweeping import sweep_kernel


@app.periodic(cron="10 18 * * *")  # type: ignore[untyped-decorator]
@app.task(name="kernel.sweep", queueing_lock="kernel.sweep")  # type: ignore[untyped-decorator]
def sweep(timestamp: int) -> int:
    """Forget old answers and sessions each night (03:10 in Japan)."""
    return sweep_kernel(at=datetime.fromtimestamp(timestamp, UTC))
