"""Signing in at the office, with the e-mail of an account; tries are counted before the password is looked at."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from noren.people.errors import TooManyTries
from noren.people.roles import find_staff_of_account
from noren.people.staff_log import SIGN_IN, Doer, doer_in_office, log_done, log_refused
from noren.people.tries import count_try, forget_tries, take_back_try

if TYPE_CHECKING:
    from django.contrib.admin.forms import AdminAuthenticationForm as BaseForm
else:
    from unfold.forms import AuthenticationForm as BaseForm

WITHIN = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 10
TRIES_PER_ADDRESS = 100

_ACCOUNT = "office account"
_ADDRESS = "office address"


class SignInForm(BaseForm):
    """E-mail and password. Someone who tries too often waits, whether or not the account exists."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("E-mail")
        self.fields["username"].widget.attrs |= {"autocomplete": "username", "inputmode": "email"}

    def clean(self) -> dict[str, Any]:
        """Count the try, then check the password."""
        account = str(self.cleaned_data.get("username", "")).strip().lower()
        address = str(self.request.META.get("REMOTE_ADDR", "")) if self.request else ""
        at = timezone.now()
        try:
            count_try(purpose=_ADDRESS, subject=address, limit=TRIES_PER_ADDRESS, within=WITHIN, at=at)
            count_try(purpose=_ACCOUNT, subject=account, limit=TRIES_PER_ACCOUNT, within=WITHIN, at=at)
        except TooManyTries as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from None
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            log_refused(Doer(None, account, "office"), SIGN_IN, refusal="sign_in_failed", at=at)
            raise
        forget_tries(purpose=_ACCOUNT, subject=account, at=at)
        take_back_try(purpose=_ADDRESS, subject=address)
        user = self.get_user()
        log_done(doer_in_office(find_staff_of_account(user.pk), user.pk, place=""), [SIGN_IN], at=at)
        return cleaned
