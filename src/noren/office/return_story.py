"""A return told to somebody who was not there: what happened in one sentence, and what is to be done about it."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from noren.kernel.moments import say_long_moment
from noren.office.event_words import TOLD, Told, tell
from noren.office.words import money
from noren.orders.returns import ReturnView, get_return
from noren.payments.models import Provider
from noren.stock.queries import level_ids
from noren.stores.names import names_of_stores
from noren.timeline.queries import events_of_subject

_ASIDE = {"damaged", "checking"}


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something to be done, with the page to do it on."""

    words: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class RefundWords:
    """Who gave money back, in words."""

    words: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class RateWords:
    """What falls under one rate."""

    rate: str
    gross_minor: int
    tax_minor: int


@dataclass(frozen=True, slots=True)
class ReturnStory:
    """What the page of a return says beside its lines."""

    said: str
    next_steps: tuple[NextStep, ...]
    refunds: tuple[RefundWords, ...]
    taxes: tuple[RateWords, ...]
    told: tuple[Told, ...]


def story_of_return(uid: UUID) -> ReturnStory:
    """The story of a return.

    Raises:
        ReturnNotFound: no return has the uid.
    """
    view = get_return(uid)
    events = [
        event
        for event in events_of_subject(view.order_uid or view.uid)
        if event.name in TOLD and event.occurred_at == view.returned_at
    ]
    stores = names_of_stores({event.store_id for event in events if event.store_id})
    return ReturnStory(
        said=_said(view),
        next_steps=tuple(_next_steps(view)),
        refunds=tuple(RefundWords(str(Provider(each.provider).label), each.amount_minor) for each in view.refunds),
        taxes=tuple(
            RateWords(f"{tax['rate_bp'] / 100:g}%", tax["gross_minor"], tax["tax_minor"]) for tax in view.taxes
        ),
        told=tuple(tell(event, stores=stores) for event in events),
    )


def _said(view: ReturnView) -> str:
    pieces = sum(line.quantity for line in view.lines)
    here = {
        "pieces": pieces,
        "store": view.store.name,
        "amount": money(view.total_minor),
        "number": view.order_number,
        "sold_in": view.sold_in,
        "sold_at": say_long_moment(view.sold_at, view.store.time_zone) if view.sold_at else "",
    }
    if view.order_uid is None:
        said = ngettext(
            "%(pieces)d piece came back to %(store)s without a sale that could be found. Today's price was given back: "
            "%(amount)s.",
            "%(pieces)d pieces came back to %(store)s without a sale that could be found. Today's price was given "
            "back: %(amount)s.",
            pieces,
        )
        return said % here
    said = ngettext(
        "%(pieces)d piece of sale %(number)s (%(sold_in)s, %(sold_at)s) came back to %(store)s. Given back: "
        "%(amount)s.",
        "%(pieces)d pieces of sale %(number)s (%(sold_in)s, %(sold_at)s) came back to %(store)s. Given back: "
        "%(amount)s.",
        pieces,
    )
    return " ".join([said % here, *_points_and_coupons(view)])


def _points_and_coupons(view: ReturnView) -> list[str]:
    said = []
    if view.is_full:
        said.append(_("Nothing of the sale is left with the customer."))
    if view.points_taken:
        said.append(_("%(points)d points were taken back.") % {"points": view.points_taken})
    if view.points_owed:
        words = _("%(points)d points were spent before: the customer owes them, and what is earned next pays them off.")
        said.append(words % {"points": view.points_owed})
    for code, name, is_returned in view.coupons:
        words = (
            _("The coupon “%(name)s” (%(code)s) can be used again.")
            if is_returned
            else _("The coupon “%(name)s” (%(code)s) stays used.")
        )
        said.append(words % {"name": name, "code": code})
    return said


def _next_steps(view: ReturnView) -> list[NextStep]:
    """Pieces that were set aside wait for somebody to look at them."""
    aside = [line for line in view.lines if line.condition in _ASIDE]
    levels = level_ids(view.store.id, {line.sku for line in aside}) if aside else {}
    steps = []
    for line in aside:
        words = _(
            "%(name)s × %(pieces)d: set aside (%(condition)s). Look at it, then put it back for sale or throw it away."
        )
        said = words % {"name": line.name, "pieces": line.quantity, "condition": line.condition_words}
        url = reverse("admin:level", args=[levels[line.sku]]) if line.sku in levels else ""
        steps.append(NextStep(said, url, _("To its stock")))
    return steps
