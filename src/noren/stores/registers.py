"""Registers: which there are to sign in at, the one that a sign-in names, and that of the online shop."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from noren.kernel.text import storable
from noren.stores.devices.models import Device
from noren.stores.models import Register


@dataclass(frozen=True, slots=True)
class RegisterAt:
    """A register in use, and the store in business it stands in."""

    id: int
    uid: UUID
    code: str
    name: str
    store_id: int
    store_code: str
    store_name: str


def all_registers() -> list[RegisterAt]:
    """All registers in use, in order of the codes of their stores and of their own; one statement."""
    return _read()


def find_register(store_code: str, code: str) -> RegisterAt | None:
    """The register in use with this code in this store in business."""
    found = _read(store__code=storable(store_code).strip(), code=storable(code).strip())
    return found[0] if found else None


def find_register_by_id(register_id: int) -> RegisterAt | None:
    """The register in use with this key."""
    found = _read(id=register_id)
    return found[0] if found else None


def registers_without_device(store_ids: Collection[int] | None) -> list[RegisterAt]:
    """Registers in use at which no device stands, of these stores; of all with None."""
    enrolled = Device.objects.filter(replaced_at=None).values_list("register_id", flat=True)
    in_stores = {} if store_ids is None else {"store_id__in": store_ids}
    taken = set(enrolled)
    return [register for register in _read(**in_stores) if register.id not in taken]


def _read(**named: object) -> list[RegisterAt]:
    registers = Register.objects.filter(is_active=True, store__is_active=True, **named).order_by("store__code", "code")
    columns = registers.values_list("id", "uid", "code", "name", "store_id", "store__code", "store__name")
    return [RegisterAt(*row) for row in columns]


ONLINE = "ONLINE"


def online_register(store_id: int) -> Register:
    """The register that a store's sales from the online shop stand at; no till can sign in there. Made when needed."""
    made = {"name": "オンラインショップ", "is_active": False}
    register, _is_new = Register.objects.get_or_create(store_id=store_id, code=ONLINE, defaults=made)
    return register
