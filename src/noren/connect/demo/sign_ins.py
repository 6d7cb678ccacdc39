"""What the demo can be signed in with."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from noren.connect.demo.cast import MEMBER_PASSWORD, PASSWORD
from noren.connect.demo.people import CODES, EMAILS, REGISTERS, demo_member, home_store, member_to_claim
from noren.people.models import Customer, Role
from noren.stores.models import Store


@dataclass(frozen=True, slots=True)
class SignIn:
    """One way in: where (a key, as a command line has it), as whom, with what."""

    place: str
    user: str
    password: str
    note: str = ""

    @property
    def place_words(self) -> str:
        """Where, as a page has it."""
        return {"shop": _("Shop"), "claim": _("Claim a card"), "till": _("Till"), "office": _("Office")}[self.place]

    def __str__(self) -> str:
        note = f"   {self.note}" if self.note else ""
        return f"{self.place:<8} {self.user:<28} {self.password}{note}"


def sign_ins() -> list[SignIn]:
    """The demo's member, till and office accounts, and a card number to claim an account with."""
    return sign_ins_of(home_store(), demo_member(), member_to_claim())


def sign_ins_of(home: Store, member: Customer, claimant: Customer) -> list[SignIn]:
    """The ways in with these people, in words of the active language."""
    return [
        SignIn("shop", member.email, MEMBER_PASSWORD, f"{member.full_name}・{member.member_number}"),
        SignIn(
            "claim",
            claimant.email,
            _("Code from the mail"),
            f"{_('Member number')} {claimant.member_number}・{_('Outbox')} /outbox/",
        ),
        SignIn("till", CODES[Role.CLERK], PASSWORD, f"{home.name}・{REGISTERS[0][1]}"),
        SignIn("till", CODES[Role.MANAGER], PASSWORD, f"{home.name}・{Role.MANAGER.label}"),
        SignIn("office", EMAILS[Role.HEAD_OFFICE], PASSWORD, f"{Role.HEAD_OFFICE.label}・{_('All stores')}"),
        SignIn("office", EMAILS[Role.MANAGER], PASSWORD, f"{home.name}・{Role.MANAGER.label}"),
        SignIn("office", EMAILS[Role.MARKETER], PASSWORD, str(Role.MARKETER.label)),
    ]
