"""Reads of registers: which there are to sign in at, and the one that a sign-in names."""

from dataclasses import dataclass
from uuid import UUID

from noren.kernel.text import storable
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


def _read(**named: str) -> list[RegisterAt]:
    registers = Register.objects.filter(is_active=True, store__is_active=True, **named).order_by("store__code", "code")
    columns = registers.values_list("id", "uid", "code", "name", "store_id", "store__code", "store__name")
    return [RegisterAt(*row) for row in columns]
