"""Mails about an account: the code with which a store member claims one, and the welcome."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.utils.translation import gettext as _

from noren.kernel.moments import say_moment
from noren.outreach.letters import Code, Facts, Letter, Link, Paragraph

CLAIM_CODE = "claim_code"
SIGN_UP_CODE = "sign_up_code"
PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a mail
# What they say must not be read by staff, nor kept once it was sent.
SECRET_TEMPLATES = frozenset({CLAIM_CODE, SIGN_UP_CODE, PASSWORD_RESET})


@dataclass(frozen=True, slots=True)
class ClaimCode:
    """The code that proves that a store member reads this address."""

    template: ClassVar[str] = CLAIM_CODE
    code: str
    valid_until: datetime

    def letter(self) -> Letter:
        """The code, how long it lasts, and what to do if nobody asked for it."""
        until = say_moment(self.valid_until, settings.TIME_ZONE)
        return Letter(
            subject=_("%(shop)s: your confirmation code") % {"shop": settings.SHOP_NAME},
            preview=_("Type it on the page that asked for it."),
            title=_("Your confirmation code"),
            greeting="",
            parts=(
                Paragraph(_("Type this code on the page that asked for it. It opens your online account.")),
                Code(label=_("Code"), code=self.code),
                Paragraph(_("The code can be used once, until %(until)s.") % {"until": until}),
                Paragraph(_("If you did not ask for it, do nothing: without the code nothing changes.")),
            ),
            footer=_("You get this mail because somebody asked to open an account for this address."),
        )


@dataclass(frozen=True, slots=True)
class Welcome:
    """A new member."""

    template: ClassVar[str] = "welcome"
    name: str
    member_number: str

    def letter(self) -> Letter:
        """The member number, and that it works in stores and online alike."""
        return Letter(
            subject=_("Welcome to %(shop)s") % {"shop": settings.SHOP_NAME},
            preview=_("One membership, online and in all stores."),
            title=_("Welcome"),
            greeting=dear(self.name),
            parts=(
                Paragraph(
                    _(
                        "You are now a member. Show your card at the till: purchases and points from our stores and "
                        "from the online shop come together in one place."
                    )
                ),
                Facts(((_("Member number"), self.member_number),)),
                Link(_("Open my card"), f"{settings.BASE_URL}/member/"),
            ),
            footer=_("You get this mail because you became a member."),
        )


def dear(name: str) -> str:
    """How the mail addresses its reader; nothing when the name is not known."""
    return _("Dear %(name)s,") % {"name": name} if name else ""
