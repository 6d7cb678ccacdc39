"""The operations, one router per subject. An operation reads its input, calls one verb or query, and presents it."""

from ninja import Router

from noren.api.routes import directory, orders

ROUTERS: tuple[tuple[str, Router], ...] = (
    ("", orders.router),
    ("", directory.router),
)
