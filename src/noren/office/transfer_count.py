"""Counting at both ends of a transfer: what was put into the box, and what came out of it.

Each line has a field for its pieces; a scanner types into one field, and every code it sends counts one piece.
Without a script each scan goes through the server; with it the page counts by itself.
"""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from noren.kernel.ids import uuid7
from noren.kernel.text import storable
from noren.office.answers import page
from noren.office.deeds import is_done
from noren.office.transfer_access import Access, access_to, by_visitor
from noren.office.transfers import to_transfer
from noren.people.roles import Deed
from noren.stock.correct import MOST_PIECES
from noren.stock.transfers.goods import Goods, goods_by_code
from noren.stock.transfers.models import Difference
from noren.stock.transfers.queries import LineView
from noren.stock.transfers.receive import Arrival, Counted, receive_transfer
from noren.stock.transfers.send import send_transfer

_COLUMNS = ("pieces", "damaged", "difference", "remark")


@dataclass(slots=True)
class CountedLine:
    """A line as it stands in the form.

    Attributes:
        expected: pieces that are to be packed, or that are on the way; 0 for goods that are on no list.
        pieces, damaged: as typed; empty is none.
        difference: what was chosen for it.
        error: why it cannot stay so.
    """

    sku: str
    gtin: str
    name: str
    expected: int
    pieces: str = ""
    damaged: str = ""
    difference: str = ""
    remark: str = ""
    error: str = ""

    @property
    def count(self) -> int | None:
        """The pieces; None when it is no number."""
        return _number(self.pieces)

    @property
    def damaged_count(self) -> int | None:
        """The damaged ones among them; None when it is no number."""
        return _number(self.damaged)

    @property
    def missing(self) -> int:
        """How many fewer than expected."""
        return max(0, self.expected - (self.count or 0))

    @property
    def surplus(self) -> int:
        """How many more than expected."""
        return max(0, (self.count or 0) - self.expected)


@dataclass(slots=True)
class Sheet:
    """The lines of a count, the last scan and what could not be read."""

    lines: list[CountedLine]
    scanned: str = ""
    refusal: str = ""

    def line_of(self, sku: str) -> CountedLine | None:
        """The line of a SKU."""
        return next((line for line in self.lines if line.sku == sku), None)

    def fill(self) -> None:
        """Count everything as expected."""
        for line in self.lines:
            line.pieces = str(line.expected)

    def scan(self, typed: str, *, may_add: bool) -> None:
        """Count one piece of what a code names."""
        goods = goods_by_code([typed]).get(typed) if typed else None
        if goods is None:
            self.refusal = gettext("Nothing has the code “%(typed)s”.") % {"typed": typed} if typed else ""
            return
        line = self.line_of(goods.sku)
        if line is None and not may_add:
            self.refusal = gettext("%(name)s is not on the list of this transfer.") % {"name": goods.name}
            return
        line = line or self.add(goods)
        line.pieces = str((line.count or 0) + 1)
        self.scanned = f"{line.name}: {line.pieces}"

    def add(self, goods: Goods) -> CountedLine:
        """A line for goods that are on no list."""
        line = CountedLine(goods.sku, goods.gtin, goods.name, expected=0)
        self.lines.append(line)
        return line

    def is_sound(self) -> bool:
        """Whether every figure is one; what is not is marked."""
        for line in self.lines:
            if line.count is None or line.damaged_count is None:
                line.error = gettext("Write whole numbers, or nothing for none.")
            elif line.damaged_count > line.count:
                line.error = gettext("More are damaged than came.")
        return not any(line.error for line in self.lines)

    @property
    def total(self) -> int:
        """All pieces that were counted."""
        return sum(line.count or 0 for line in self.lines)

    @property
    def expected(self) -> int:
        """All pieces that are expected."""
        return sum(line.expected for line in self.lines)


def send(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say what was put into the box, and send it."""
    access = access_to(request, uid, Deed.SEND_TRANSFER)
    if not access.can_send:
        return to_transfer(uid)
    sheet = Sheet([_empty(line, line.wanted) for line in access.transfer.lines])
    if request.method == "POST":
        do = _read(sheet, request.POST, may_add=False)
        if do == "send" and sheet.is_sound() and _is_packable(sheet):
            packed = {line.sku: line.count or 0 for line in sheet.lines}
            done = _("The box is on its way. Its pieces have left the stock of this store.")
            if is_done(request, lambda: send_transfer(uid, packed, by=by_visitor(access.visitor)), done=done):
                return to_transfer(uid)
    return _sheet_page(request, access, sheet, is_sending=True)


def receive(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Count what came; what differs is shown and must be named before the transfer can be closed."""
    access = access_to(request, uid, Deed.RECEIVE_TRANSFER)
    if not access.can_receive:
        return to_transfer(uid)
    found = access.transfer
    sheet = Sheet([_empty(line, line.on_the_way) for line in found.lines if line.on_the_way])
    arrival_uid, seen, is_asking = uuid7(), len(found.arrivals), False
    if request.method == "POST":
        arrival_uid = _uid(request.POST.get("uid", ""), arrival_uid)
        seen = _number(request.POST.get("seen", "")) or 0
        do = _read(sheet, request.POST, may_add=True)
        if do in {"receive", "open", "close"} and sheet.is_sound():
            is_asking = _must_ask(sheet, do)
            if not is_asking:
                arrival = Arrival(arrival_uid, _counted(sheet), is_closing=do != "open", seen_arrivals=seen)
                done = _("What came is in the stock of this store.")
                if is_done(request, lambda: receive_transfer(uid, arrival, by=by_visitor(access.visitor)), done=done):
                    return to_transfer(uid)
    return _sheet_page(request, access, sheet, is_sending=False, uid=arrival_uid, seen=seen, is_asking=is_asking)


def _must_ask(sheet: Sheet, do: str) -> bool:
    """Whether something differs that was not named yet. After the first question what is still open is marked."""
    is_open = False
    for line in sheet.lines:
        needs = bool(line.surplus) or (bool(line.missing) and do != "open")
        allowed = {Difference.SURPLUS.value} if line.surplus else {Difference.LOST.value, Difference.BACK.value}
        if needs and line.difference not in allowed:
            is_open = True
            if do != "receive":
                line.error = gettext("Say what became of the difference.")
    return is_open


def _counted(sheet: Sheet) -> tuple[Counted, ...]:
    return tuple(
        Counted(
            line.sku,
            line.count or 0,
            line.damaged_count or 0,
            line.difference if line.surplus or line.missing else "",
            line.remark,
        )
        for line in sheet.lines
    )


def _is_packable(sheet: Sheet) -> bool:
    for line in sheet.lines:
        if line.surplus:
            line.error = gettext("At most %(wanted)d are wanted.") % {"wanted": line.expected}
    if not sheet.total:
        sheet.refusal = gettext("There is not a single piece in the box.")
    return not sheet.refusal and not any(line.error for line in sheet.lines)


def _empty(line: LineView, expected: int) -> CountedLine:
    return CountedLine(line.sku, line.gtin, line.name, expected)


def _read(sheet: Sheet, typed: QueryDict, *, may_add: bool) -> str:
    """Fill the sheet with what the form brought, do what its button says, and answer which that was."""
    named = typed.getlist("sku")
    strangers = [sku for sku in named if sheet.line_of(sku) is None] if may_add else []
    for goods in goods_by_code(strangers).values() if strangers else ():
        sheet.add(goods)
    for line in sheet.lines:
        line.pieces, line.damaged, line.difference, line.remark = (
            storable(typed.get(f"{name}:{line.sku}", ""))[:200] for name in _COLUMNS
        )
    do = typed.get("do", "scan")
    if do == "all":
        sheet.fill()
    elif do == "scan":
        sheet.scan(storable(typed.get("scan", "")).strip(), may_add=may_add)
    return do


def _sheet_page(
    request: HttpRequest,
    access: Access,
    sheet: Sheet,
    *,
    is_sending: bool,
    uid: UUID | None = None,
    seen: int = 0,
    is_asking: bool = False,
) -> HttpResponse:
    found = access.transfer
    differing = [line for line in sheet.lines if line.missing or line.surplus] if is_asking else []
    context = {
        "transfer": found,
        "sheet": sheet,
        "is_sending": is_sending,
        "uid": uid,
        "seen": seen,
        "differing": differing,
        "has_missing": any(line.missing for line in differing),
        "most_pieces": MOST_PIECES,
        "now": timezone.now(),
    }
    words = gettext("Send transfer %(number)s") if is_sending else gettext("Receive transfer %(number)s")
    has_errors = any(line.error for line in sheet.lines)
    title = words % {"number": found.spoken_number}
    return page(request, "office/transfer_count.html", context, title=title, status=422 if has_errors else 200)


def _number(text: str) -> int | None:
    """A whole number that can be moved; empty is none of it; None when it is something else."""
    plain = text.strip()
    if not plain:
        return 0
    if not plain.isdecimal() or len(plain) > 8 or int(plain) > MOST_PIECES:
        return None
    return int(plain)


def _uid(text: str, otherwise: UUID) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return otherwise
