"""Electronic receipts: a page for whoever has the unguessable link, its PDF, and the form that makes it out to a name.

Nobody signs in here. So that the link stays with whom it was given to, no search engine keeps it, no other page is told
where its visitor came from, and no cache stores it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from noren.kernel.errors import NorenError
from noren.kernel.ids import uuid7
from noren.kernel.money import format_money
from noren.orders.formal_receipt import formal_receipts_of, get_formal_receipt, issue_formal_receipt
from noren.orders.links import receipt_path
from noren.orders.models import MOST_FORMAL_RECEIPTS
from noren.orders.receipt_document import ReceiptDocument
from noren.orders.receipts import get_receipt_by_token
from noren.orders.slips.files import pdf_file
from noren.orders.slips.pdf import Paper
from noren.orders.slips.slip import Medium, slip_of
from noren.shop.forms import FormalReceiptForm, add_refusal
from noren.shop.refusals import status_of

P = ParamSpec("P")


def _by_token(
    view: Callable[Concatenate[HttpRequest, ReceiptDocument, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Find the receipt, and keep its link among those who have it."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        answer = view(request, get_receipt_by_token(token), *args, **kwargs)
        answer.headers.setdefault("Referrer-Policy", "no-referrer")
        answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return answer

    return guarded


@require_safe
@_by_token
def show(request: HttpRequest, document: ReceiptDocument) -> HttpResponse:
    """The receipt."""
    return receipt_page(request, document)


def receipt_page(request: HttpRequest, document: ReceiptDocument, *, back: str = "") -> HttpResponse:
    """The page of a receipt, or of one that was made out to a name.

    Args:
        back: path of the order's page, for who came from there.
    """
    own = receipt_path(document.token)
    formal = document.formal
    context = {
        "slip": slip_of(document, medium=Medium.SCREEN),
        "path": f"{own}formal/{formal.uid}/" if formal else own,
        "receipt_path": own,
        "formal_receipts": formal_receipts_of(document.uid),
        "shown_uid": formal.uid if formal else None,
        "can_be_made_out": document.can_be_made_out and document.formal_count < MOST_FORMAL_RECEIPTS,
        "back": back or (own if formal else ""),
        "back_words": _("Back to the order") if back else _("Back to the receipt"),
    }
    return render(request, "shop/receipt.html", context)


@require_safe
@_by_token
def pdf(request: HttpRequest, document: ReceiptDocument) -> HttpResponse:
    """The receipt as a file."""
    return _file(request, document)


@require_http_methods(["GET", "HEAD", "POST"])
@_by_token
def make_out(request: HttpRequest, document: ReceiptDocument) -> HttpResponse:
    """Ask for the name, then issue the formal receipt."""
    form = FormalReceiptForm(
        request.POST or None, initial={"uid": uuid7(), "purpose": pgettext("default purpose", "Goods")}
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with transaction.atomic():
                    issued = issue_formal_receipt(
                        document.uid,
                        uid=form.cleaned_data["uid"],
                        recipient=form.cleaned_data["recipient"],
                        purpose=form.cleaned_data["purpose"],
                        channel="web",
                        at=timezone.now(),
                    )
            except NorenError as refusal:
                add_refusal(form, refusal)
                status = status_of(refusal)
            else:
                assert issued.formal is not None
                return redirect(f"{receipt_path(document.token)}formal/{issued.formal.uid}/")
    context = {
        "form": form,
        "number": document.number,
        "store": document.store_name,
        "total": format_money(document.total_minor, document.currency),
        "formal_count": document.formal_count,
        "receipt_path": receipt_path(document.token),
    }
    answer = render(request, "shop/receipt_formal.html", context, status=status)
    # Without any referrer a browser says of its own form that it comes from nowhere, and the form is refused.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


@require_safe
@_by_token
def formal(request: HttpRequest, document: ReceiptDocument, uid: UUID) -> HttpResponse:
    """The receipt as it was made out to a name."""
    return receipt_page(request, get_formal_receipt(document.uid, uid))


@require_safe
@_by_token
def formal_pdf(request: HttpRequest, document: ReceiptDocument, uid: UUID) -> HttpResponse:
    """The same as a file."""
    return _file(request, get_formal_receipt(document.uid, uid))


def _file(request: HttpRequest, document: ReceiptDocument) -> HttpResponse:
    paper = Paper.ROLL if request.GET.get("paper") == Paper.ROLL else Paper.A4
    file = pdf_file(document, paper=paper)
    return HttpResponse(file.content, content_type=file.media_type, headers={"Content-Disposition": file.disposition})
