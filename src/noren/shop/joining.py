"""Joining online: names typed at the sign-up wait in the session until the address is proved, then make a member."""

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from noren.kernel.errors import NorenError
from noren.kernel.ids import uuid7
from noren.outreach.account_mails import Welcome
from noren.outreach.queue import queue_message
from noren.people.errors import EmailTaken
from noren.people.join import NewMember, join_member
from noren.people.link_account import link_account, verify_email
from noren.people.models import Account
from noren.people.queries import CustomerView
from noren.shop.forms import NamesForm
from noren.shop.visitor import forget_customer

_KEPT = "joining"


class JoinFields(NamesForm):
    """The fields of `NamesForm` in allauth's sign-up. Named by `ACCOUNT_SIGNUP_FORM_CLASS`."""

    field_order = ("family_name", "given_name", "email", "password1", "phone")

    def signup(self, request: HttpRequest, user: Account) -> None:
        """Keep the names; the address is not proved yet, and may be somebody else's."""
        request.session[_KEPT] = {name: self.cleaned_data[name] for name in ("family_name", "given_name", "phone")}


def join_with_kept_names(request: HttpRequest, account: Account, *, at: datetime) -> None:
    """Make a member of an account that has just proved its address; what is refused, the next page asks again."""
    names = request.session.pop(_KEPT, None)
    if names is None or account.customer_id is not None:
        return
    try:
        join(request, account, names, at=at)
    except EmailTaken:
        messages.info(
            request, _("There is a store card with your address. Enter its number, and it is yours here too.")
        )
    except NorenError as refusal:
        messages.error(request, str(refusal))


def join(request: HttpRequest, account: Account, names: dict[str, str], *, at: datetime) -> CustomerView:
    """Make a member of an account whose address is proved, with a welcome mail.

    Raises:
        EmailTaken, PhoneTaken, NameMissing, PhoneInvalid: as `join_member`.
    """
    language = get_language() or "ja"
    with transaction.atomic():
        new = NewMember(
            uid=uuid7(),
            family_name=names["family_name"],
            given_name=names["given_name"],
            phone=names["phone"],
            email=account.email,
            language=language,
        )
        member = join_member(new, channel="web", at=at)
        link_account(account_id=account.pk, customer_id=member.id)
        verify_email(account_id=account.pk, email=account.email, at=at)
        queue_message(
            key=f"welcome/{member.uid}",
            mail=Welcome(name=member.name, member_number=member.member_number or ""),
            to=account.email,
            language=language,
            at=at,
            customer_id=member.id,
        )
    account.customer_id = member.id
    forget_customer(request)
    return member
