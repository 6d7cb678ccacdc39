"""What the demo can be signed in with."""

from dataclasses import dataclass

from noren.connect.demo.cast import MEMBER_PASSWORD, PASSWORD
from noren.connect.demo.people import CODES, EMAILS, demo_member, home_store, member_to_claim
from noren.people.models import Role


@dataclass(frozen=True, slots=True)
class SignIn:
    """One way in: where, as whom, with what."""

    place: str
    user: str
    password: str
    note: str = ""

    def __str__(self) -> str:
        note = f"   {self.note}" if self.note else ""
        return f"{self.place:<8} {self.user:<28} {self.password}{note}"


def sign_ins() -> list[SignIn]:
    """The demo's member, till and office accounts, and a card number to claim an account with."""
    home, member, claimant = home_store(), demo_member(), member_to_claim()
    return [
        SignIn("shop", member.email, MEMBER_PASSWORD, f"{member.full_name}, {member.member_number}"),
        SignIn("claim", claimant.email, "(mailed code)", f"card {claimant.member_number}; the mail is in the outbox"),
        SignIn("till", CODES[Role.CLERK], PASSWORD, f"{home.name}, register 01"),
        SignIn("till", CODES[Role.MANAGER], PASSWORD, f"{home.name}, store manager"),
        SignIn("office", EMAILS[Role.HEAD_OFFICE], PASSWORD, "head office: everything"),
        SignIn("office", EMAILS[Role.MANAGER], PASSWORD, f"manager of {home.name}"),
        SignIn("office", EMAILS[Role.MARKETER], PASSWORD, "marketer"),
    ]
