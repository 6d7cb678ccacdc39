"""Where and by whom a late sale was made: also at a register, and by somebody, that were switched off since."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from noren.orders.errors import RegisterNotFound, StaffNotFound
from noren.orders.late.errors import MakerNotOfStore
from noren.orders.parties import Desk
from noren.people.models import Role
from noren.people.roles import DEEDS, Deed, deeds_of_roles

# The lock makes late sales of one register queue: what it sold in all is summed under it.
_REGISTER = """
SELECT id, uid, code, is_active FROM stores_register WHERE uid = %s AND store_id = %s FOR NO KEY UPDATE
"""
_STAFF = """
SELECT s.id, s.name, a.is_active,
       ARRAY(SELECT r.role FROM people_staffrole r
             WHERE r.staff_id = s.id AND (r.store_id IS NULL OR r.store_id = %(store)s)),
       EXISTS (SELECT 1 FROM people_apitoken t JOIN stores_register g ON g.id = t.register_id
               WHERE t.staff_id = s.id AND g.store_id = %(store)s)
FROM people_staffmember s JOIN people_account a ON a.id = s.account_id
WHERE s.uid = %(staff)s
"""


@dataclass(frozen=True, slots=True)
class LateDesk:
    """The desk, and whether it could still sell: the register is in use, and who sold may sell in its store.

    `alone`: what who sold may do there without a second person.
    """

    desk: Desk
    is_register_on: bool
    is_staff_on: bool
    alone: frozenset[Deed]


def find_late_desk(register_uid: UUID | None, staff_uid: UUID | None, store_id: int) -> LateDesk:
    """Lock the register of this store, and find who sold at it.

    Somebody who works elsewhere now must once have signed in at a register of the store.

    Raises:
        RegisterNotFound, StaffNotFound, MakerNotOfStore.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REGISTER, [register_uid, store_id])
        register = cursor.fetchone()
        if register is None:
            raise RegisterNotFound(field="register_uid")
        cursor.execute(_STAFF, {"staff": staff_uid, "store": store_id})
        staff = cursor.fetchone()
    if staff is None:
        raise StaffNotFound(field="staff_uid")
    register_id, uid, code, is_register_on = register
    staff_id, name, may_sign_in, roles, was_here = staff
    if not roles and not was_here:
        raise MakerNotOfStore(field="staff_uid")
    may_sell = may_sign_in and any(Deed.SELL in DEEDS[Role(role)] for role in roles)
    alone = deeds_of_roles([Role(role) for role in roles])
    return LateDesk(Desk(register_id, uid, code, staff_id, name, store_id), is_register_on, may_sell, alone)
