"""Mailing a receipt: to the buyer of a pickup by itself, and to whoever asks for it at a till or in the office."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from noren.orders.links import receipt_url
from noren.orders.queries import get_order
from noren.orders.receipt_document import ReceiptDocument
from noren.orders.slips.shape import Slip
from noren.orders.slips.slip import Medium, slip_of
from noren.outreach.account_mails import dear
from noren.outreach.events import ReceiptMailed
from noren.outreach.letters import Facts, Goods, GoodsRow, Letter, Link, Paragraph, Part
from noren.outreach.models import Message
from noren.outreach.queries import MessageView, views_of
from noren.outreach.queue import queue_message
from noren.people.rules import normalize_email
from noren.timeline.record import Told, record

RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class ReceiptMail:
    """The electronic receipt: everything that is printed, and the link to its page."""

    template: ClassVar[str] = RECEIPT
    document: ReceiptDocument
    name: str = ""

    def letter(self) -> Letter:
        """The receipt's slip in the letter's parts."""
        document = self.document
        slip = slip_of(document, medium=Medium.SCREEN)
        names = {"shop": settings.SHOP_NAME, "store": document.store_name, "number": document.number}
        return Letter(
            subject=_("[%(shop)s] Your receipt from %(store)s (%(number)s)") % names,
            preview=f"{slip.total.name} {slip.total.value}",
            title=slip.title,
            greeting=dear(self.name),
            parts=tuple(_parts(slip, document)),
            footer=_("You get this mail because the receipt of a purchase at %(store)s was to be sent here.") % names,
        )


@dataclass(frozen=True, slots=True)
class QueuedReceipt:
    """A receipt's mail in the queue. `is_new` is False when it was mailed to this address before."""

    uid: UUID
    to: str
    is_new: bool


def mail_receipt(
    document: ReceiptDocument, *, to: str, staff_uid: UUID | None, channel: str, at: datetime
) -> QueuedReceipt:
    """Queue the mail of a receipt to an address, in its order's language. Once per receipt and address.

    Joins the caller's transaction.

    Args:
        document: one without an order is mailed in the language of whoever asks.
        to: as it was typed.
        staff_uid: who asked for it; None for the system and for accounts that are not on the staff.

    Raises:
        EmailInvalid.

    Records "Receipt Mailed" when it is new.
    """
    address = normalize_email(to)
    order = get_order(document.order_uid) if document.order_uid else None
    is_buyer = order is not None and bool(order.contact_email) and normalize_email(order.contact_email) == address
    queued = queue_message(
        key=_key(document.uid, address),
        mail=ReceiptMail(document, order.contact_name if order and is_buyer else ""),
        to=address,
        language=order.language if order else get_language() or settings.LANGUAGE_CODE,
        at=at,
        order_uid=document.order_uid,
        customer_id=order.customer_id if order and is_buyer else None,
    )
    if queued.is_new:
        event = ReceiptMailed(queued.uid, document.number, staff_uid)
        told = Told(
            at=at,
            channel=channel,
            store_id=document.store_id,
            customer_id=order.customer_id if order else None,
            subject_uid=document.subject_uid,
            source=order.source if order else "live",
        )
        record(event, told=told)
    return QueuedReceipt(queued.uid, address, queued.is_new)


def mails_of_receipt(receipt_uid: UUID) -> list[MessageView]:
    """The mails of a receipt, the first first, those that were sent again too."""
    return views_of(Message.objects.filter(key__startswith=f"receipt/{receipt_uid}/").order_by("pk"))


def _key(receipt_uid: UUID, address: str) -> str:
    """One mail per receipt and address; the address itself may be longer than a key."""
    return f"receipt/{receipt_uid}/{hashlib.sha256(address.encode()).hexdigest()[:32]}"


def _parts(slip: Slip, document: ReceiptDocument) -> Iterator[Part]:
    for mark in slip.marks:
        yield Paragraph(f"{mark.words} {mark.detail}".strip(), is_important=True)
    if slip.recipient:
        yield Paragraph(slip.recipient, is_important=True)
    yield Facts(
        (
            (_("Issued by"), "\n".join((slip.issuer, *slip.issuer_details))),
            *((row.name, row.value) for row in slip.facts),
        )
    )
    rows = (*slip.sums, *slip.taxes, *slip.tenders, *slip.points, slip.total)
    yield Goods(
        title=_("Goods"),
        rows=tuple(
            GoodsRow(
                goods.name,
                f"× {line.quantity}",
                goods.rows[0].value,
                " ".join(f"{row.name} {row.value}" for row in goods.rows[1:]),
            )
            for goods, line in zip(slip.goods, document.lines, strict=True)
        ),
        sums=tuple((row.name, row.value) for row in rows),
    )
    for sentence in (*slip.statement, *slip.notes):
        yield Paragraph(sentence)
    yield Link(_("Open the receipt, also as a PDF"), receipt_url(document.token))
