"""A store member gets an online account: the card's number, then the code mailed to the address on record."""

from http import HTTPStatus
from uuid import UUID

from allauth.account.utils import perform_login
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from noren.kernel.errors import NorenError, TooOften
from noren.outreach.account_mails import ClaimCode
from noren.outreach.queue import queue_message
from noren.people.claim import ask_claim, confirm_claim, count_claim
from noren.shop.forms import ClaimCodeForm, ClaimForm, add_refusal
from noren.shop.refusals import status_of

_EMAIL = "claim_email"


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The card's number and the address. What follows is the same page whether they belong together or not."""
    form, status = ClaimForm(request.POST or None), HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            claim_uid = _ask(request, **form.cleaned_data)
            request.session[_EMAIL] = form.cleaned_data["email"]
            return redirect("shop:claim_code", claim_uid)
        except TooOften as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
    elif form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "shop/claim.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, claim_uid: UUID) -> HttpResponse:
    """The code, and a password; then the member is signed in."""
    form, status = ClaimCodeForm(request.POST or None), HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            account = confirm_claim(claim_uid=claim_uid, at=timezone.now(), **form.cleaned_data)
        except NorenError as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
        else:
            answer: HttpResponse = perform_login(request, account, email=account.email)
            return answer
    elif form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "shop/claim_code.html", {"form": form, "email": request.session.get(_EMAIL)}, status=status)


def _ask(request: HttpRequest, *, member_number: str, email: str) -> UUID:
    at = timezone.now()
    count_claim(member_number=member_number, address=request.META["REMOTE_ADDR"], at=at)
    with transaction.atomic():
        asked = ask_claim(member_number=member_number, email=email, at=at)
        if mail := asked.mail:
            queue_message(
                key=f"claim/{asked.uid}",
                mail=ClaimCode(code=mail.code, valid_until=asked.valid_until),
                to=mail.to,
                language=mail.language or settings.LANGUAGE_CODE,
                at=at,
                customer_id=mail.customer_id,
            )
    return asked.uid
