"""What a till did without a network: it sends its envelopes, each booked or refused by itself, and reads its terms."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from noren.api.callers import ApiRequest, noted_as, staff_at_till
from noren.api.documenting import reads, writes
from noren.api.errors import ServerFault, Unavailable
from noren.api.problems import as_noren_error, describe_error, describe_input
from noren.api.routes.till.drawer_words import DrawerWord, book_word
from noren.api.routes.till.marking import wanted_markdowns
from noren.api.routes.till.sales import tenders_of
from noren.api.routes.till.training import check_not_training
from noren.api.schemas.drawer_envelopes import MoveCashWordIn, OpenShiftWordIn
from noren.api.schemas.envelopes import (
    MOST_ENVELOPES,
    BookedOut,
    EnvelopeIn,
    EnvelopesIn,
    OfflineCouponsOut,
    OfflineTermsOut,
    OutcomeList,
    OutcomeOut,
    TakenOffIn,
    Unreadable,
)
from noren.api.schemas.markdowns import OfflineMarkdownsOut
from noren.api.staff_log import log_refusal, logged
from noren.coupons.usable import fold_code
from noren.kernel.errors import Busy
from noren.kernel.idempotency import fingerprint_of
from noren.kernel.tax import RateTotal
from noren.orders.errors import OrderNotFound
from noren.orders.late.errors import MakerNotOfStore
from noren.orders.late.limits import FORBIDDEN, offline_limits
from noren.orders.late.made import MadeOffline
from noren.orders.late.moment import TOLERANCE
from noren.orders.markdowns.limits import usual_limits
from noren.orders.place import place_order
from noren.orders.shifts.alone import DoneAlone
from noren.orders.wanted import PlacedOrder, PlaceOrder, WantedLine
from noren.payments.tenders.kinds import offered_kinds
from noren.people.errors import NotAllowed
from noren.people.limits import limit_of
from noren.people.models import LimitKind
from noren.people.queries import find_staff_id
from noren.people.roles import Deed, deeds_in
from noren.people.tokens import Scope
from noren.pricing import MARKDOWN_REFS, Applied, Quote, QuoteLine
from noren.stores.devices.errors import DeviceElsewhere
from noren.stores.devices.queries import DeviceHere

router = Router(tags=["Till: without a network"])

Booked = Literal["booked", "repeated"]
NotBooked = Literal["refused", "not_now"]

_logger = logging.getLogger(__name__)


@router.get("/offline-terms", **reads(OfflineTermsOut, Scope.TILL, NotAllowed), summary="What a till may do alone")
def read_offline_terms(request: ApiRequest) -> OfflineTermsOut:
    """Load it with goods and prices, and keep to it without a network. What was done beyond it is booked and listed."""
    staff_at_till(request, Deed.SELL)
    limits = offline_limits()
    return OfflineTermsOut(
        at=timezone.now(),
        most_per_sale_minor=limits.most_per_sale_minor,
        most_per_register_minor=limits.most_per_device_minor,
        most_hours=limits.most_hours,
        most_cash_out_minor=limit_of(LimitKind.CASH_OUT),
        most_days=limits.most_days,
        clock_tolerance_s=int(TOLERANCE.total_seconds()),
        most_envelopes=MOST_ENVELOPES,
        payments=["cash", *(kind.code for kind in offered_kinds() if kind.most_alone_minor != 0)],
        markdowns=OfflineMarkdownsOut.model_validate(usual_limits()),
        coupons=OfflineCouponsOut(kinds=list(limits.coupon_kinds), uses_per_register=limits.coupon_uses),
        forbidden=list(FORBIDDEN),
    )


@router.post(
    "/envelopes",
    **writes(OutcomeList, Scope.TILL, NotAllowed, has_key=False),
    summary="Send what was sold without a network",
)
def send_envelopes(request: ApiRequest, sent: EnvelopesIn) -> OutcomeList:
    """Book sales as they were made: at their prices, at their moment, whatever became of goods and coupons since.

    So are shifts that were opened, and cash that was moved: send these first. Each envelope is a transaction of its own
    with an outcome of its own, so one that is refused keeps no other. Repeats are harmless: the uid decides. The same
    uid with other content is refused (`order_uid_taken`, `shift_uid_taken`). After an opening or cash that is `not_now`
    all that follows is `not_now`, so that no sale overtakes its shift.
    """
    staff, till = staff_at_till(request, Deed.SELL)
    may = deeds_in(staff, till.store_id)
    return outcomes_of(request, sent, Sender(till.store_id, till.store_code, till.register_uid, staff.id, may))


@dataclass(frozen=True, slots=True)
class Sender:
    """From where envelopes come. `staff_id` is None where nobody is signed in: then each is sent by who made it, and
    `device` sends what was sold at its own register alone: its secret must not book at others."""

    store_id: int
    store_code: str
    register_uid: UUID
    staff_id: int | None
    may: frozenset[Deed] = frozenset()
    device: DeviceHere | None = None

    def id_for(self, maker_uid: UUID) -> int:
        """Who sends what this staff member did.

        Raises:
            MakerNotOfStore: nobody has the uid.
        """
        sent_by_id = self.staff_id or find_staff_id(maker_uid)
        if sent_by_id is None:
            raise MakerNotOfStore(field="staff_uid")
        return sent_by_id

    def check_register(self, register_uid: UUID | None) -> None:
        """A device sends nothing of another register.

        Raises:
            DeviceElsewhere.
        """
        if self.device is not None and register_uid not in (None, self.register_uid):
            here = self.device.register
            raise DeviceElsewhere(field="register_uid", register=here.name, store=here.store_name)


def outcomes_of(request: HttpRequest, sent: EnvelopesIn, sender: Sender) -> OutcomeList:
    """Book or refuse each by itself."""
    envelopes: Sequence[object] = sent.envelopes
    outcomes: list[OutcomeOut] = []
    holding: OutcomeOut | None = None
    for each in envelopes:
        told = _held_up(each, holding) if holding else _outcome(request, each, sender)
        outcomes.append(told)
        if told.outcome == "not_now" and not isinstance(each, EnvelopeIn):
            holding = told
    return OutcomeList(outcomes=outcomes, at=timezone.now())


def _held_up(envelope: object, holding: OutcomeOut) -> OutcomeOut:
    """Booked before the shift it was made in, it would stand in none for good."""
    assert isinstance(envelope, (Unreadable, EnvelopeIn, OpenShiftWordIn, MoveCashWordIn))
    return holding.model_copy(update={"uid": envelope.uid})


def _outcome(request: HttpRequest, envelope: object, sender: Sender) -> OutcomeOut:
    if isinstance(envelope, Unreadable):
        problem = describe_input(envelope.errors)
        return OutcomeOut(uid=envelope.uid, outcome="refused", sale=None, shift=None, problem=problem)
    assert isinstance(envelope, (EnvelopeIn, OpenShiftWordIn, MoveCashWordIn))
    try:
        check_not_training(envelope)
        if isinstance(envelope, EnvelopeIn):
            return _sale_outcome(request, envelope, sender)
        return _drawer_outcome(request, envelope, sender)
    except Exception as error:  # whatever it is, the next envelope must not wait for it
        return _refused(request, envelope, error)


def _sale_outcome(request: HttpRequest, envelope: EnvelopeIn, sender: Sender) -> OutcomeOut:
    at = timezone.now()
    with transaction.atomic(), logged(request, at=at, only_told=True):
        placed = place_order(_sale_of(envelope, sender), at=at)
    outcome: Booked = "repeated" if placed.is_repeated else "booked"
    return OutcomeOut(uid=envelope.uid, outcome=outcome, sale=_booked(placed), shift=None, problem=None)


def _drawer_outcome(request: HttpRequest, word: DrawerWord, sender: Sender) -> OutcomeOut:
    at = timezone.now()
    sender.check_register(word.register_uid)
    done = DoneAlone(
        store_id=sender.store_id,
        register_uid=word.register_uid,
        staff_uid=word.staff_uid,
        device_at=word.made_at,
        clock_offset_s=word.clock_offset_s,
        synced_at=word.synced_at,
        sent_by_id=sender.id_for(word.staff_uid),
        sender_may=sender.may,
    )
    deed = Deed.OPEN_SHIFT if isinstance(word, OpenShiftWordIn) else Deed.MOVE_CASH
    with noted_as(request, deed), transaction.atomic(), logged(request, at=at, only_told=True):
        booked = book_word(word, done, at=at)
    outcome: Booked = "repeated" if booked.is_repeated else "booked"
    return OutcomeOut(uid=word.uid, outcome=outcome, sale=None, shift=booked.shift, problem=None)


def _refused(request: HttpRequest, envelope: EnvelopeIn | DrawerWord, error: Exception) -> OutcomeOut:
    """Why not; without a database there is no answer at all."""
    known = as_noren_error(error)
    log_refusal(request, known, uid=envelope.uid)
    if isinstance(known, Unavailable):
        raise error
    if isinstance(known, ServerFault):
        _logger.error("envelope %s failed", envelope.uid, exc_info=error)
    is_passing = isinstance(known, (Busy, ServerFault))
    problem = describe_error(known)
    outcome: NotBooked = "not_now" if is_passing else "refused"
    return OutcomeOut(uid=envelope.uid, outcome=outcome, sale=None, shift=None, problem=problem)


def _booked(placed: PlacedOrder) -> BookedOut:
    if placed.receipt_number is None:
        raise OrderNotFound(field="uid")  # the uid names a pickup, which nobody sold here
    return BookedOut(
        uid=placed.uid,
        number=placed.number,
        receipt_number=placed.receipt_number,
        total_minor=placed.total_minor,
        points=placed.points,
    )


def _sale_of(envelope: EnvelopeIn, sender: Sender) -> PlaceOrder:
    sender.check_register(envelope.register_uid)
    return PlaceOrder(
        uid=envelope.uid,
        channel="till",
        store_code=sender.store_code,
        lines=tuple(WantedLine(line.uid, line.sku, line.quantity, line.unit_price_minor) for line in envelope.lines),
        fulfillment="counter",
        customer_uid=envelope.customer_uid,
        coupon_codes=tuple(fold_code(each.code) for each in envelope.coupons),
        expected_total_minor=envelope.total_minor,
        register_uid=envelope.register_uid or sender.register_uid,
        staff_uid=envelope.staff_uid,
        tenders=tenders_of(envelope.tenders),
        markdowns=wanted_markdowns(envelope.markdowns),
        made=MadeOffline(
            quoted=_quoted(envelope),
            device_at=envelope.made_at,
            clock_offset_s=envelope.clock_offset_s,
            synced_at=envelope.synced_at,
            assortment_version=envelope.assortment_version,
            provisional_number=envelope.provisional_number,
            # Only what was sent: a member that this server knows and an older till does not must not change it.
            fingerprint=fingerprint_of(envelope.model_dump_json(exclude_unset=True)),
            sent_by_id=sender.id_for(envelope.staff_uid),
            member_number=envelope.member_number or "",
            stopped_at=sender.device.stopped_at if sender.device else None,
        ),
    )


def _quoted(envelope: EnvelopeIn) -> Quote:
    lines = tuple(
        QuoteLine(
            ref=str(line.uid),
            sku=line.sku,
            quantity=line.quantity,
            unit_price_minor=line.unit_price_minor,
            list_minor=line.list_minor,
            discount_minor=line.discount_minor,
            total_minor=line.list_minor - line.discount_minor,
            tax_rate_bp=line.tax_rate_bp,
            discounts=_taken_off(line.discounts),
        )
        for line in envelope.lines
    )
    return Quote(
        lines=lines,
        taxes=tuple(
            RateTotal(rate.rate_bp, rate.net_minor, rate.tax_minor, rate.gross_minor) for rate in envelope.taxes
        ),
        goods_minor=envelope.goods_minor,
        discount_minor=envelope.discount_minor,
        total_minor=envelope.total_minor,
        tax_minor=envelope.tax_minor,
        points=envelope.points,
        applied=tuple(Applied(code, minor) for code, minor in _taken_off(envelope.coupons)),
        skipped=(),
    )


def _taken_off(coupons: Sequence[TakenOffIn]) -> tuple[tuple[str, int], ...]:
    return tuple(
        (each.code if each.code in MARKDOWN_REFS else fold_code(each.code), each.discount_minor) for each in coupons
    )
