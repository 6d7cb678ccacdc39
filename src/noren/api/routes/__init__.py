"""The operations, one router per subject. An operation reads its input, calls one verb or query, and presents it."""

from ninja import Router

from noren.api.routes import (
    baskets,
    coupons,
    customers,
    directory,
    imports,
    orders,
    payments,
    products,
    returns,
    stock,
    stores,
    till,
    transfers,
)

ROUTERS: tuple[tuple[str, Router], ...] = (
    ("", products.router),
    ("", stores.router),
    ("", stock.router),
    ("", baskets.router),
    ("", orders.router),
    ("", payments.router),
    ("", returns.router),
    ("", coupons.router),
    ("", customers.router),
    ("", transfers.router),
    ("", imports.router),
    *(("/till", router) for router in till.ROUTERS),
    ("", directory.router),
)
