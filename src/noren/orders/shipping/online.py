"""The desk of the online shop: where sales stand that no till makes."""

from noren.orders.parties import OnlineDesk
from noren.stores.registers import online_register


def online_desk(store_id: int) -> OnlineDesk:
    """The online shop's register of a store, with nobody at it."""
    register = online_register(store_id)
    return OnlineDesk(register.pk, register.code)
