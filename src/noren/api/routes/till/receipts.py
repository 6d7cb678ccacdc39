"""Receipts at the till: look at one, print it, send it to a printer or a mailbox, make it out to somebody."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Path, Router

from noren.api.callers import ApiRequest, staff_at_till
from noren.api.documenting import files, reads, writes
from noren.api.once import once
from noren.api.paths import ReceiptNumber
from noren.api.present.receipts import check_store, formal_out, receipt_out
from noren.api.query import Query
from noren.api.schemas.receipts import FormalReceiptIn, FormalReceiptOut, ReceiptMailIn, ReceiptMailOut, ReceiptOut
from noren.orders.errors import (
    FormalReceiptLimit,
    FormalReceiptNotFound,
    FormalReceiptRefused,
    ReceiptCopyNotFound,
    ReceiptNotFound,
    RecipientMissing,
    RecipientTooLong,
)
from noren.orders.formal_receipt import get_formal_receipt, issue_formal_receipt
from noren.orders.print_receipt import get_printed, print_receipt
from noren.orders.receipts import get_receipt
from noren.orders.slips import escpos, pdf
from noren.orders.slips.files import ReceiptFile, escpos_file, pdf_file
from noren.orders.slips.pdf import Paper
from noren.outreach.mail_receipt import mail_receipt
from noren.people.errors import EmailInvalid, NotAllowed
from noren.people.roles import Deed
from noren.people.tokens import Scope

router = Router(tags=["Till: receipts"])

PrintNumber = Annotated[int, Path(ge=1, le=2_147_483_647, description="Which print: `printed_count` of its answer.")]
FormalUid = Annotated[UUID, Path(description="The formal receipt.")]
PaperWidth = Annotated[Literal["58", "80"], Query(description="Width of the printer's paper in mm.")]
KicksDrawer = Annotated[bool, Query(description="Open the cash drawer first.")]


@router.get(
    "/receipts/{number}", **reads(ReceiptOut, Scope.TILL, NotAllowed, ReceiptNotFound), summary="Look at a receipt"
)
def read_receipt(request: ApiRequest, number: ReceiptNumber) -> ReceiptOut:
    """A receipt of this store on the screen; nothing is counted."""
    _staff, till = staff_at_till(request, Deed.REPRINT)
    return receipt_out(check_store(get_receipt(number), till.store_id))


@router.post(
    "/receipts/{number}/print",
    **writes(ReceiptOut, Scope.TILL, NotAllowed, ReceiptNotFound),
    summary="Print a receipt",
)
def print_a_receipt(request: ApiRequest, number: ReceiptNumber) -> HttpResponse:
    """Count a print in its store: the first is the original, each later one says that it is a reprint (再発行)."""
    staff, till = staff_at_till(request, Deed.REPRINT)

    def deed(at: datetime) -> ReceiptOut:
        check_store(get_receipt(number), till.store_id)
        return receipt_out(print_receipt(number, staff_uid=staff.uid, channel="till", at=at))

    return once(request, deed)


@router.get(
    "/receipts/{number}/prints/{print_number}/escpos",
    **files(escpos.MEDIA_TYPE, Scope.TILL, NotAllowed, ReceiptNotFound, ReceiptCopyNotFound),
    summary="A print for an ESC/POS printer",
)
def read_escpos(
    request: ApiRequest,
    number: ReceiptNumber,
    print_number: PrintNumber,
    paper: PaperWidth = "80",
    drawer: KicksDrawer = False,  # noqa: FBT002 - a query parameter
) -> HttpResponse:
    """What a print that was counted before says, as bytes for a Japanese thermal printer, for a print bridge to fetch.

    Fetching counts nothing: the same print is the same bytes, however often it is fetched.
    """
    _staff, till = staff_at_till(request, Deed.REPRINT)
    document = check_store(get_printed(number, print_number), till.store_id)
    return _file(escpos_file(document, paper_mm=int(paper), opens_drawer=drawer))


@router.get(
    "/receipts/{number}/pdf",
    **files(pdf.MEDIA_TYPE, Scope.TILL, NotAllowed, ReceiptNotFound),
    summary="The electronic receipt as a PDF",
)
def read_receipt_pdf(
    request: ApiRequest,
    number: ReceiptNumber,
    paper: Annotated[Paper, Query(description="`a4`, or `roll` for paper of 80 mm.")] = Paper.A4,
) -> HttpResponse:
    """The electronic receipt, for the customer; it is no print and says so."""
    _staff, till = staff_at_till(request, Deed.REPRINT)
    return _file(pdf_file(check_store(get_receipt(number), till.store_id), paper=paper))


@router.post(
    "/receipts/{number}/mail",
    **writes(ReceiptMailOut, Scope.TILL, NotAllowed, ReceiptNotFound, EmailInvalid),
    summary="Mail a receipt",
)
def mail_a_receipt(request: ApiRequest, number: ReceiptNumber, wanted: ReceiptMailIn) -> HttpResponse:
    """Mail the electronic receipt to the address that the customer says, once per address."""
    staff, till = staff_at_till(request, Deed.REPRINT)

    def deed(at: datetime) -> ReceiptMailOut:
        document = check_store(get_receipt(number), till.store_id)
        queued = mail_receipt(document, to=wanted.email, staff_uid=staff.uid, channel="till", at=at)
        return ReceiptMailOut(message_uid=queued.uid, email=queued.to, is_new=queued.is_new)

    return once(request, deed)


@router.post(
    "/receipts/{number}/formal",
    **writes(
        FormalReceiptOut,
        Scope.TILL,
        NotAllowed,
        ReceiptNotFound,
        RecipientMissing,
        RecipientTooLong,
        FormalReceiptNotFound,
        FormalReceiptRefused,
        FormalReceiptLimit,
        status=201,
    ),
    summary="Make a receipt out to somebody",
)
def issue_formal(request: ApiRequest, number: ReceiptNumber, wanted: FormalReceiptIn) -> HttpResponse:
    """A receipt with the recipient's name (領収書): the first is the original, each later one says 再発行."""
    staff, till = staff_at_till(request, Deed.REPRINT)

    def deed(at: datetime) -> FormalReceiptOut:
        document = check_store(get_receipt(number), till.store_id)
        formal = issue_formal_receipt(
            document.uid,
            uid=wanted.uid,
            recipient=wanted.recipient,
            purpose=wanted.purpose,
            channel="till",
            staff_uid=staff.uid,
            at=at,
        )
        return formal_out(formal)

    return once(request, deed, status=201)


@router.get(
    "/receipts/{number}/formal/{uid}/escpos",
    **files(escpos.MEDIA_TYPE, Scope.TILL, NotAllowed, ReceiptNotFound, FormalReceiptNotFound),
    summary="A formal receipt for an ESC/POS printer",
)
def read_formal_escpos(
    request: ApiRequest, number: ReceiptNumber, uid: FormalUid, paper: PaperWidth = "80"
) -> HttpResponse:
    """A formal receipt as bytes for a Japanese thermal printer; fetching it counts nothing."""
    _staff, till = staff_at_till(request, Deed.REPRINT)
    document = check_store(get_receipt(number), till.store_id)
    return _file(escpos_file(get_formal_receipt(document.uid, uid), paper_mm=int(paper)))


def _file(file: ReceiptFile) -> HttpResponse:
    return HttpResponse(file.content, content_type=file.media_type, headers={"Content-Disposition": file.disposition})
