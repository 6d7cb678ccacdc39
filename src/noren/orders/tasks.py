"""What the clock does for this room."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from noren.orders.prominence import refresh_prominence
from noren.orders.regulars.keep import refresh_regulars
from noren.orders.sweeping import sweep_baskets, sweep_held_lists, sweep_presence


@app.periodic(cron="40 18 * * *")  # type: ignore[untyped-decorator]
@app.task(name="orders.prominence", queueing_lock="orders.prominence")  # type: ignore[untyped-decorator]
def put_best_sellers_in_front(timestamp: int) -> int:
    """Order the shop's lists anew each night (03:40 in Japan)."""
    return refresh_prominence(at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="30 18 * * *")  # type: ignore[untyped-decorator]
@app.task(name="orders.sweep", queueing_lock="orders.sweep")  # type: ignore[untyped-decorator]
def sweep(timestamp: int) -> int:
    """Delete baskets, held lists and presence nobody will come back to each night (03:30 in Japan)."""
    at = datetime.fromtimestamp(timestamp, UTC)
    return sweep_baskets(at=at) + sweep_held_lists(at=at) + sweep_presence(at=at)


@app.periodic(cron="50 18 * * *")  # type: ignore[untyped-decorator]
@app.task(name="orders.regulars", queueing_lock="orders.regulars")  # type: ignore[untyped-decorator]
def refresh_who_is_known(timestamp: int) -> int:
    """Work out each night whom the tills of each store know without a network (03:50 in Japan)."""
    return refresh_regulars(at=datetime.fromtimestamp(timestamp, UTC))
