"""What the till asks: every operation is bound to the staff member and the register of its token."""

from ninja import Router

from noren.api.routes.till import (
    approvals,
    changes,
    delivering,
    devices,
    envelopes,
    feed,
    finding,
    held,
    members,
    pickups,
    receipts,
    returns,
    sales,
    session,
    shifts,
    together,
)

ROUTERS: tuple[Router, ...] = (
    session.router,
    devices.router,
    approvals.router,
    changes.router,
    finding.router,
    feed.router,
    sales.router,
    held.router,
    delivering.router,
    envelopes.router,
    pickups.router,
    together.router,
    returns.router,
    members.router,
    receipts.router,
    shifts.router,
)
