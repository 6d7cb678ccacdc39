"""How allauth behaves in this shop: its mails go through the outbox, a first sign-in joins, a basket comes along."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from noren.kernel.ids import uuid7
from noren.outreach.letters import Mail
from noren.outreach.queue import queue_message
from noren.outreach.sign_in_mails import AlreadyMember, PasswordReset, SignUpCode, UnknownAddress
from noren.people.link_account import verify_email
from noren.people.models import Account
from noren.shop.joining import join_with_kept_names
from noren.shop.visitor import customer_of, take_basket_along


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Named by `ACCOUNT_ADAPTER`."""

    # allauth names its mails by these prefixes of templates.
    _CODES: ClassVar[frozenset[str]] = frozenset(
        {"account/email/email_confirmation", "account/email/email_confirmation_signup"}
    )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, str]) -> None:
        """Queue the mail; the worker sends it, and the demo shows it."""
        queue_message(
            key=f"account/{uuid7()}",
            mail=self._mail(template_prefix, context),
            to=email,
            language=get_language() or settings.LANGUAGE_CODE,
            at=timezone.now(),
        )

    def _mail(self, template_prefix: str, context: dict[str, str]) -> Mail:
        if template_prefix in self._CODES:
            return SignUpCode(code=context["code"])
        if template_prefix == "account/email/password_reset_key":
            return PasswordReset(url=context["password_reset_url"])
        if template_prefix == "account/email/account_already_exists":
            sign_in_url = settings.BASE_URL + reverse("account_login")
            return AlreadyMember(sign_in_url=sign_in_url, reset_url=context["password_reset_url"])
        if template_prefix == "account/email/unknown_account":
            return UnknownAddress(sign_up_url=context["signup_url"])
        raise LookupError(f"no mail is written for {template_prefix}")

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """The mailbox is proved: for signing in, and as an identity of the customer."""
        is_confirmed: bool = super().confirm_email(request, email_address)
        if is_confirmed:
            verify_email(account_id=email_address.user_id, email=email_address.email, at=timezone.now())
        return is_confirmed

    def post_login(self, request: HttpRequest, user: Account, **how: object) -> HttpResponse:
        """Whoever signed up becomes a member now that the address is proved; what a guest collected comes along."""
        at = timezone.now()
        join_with_kept_names(request, user, at=at)
        if customer := customer_of(request):
            take_basket_along(request, customer_id=customer.id, at=at)
        answer: HttpResponse = super().post_login(request, user, **how)
        return answer

    def add_message(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """Nothing: the page that follows shows who is signed in."""
