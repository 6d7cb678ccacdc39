"""The demo's staff, registers, and the member who can be signed in as."""

from datetime import datetime

from noren.connect.demo.cast import MEMBER_PASSWORD, PASSWORD, regulars, stores_in_play
from noren.payments.tenders.kinds import all_names
from noren.payments.tenders.save import TenderKindDefinition, save_tender_kind
from noren.people.employ import StaffDefinition, save_staff
from noren.people.link_account import link_account, verify_email
from noren.people.models import Account, Customer, Role, StaffMember
from noren.stores.models import Register, Store
from noren.stores.save import save_register

REGISTERS = (("01", "レジ1"), ("02", "レジ2"))
EMAILS = {
    Role.CLERK: "clerk@demo.example.jp",
    Role.MANAGER: "manager@demo.example.jp",
    Role.MARKETER: "marketer@demo.example.jp",
    Role.HEAD_OFFICE: "office@demo.example.jp",
}
CODES = {Role.CLERK: "1001", Role.MANAGER: "2001", Role.MARKETER: "3001", Role.HEAD_OFFICE: "9001"}
_NAMES = {Role.CLERK: "山口", Role.MANAGER: "小林", Role.MARKETER: "青木", Role.HEAD_OFFICE: "本田"}
CLERK_OF_ALL = ("1000", "応援スタッフ", "helper@demo.example.jp")


TENDER_KINDS = (
    TenderKindDefinition("card", "クレジットカード", "card", position=1, needs_reference=True),
    TenderKindDefinition("qr", "QR決済", "wallet", position=2),
    TenderKindDefinition(
        "gift", "商品券", "voucher", position=3, rest="kept", refund_by="cash", most_alone_minor=5_000,
        opens_drawer=True, faces_minor=(500, 1_000),
    ),
)  # fmt: skip


def add_tender_kinds(*, at: datetime) -> None:
    """Name what the demo's tills take beside cash. Safe to repeat: what somebody changed since stays."""
    known = all_names()
    for kind in TENDER_KINDS:
        if kind.code not in known:
            save_tender_kind(kind, at=at)


def add_registers_and_staff(*, at: datetime) -> None:
    """Give the stores in play their registers, and the first of them its people. Safe to repeat."""
    stores = stores_in_play()
    for store in stores:
        for code, name in REGISTERS:
            if not Register.objects.filter(store=store, code=code).exists():
                save_register(store.code, code=code, name=name, at=at)
    home = stores[0]
    for role in Role:
        if not StaffMember.objects.filter(code=CODES[role]).exists():
            where = home.pk if role in {Role.CLERK, Role.MANAGER} else None
            _employ(CODES[role], _NAMES[role], EMAILS[role], role, where, at=at)
    code, name, email = CLERK_OF_ALL
    if not StaffMember.objects.filter(code=code).exists():
        _employ(code, name, email, Role.CLERK, None, at=at)


def _employ(code: str, name: str, email: str, role: Role, store_id: int | None, *, at: datetime) -> None:
    definition = StaffDefinition(code=code, name=name, email=email, roles=[(role, store_id)], password=PASSWORD)
    save_staff(definition, at=at)


def add_member_account(*, at: datetime) -> Customer:
    """Let the most regular customer of the first store sign in at the shop. Safe to repeat."""
    customer = demo_member()
    account = Account.objects.filter(email__iexact=customer.email).first()
    if account is None:
        account = Account.objects.create_user(customer.email, MEMBER_PASSWORD)
    if account.customer_id is None:
        link_account(account_id=account.pk, customer_id=customer.pk)
        verify_email(account_id=account.pk, email=customer.email, at=at)
    return customer


def demo_member() -> Customer:
    """The member of the demo's sign-in."""
    return Customer.objects.get(pk=regulars(store_id=home_store().pk, limit=1)[0])


def member_to_claim() -> Customer:
    """A member of the stores who has no account yet, to try claiming one."""
    keys = regulars(store_id=home_store().pk, limit=20)
    return Customer.objects.filter(pk__in=keys, accounts=None).order_by("pk")[0]


def home_store() -> Store:
    """The store whose staff can be signed in as."""
    return stores_in_play()[0]
