"""Money in the office: transfers that came in are noted, and what staff give back."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import NotFound
from noren.kernel.ids import uuid7
from noren.office.answers import page
from noren.office.deeds import is_done
from noren.office.permissions import check_visitor_may
from noren.orders.money_work import awaited_transfers, open_refunds
from noren.orders.queries import get_order
from noren.orders.refunding import give_back_by_hand
from noren.orders.transfer import note_transfer
from noren.payments.refunds import get_refund
from noren.payments.tenders.rules import MOST_TENDERED_MINOR
from noren.people.roles import Deed


class TransferForm(forms.Form):
    """What came in on the bank account. The hidden uid makes a second press harmless."""

    amount = forms.IntegerField(
        label=_("Amount that came in"), min_value=1, max_value=MOST_TENDERED_MINOR, help_text=_("As the bank shows it.")
    )
    words = forms.CharField(
        label=_("In the name of"), max_length=120, required=False, help_text=_("As the bank shows it.")
    )
    uid = forms.UUIDField(widget=forms.HiddenInput)


def money(request: HttpRequest) -> HttpResponse:
    """What is to be done about money: transfers that are waited for, and refunds."""
    check_visitor_may(request, Deed.NOTE_MONEY)
    typed = request.GET.get("q", "")
    refunds = open_refunds()
    context = {
        "typed": typed,
        "transfers": awaited_transfers(typed),
        "by_hand": [each for each in refunds if each.refund.status == "by_hand"],
        "on_the_way": [each for each in refunds if each.refund.status == "on_the_way"],
    }
    return page(request, "office/money.html", context, title=_("Money to look after"))


def bank_transfer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Note what came in for an order."""
    visitor = check_visitor_may(request, Deed.NOTE_MONEY)
    try:
        order = get_order(uid)
    except NotFound as missing:
        raise Http404(str(missing)) from None
    form = TransferForm(request.POST or None, initial={"uid": uuid7(), "amount": order.due_minor or None})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        staff_uid = visitor.staff.uid if visitor.staff else None

        def deed() -> None:
            note_transfer(
                uid,
                uid=said["uid"],
                amount_minor=said["amount"],
                words=said["words"],
                staff_uid=staff_uid,
                at=timezone.now(),
            )

        if is_done(request, deed, done=_("The money is noted.")):
            return HttpResponseRedirect(reverse("admin:orders_order_change", args=[uid]))
    context = {"order": order, "form": form}
    title = _("Note a transfer for order %(number)s") % {"number": order.number}
    return page(request, "office/bank_transfer.html", context, title=title)


def give_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say that an amount was given back by hand: a page that asks, and the deed."""
    visitor = check_visitor_may(request, Deed.NOTE_MONEY)
    try:
        refund = get_refund(uid)
        order = get_order(refund.order_uid)
    except NotFound as missing:
        raise Http404(str(missing)) from None
    if request.method == "POST":
        staff_uid = visitor.staff.uid if visitor.staff else None

        def deed() -> None:
            give_back_by_hand(uid, staff_uid=staff_uid, at=timezone.now())

        if is_done(request, deed, done=_("Noted: the money was given back.")):
            return HttpResponseRedirect(reverse("admin:money"))
    return page(request, "office/give_back.html", {"refund": refund, "order": order}, title=_("Give money back"))
