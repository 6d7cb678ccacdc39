"""Mails about signing in: the code that proves an address, a new password, and who asked in vain."""

from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from noren.outreach.account_mails import PASSWORD_RESET, SIGN_UP_CODE
from noren.outreach.letters import Code, Letter, Link, Paragraph


@dataclass(frozen=True, slots=True)
class SignUpCode:
    """The code that proves that whoever signs up reads this address."""

    template: ClassVar[str] = SIGN_UP_CODE
    code: str

    def letter(self) -> Letter:
        """The code, and what to do if nobody asked for it."""
        return Letter(
            subject=_("%(shop)s: your confirmation code") % {"shop": settings.SHOP_NAME},
            preview=_("Type it on the page that asked for it."),
            title=_("Your confirmation code"),
            greeting="",
            parts=(
                Paragraph(_("Type this code on the page that asked for it. It shows that this address is yours.")),
                Code(label=_("Code"), code=self.code),
                Paragraph(_("The code can be used once, within 15 minutes.")),
                Paragraph(_("If you did not ask for it, do nothing: without the code nothing changes.")),
            ),
            footer=_("You get this mail because somebody asked to open an account for this address."),
        )


@dataclass(frozen=True, slots=True)
class PasswordReset:
    """The link under which a new password is chosen."""

    template: ClassVar[str] = PASSWORD_RESET
    url: str

    def letter(self) -> Letter:
        """The link, and what to do if nobody asked for it."""
        return Letter(
            subject=_("%(shop)s: choose a new password") % {"shop": settings.SHOP_NAME},
            preview=_("The link works once."),
            title=_("Choose a new password"),
            greeting="",
            parts=(
                Paragraph(_("Somebody asked for a new password for the account with this address. Was it you?")),
                Link(_("Choose a new password"), self.url),
                Paragraph(_("If it was not you, do nothing: your password stays as it is.")),
            ),
            footer=_("You get this mail because somebody asked for a new password for this address."),
        )


@dataclass(frozen=True, slots=True)
class AlreadyMember:
    """Somebody signed up with an address that has an account; the page did not tell them so."""

    template: ClassVar[str] = "already_member"
    sign_in_url: str
    reset_url: str

    def letter(self) -> Letter:
        """Where to sign in, and how to get a new password."""
        return Letter(
            subject=_("%(shop)s: you have an account already") % {"shop": settings.SHOP_NAME},
            preview=_("You can sign in with it."),
            title=_("You have an account already"),
            greeting="",
            parts=(
                Paragraph(_("Somebody wanted to open an account with this address, but there is one already.")),
                Link(pgettext("shopper", "Sign in"), self.sign_in_url),
                Paragraph(_("Forgotten the password? Choose a new one here: %(url)s") % {"url": self.reset_url}),
                Paragraph(_("If it was not you, do nothing: nothing has changed.")),
            ),
            footer=_("You get this mail because somebody asked to open an account for this address."),
        )


@dataclass(frozen=True, slots=True)
class UnknownAddress:
    """Somebody asked for a new password with an address that has no account; the page did not tell them so."""

    template: ClassVar[str] = "unknown_address"
    sign_up_url: str

    def letter(self) -> Letter:
        """That there is no account, and how to get one."""
        return Letter(
            subject=_("%(shop)s: no account with this address") % {"shop": settings.SHOP_NAME},
            preview=_("Perhaps you used another address."),
            title=_("There is no account with this address"),
            greeting="",
            parts=(
                Paragraph(_("Somebody asked for a new password, but no account has this address.")),
                Paragraph(_("If it was you: try the other addresses you use, or become a member now.")),
                Link(_("Become a member"), self.sign_up_url),
            ),
            footer=_("You get this mail because somebody asked for a new password for this address."),
        )
