"""A receipt in the office: as it was printed, who had it again, and every way to hand it out once more."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from noren.kernel.errors import NorenError, NotFound
from noren.kernel.ids import uuid7
from noren.office.answers import page
from noren.office.permissions import Visitor, check_visitor_may
from noren.office.staff_log import logged
from noren.orders.formal_receipt import LONGEST, formal_receipts_of, get_formal_receipt, issue_formal_receipt
from noren.orders.links import receipt_path
from noren.orders.models import MOST_FORMAL_RECEIPTS
from noren.orders.print_receipt import print_receipt, prints_of
from noren.orders.queries import get_order
from noren.orders.receipt_document import ReceiptDocument
from noren.orders.receipts import get_receipt_by_uid
from noren.orders.slips.files import ReceiptFile, escpos_file, pdf_file
from noren.orders.slips.pdf import Paper
from noren.orders.slips.slip import Medium, slip_of
from noren.outreach.mail_receipt import mail_receipt, mails_of_receipt
from noren.people.roles import Deed

_PAPERS_MM = {"58": 58, "80": 80}


class MailForm(forms.Form):
    """Where the receipt is mailed."""

    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("The receipt opens for whoever reads that mail."),
    )


class MadeOutForm(forms.Form):
    """To whom the receipt is made out. The uid makes a second press of the button harmless."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    recipient = forms.CharField(
        label=_("Made out to"), max_length=LONGEST, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    purpose = forms.CharField(
        label=_("For what"), max_length=LONGEST, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


def receipt(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The receipt and what can be done with it."""
    document, visitor = _own(request, uid)
    return _page(request, document, visitor)


@require_POST
def receipt_mail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Mail it."""
    document, visitor = _own(request, uid)
    form = MailForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic(), logged(request):
                queued = mail_receipt(
                    document,
                    to=form.cleaned_data["email"],
                    staff_uid=_staff_uid(visitor),
                    channel="office",
                    at=timezone.now(),
                )
        except NorenError as refusal:
            form.add_error("email", str(refusal))
        else:
            words = _("The receipt is on its way to %(to)s.") if queued.is_new else _("It was mailed to %(to)s before.")
            messages.success(request, words % {"to": queued.to})
            return _back(uid)
    return _page(request, document, visitor, mail_form=form, status=422)


@require_POST
def receipt_formal(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make it out to a name."""
    document, visitor = _own(request, uid)
    form = MadeOutForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic(), logged(request):
                issue_formal_receipt(
                    document.uid,
                    uid=form.cleaned_data["uid"],
                    recipient=form.cleaned_data["recipient"],
                    purpose=form.cleaned_data["purpose"],
                    channel="office",
                    staff_uid=_staff_uid(visitor),
                    at=timezone.now(),
                )
        except NorenError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, str(_("The receipt is made out. Its PDF stands in the list.")))
            return _back(uid)
    return _page(request, document, visitor, formal_form=form, status=422)


@require_POST
def receipt_print(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Count a print and answer it as bytes for a thermal printer."""
    document, visitor = _own(request, uid)
    paper_mm = _PAPERS_MM.get(request.POST.get("paper", ""))
    if paper_mm is None:
        raise Http404
    with transaction.atomic(), logged(request):
        printed = print_receipt(document.number, staff_uid=_staff_uid(visitor), channel="office", at=timezone.now())
    return _file(escpos_file(printed, paper_mm=paper_mm))


def receipt_pdf(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The electronic receipt as a PDF; it is no print."""
    document, _visitor = _own(request, uid)
    return _file(pdf_file(document, paper=_paper(request)))


def receipt_formal_pdf(request: HttpRequest, uid: UUID, formal: UUID) -> HttpResponse:
    """One that was made out to a name, as a PDF."""
    document, _visitor = _own(request, uid)
    try:
        made_out = get_formal_receipt(document.uid, formal)
    except NotFound as missing:
        raise Http404(str(missing)) from None
    return _file(pdf_file(made_out, paper=_paper(request)))


def _page(
    request: HttpRequest,
    document: ReceiptDocument,
    visitor: Visitor,
    *,
    mail_form: MailForm | None = None,
    formal_form: MadeOutForm | None = None,
    status: int = 200,
) -> HttpResponse:
    order = get_order(document.order_uid) if document.order_uid else None
    context = {
        "document": document,
        "slip": slip_of(document, medium=Medium.SCREEN),
        "page_path": receipt_path(document.token),
        "prints": prints_of(document.uid),
        "formals": formal_receipts_of(document.uid),
        "mails": mails_of_receipt(document.uid),
        "can_be_made_out": document.can_be_made_out and document.formal_count < MOST_FORMAL_RECEIPTS,
        "mail_form": mail_form or MailForm(initial={"email": order.contact_email if order else ""}),
        "formal_form": formal_form or MadeOutForm(initial={"uid": uuid7(), "purpose": _("For goods")}),
    }
    title = _("Receipt %(number)s") % {"number": document.number}
    return page(request, "office/receipt.html", context, title=title, status=status)


def _own(request: HttpRequest, uid: UUID) -> tuple[ReceiptDocument, Visitor]:
    """The receipt, for whoever may hand receipts out in its store."""
    visitor = check_visitor_may(request, Deed.REPRINT)
    try:
        document = get_receipt_by_uid(uid)
    except NotFound as missing:
        raise Http404(str(missing)) from None
    stores = visitor.store_ids(Deed.REPRINT)
    if stores is not None and document.store_id not in stores:
        raise PermissionDenied
    return document, visitor


def _staff_uid(visitor: Visitor) -> UUID | None:
    return visitor.staff.uid if visitor.staff else None


def _paper(request: HttpRequest) -> Paper:
    return Paper.ROLL if request.GET.get("paper") == Paper.ROLL else Paper.A4


def _back(uid: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:receipt", args=[uid]))


def _file(file: ReceiptFile) -> HttpResponse:
    return HttpResponse(file.content, content_type=file.media_type, headers={"Content-Disposition": file.disposition})
