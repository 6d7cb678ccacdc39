"""Giving: the only code that writes a markdown. Called in the transaction of its sale."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from noren.orders.events import MarkedDown, PriceMarkedDown
from noren.orders.markdowns.errors import MarkdownNotOffered, MarkdownReasonMissing, MarkdownWithoutEffect
from noren.orders.markdowns.limits import deeds_of
from noren.orders.markdowns.models import MarkdownGiven
from noren.orders.markdowns.rules import taken_by, weight_of_quote
from noren.orders.markdowns.wanted import MOST_REASON, WantedMarkdown
from noren.orders.models import Order, OrderLine
from noren.orders.parties import Desk
from noren.people.approve import find_used_approval
from noren.people.models import StaffMember
from noren.people.roles import Deed, Permit
from noren.pricing import Quote


def check_markdowns(wanted: Sequence[WantedMarkdown], priced: Quote, *, is_offered: bool) -> None:
    """Refuse markdowns that nobody may give here, that say no reason, or that take nothing off.

    Args:
        is_offered: goods go over the counter of a till.

    Raises:
        MarkdownNotOffered, MarkdownReasonMissing, MarkdownWithoutEffect: `field` is `markdowns.<place>…`.
    """
    if wanted and not is_offered:
        raise MarkdownNotOffered(field="markdowns")
    for place, markdown in enumerate(wanted):
        if not 1 <= len(markdown.reason.strip()) <= MOST_REASON:
            raise MarkdownReasonMissing(field=f"markdowns.{place}.reason", most=MOST_REASON)
        if taken_by(markdown.priced(), priced.lines) == 0:
            raise MarkdownWithoutEffect(field=f"markdowns.{place}.value")


def check_permitted(priced: Quote, permit: Permit | None) -> None:
    """Ask whether the markdowns of a quote may be given by whoever stands at the till.

    Raises:
        MarkdownNotOffered: nobody is there to be asked, as with any other program.
        NotAllowed, ApprovalNeeded, ApprovalInvalid.
    """
    if permit is None:
        raise MarkdownNotOffered(field="markdowns")
    permit(deeds_of(weight_of_quote(priced)))


def give_markdowns(
    order: Order, wanted: Sequence[WantedMarkdown], priced: Quote, *, desk: Desk, at: datetime
) -> PriceMarkedDown:
    """Write what was taken off by hand beside the lines of an order that was just inserted; answer what is told."""
    lines = {str(line.uid): line for line in OrderLine.objects.filter(order=order)}
    approval_id = find_used_approval(order.uid, (Deed.MARK_DOWN, Deed.MARK_DOWN_LARGE))
    given = [_row(order, each, priced, lines, desk=desk, approval_id=approval_id, at=at) for each in wanted]
    MarkdownGiven.objects.bulk_create(given)
    return PriceMarkedDown(
        order_uid=order.uid,
        staff_uid=_uid_of(desk.staff_id),
        amount_minor=sum(row.amount_minor for row in given),
        is_approved=approval_id is not None,
        markdowns=tuple(
            MarkedDown(
                lines[str(each.line_uid)].name if each.line_uid else "",
                row.kind,
                row.value,
                row.amount_minor,
                row.reason,
            )
            for each, row in zip(wanted, given, strict=True)
        ),
    )


def _row(
    order: Order,
    wanted: WantedMarkdown,
    priced: Quote,
    lines: dict[str, OrderLine],
    *,
    desk: Desk,
    approval_id: int | None,
    at: datetime,
) -> MarkdownGiven:
    markdown = wanted.priced()
    return MarkdownGiven(
        order=order,
        line=lines[markdown.line] if markdown.line is not None else None,
        kind=wanted.kind.value,
        value=wanted.value,
        list_minor=sum(line.list_minor for line in priced.lines if markdown.line in (None, line.ref)),
        amount_minor=taken_by(markdown, priced.lines),
        reason=wanted.reason.strip()[:MOST_REASON],
        staff_id=desk.staff_id,
        approval_id=approval_id,
        given_at=at,
    )


def _uid_of(staff_id: int) -> UUID:
    uid: UUID = StaffMember.objects.values_list("uid", flat=True).get(pk=staff_id)
    return uid
