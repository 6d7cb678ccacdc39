"""People for tests, with realistic defaults."""

from datetime import UTC, datetime

from noren.kernel.ids import uuid7
from noren.people.join import NewMember, join_member
from noren.people.models import Account, Role, StaffMember, StaffRole
from noren.people.queries import CustomerView
from noren.stores.models import Register, Store

JULY = datetime(2026, 7, 4, 1, 0, tzinfo=UTC)
PASSWORD = "nagoya-castle-1612"


def make_store(code: str = "S001", name: str = "渋谷店") -> Store:
    """A store in business."""
    return Store.objects.create(code=code, name=name)


def make_register(store: Store, code: str = "01") -> Register:
    """A register of a store."""
    return Register.objects.create(store=store, code=code, name=f"レジ{code}")


def make_staff(code: str = "1001", *, role: Role = Role.CLERK, store: Store | None = None) -> StaffMember:
    """A staff member with one role, in one store or in all, who signs in with PASSWORD."""
    account = Account.objects.create_user(f"staff{code}@example.jp", PASSWORD)
    member = StaffMember.objects.create(account=account, code=code, name="山口")
    StaffRole.objects.create(staff=member, role=role, store=store)
    return member


def make_member(
    *,
    email: str = "hanako@example.jp",
    phone: str = "090-1234-5678",
    family_name: str = "山田",
    given_name: str = "花子",
) -> CustomerView:
    """A member who joined at a till."""
    new = NewMember(uid=uuid7(), family_name=family_name, given_name=given_name, email=email, phone=phone)
    return join_member(new, channel="till", at=JULY)
