"""A transfer's page: where it stands, what to do next, and what happened; its packing list; ready and cancel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from noren.kernel.barcodes import barcode_svg
from noren.office.answers import page
from noren.office.deeds import is_done
from noren.office.event_words import TOLD, Told, tell
from noren.office.transfer_access import access_to, by_visitor
from noren.people.names import names_of_staff
from noren.people.roles import Deed
from noren.stock.transfers.cancel import cancel_transfer
from noren.stock.transfers.models import Difference, TransferStatus, Whereabouts
from noren.stock.transfers.queries import LineView, TransferView
from noren.stock.transfers.queries import Step as Done
from noren.stock.transfers.ready import make_ready
from noren.stores.names import names_of_stores
from noren.timeline.queries import events_of_subject

_STEPS = (
    ("drafted", _("Drafted")),
    ("ready", _("Ready to be packed")),
    ("sent", _("Sent")),
    ("received", _("Received")),
)
_DIFFERENCES: Mapping[str, object] = {
    Difference.LOST: gettext_lazy("lost on the way"),
    Difference.BACK: gettext_lazy("at the source after all"),
    Difference.SURPLUS: gettext_lazy("more than written"),
}


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step of the way: done, by whom; or still to come."""

    words: str
    at: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line as its page shows it. `is_short`: less is available at the source than a draft wants."""

    line: LineView
    is_short: bool
    differs: str


def transfer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Everything about a transfer."""
    access = access_to(request, uid)
    found = access.transfer
    lines = [_line(line, found) for line in found.lines]
    context = {
        "transfer": found,
        "access": access,
        "steps": _steps(found),
        "lines": lines,
        "short_count": sum(line.is_short for line in lines),
        "has_differences": any(line.differs for line in lines),
        "told": _told(uid),
        "today": timezone.localdate(),
    }
    return page(request, "office/transfer.html", context, title=_title(found))


@require_POST
def ready(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hold the goods at the source."""
    access = access_to(request, uid, Deed.SEND_TRANSFER)
    done = gettext("The goods are held at %(store)s and can be packed.") % {"store": access.transfer.from_store.name}
    is_done(request, lambda: make_ready(uid, by=by_visitor(access.visitor)), done=done)
    return to_transfer(uid)


class CancelTransferForm(forms.Form):
    """Why a transfer is given up."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class CancelSentForm(CancelTransferForm):
    """Where the goods are, for a transfer that had been sent. Nothing is chosen beforehand."""

    goods_are = forms.ChoiceField(
        label=_("Where are the goods?"), choices=Whereabouts.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)
    field_order = ("goods_are", "reason")


def cancel_one(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give a transfer up: a page that says what that means and asks what must be known, and the deed."""
    access = access_to(request, uid, Deed.CANCEL_TRANSFER)
    found = access.transfer
    if not access.can_cancel:
        return to_transfer(uid)
    kind = CancelSentForm if found.sent else CancelTransferForm
    form = kind(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data

        def deed() -> None:
            cancel_transfer(
                uid, goods_are=typed.get("goods_are", ""), reason=typed["reason"], by=by_visitor(access.visitor)
            )

        if is_done(request, deed, done=_("The transfer is cancelled.")):
            return to_transfer(uid)
    title = gettext("Cancel transfer %(number)s") % {"number": found.spoken_number}
    return page(request, "office/transfer_cancel.html", {"transfer": found, "form": form}, title=title)


def packing_list(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A list to print: what goes into the box, each with a barcode, and the transfer's own."""
    access = access_to(request, uid)
    found = access.transfer
    is_sent = found.sent is not None
    lines = [
        (line, line.sent if is_sent else line.wanted, barcode_svg(line.gtin or line.sku), line.gtin or line.sku)
        for line in found.lines
        if (line.sent if is_sent else line.wanted)
    ]
    context = {
        "transfer": found,
        "lines": lines,
        "pieces": sum(pieces for _line, pieces, _svg, _code in lines),
        "barcode": barcode_svg(found.number, height=56),
    }
    title = gettext("Packing list %(number)s") % {"number": found.spoken_number}
    return page(request, "office/packing_list.html", context, title=title)


def to_transfer(uid: UUID) -> HttpResponseRedirect:
    """Back to the transfer's page."""
    return HttpResponseRedirect(reverse("admin:transfer", args=[uid]))


def _title(found: TransferView) -> str:
    return gettext("Transfer %(number)s") % {"number": found.spoken_number}


def _line(line: LineView, found: TransferView) -> LineShown:
    parts = [
        f"{words} {pieces}"
        for words, pieces in (
            (_DIFFERENCES[Difference.LOST], line.lost),
            (_DIFFERENCES[Difference.BACK], line.returned),
            (_DIFFERENCES[Difference.SURPLUS], line.surplus),
        )
        if pieces
    ]
    is_short = found.status == TransferStatus.DRAFT and (line.available or 0) < line.wanted
    return LineShown(line, is_short, " ・ ".join(parts))


def _steps(found: TransferView) -> list[StepShown]:
    done: dict[str, Done | None] = {
        "drafted": found.drafted,
        "ready": found.ready,
        "sent": found.sent,
        "received": found.received,
    }
    ended = [("canceled", gettext("Cancelled"))] if found.canceled else []
    done["canceled"] = found.canceled
    names = names_of_staff({each.staff_id for each in done.values() if each and each.staff_id})
    shown = []
    for key, words in (*_STEPS, *ended):
        step = done[key]
        if step is None and ended:
            continue
        by = names.get(step.staff_id or 0, "") if step else ""
        shown.append(StepShown(str(words), step.at if step else None, by))
    return shown


def _told(uid: UUID) -> list[Told]:
    events = [event for event in events_of_subject(uid) if event.name in TOLD]
    stores = names_of_stores({event.store_id for event in events if event.store_id})
    return [tell(event, stores=stores) for event in events]
