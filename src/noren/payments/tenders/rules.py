"""How several tenders pay one amount, and by which of them it goes back. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from noren.payments.errors import (
    FaceValueUnknown,
    ReferenceMissing,
    TenderInvalid,
    TenderTooLarge,
    TenderTooSmall,
)
from noren.payments.tenders.models import RefundBy, Rest, TenderForm

CASH = "cash"
MOST_TENDERED_MINOR = 9_999_999_999
MOST_PIECES = 9_999
MOST_REFERENCE = 40


@dataclass(frozen=True, slots=True)
class Kind:
    """A tender kind as a value; columns of `TenderKind`."""

    code: str
    name: str
    form: str
    rest: str
    refund_by: str
    opens_drawer: bool = False
    is_counted: bool = True
    needs_reference: bool = False
    most_alone_minor: int | None = 0
    faces_minor: tuple[int, ...] = ()
    is_active: bool = True

    @property
    def is_voucher(self) -> bool:
        """Whether it is paper that lies in the drawer."""
        return self.form == TenderForm.VOUCHER


CASH_KIND = Kind(CASH, "", "cash", Rest.CHANGE, RefundBy.CASH, opens_drawer=True, most_alone_minor=None)


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed in by one kind, minor units, under an id made on the device.

    `pieces` are certificates of one face value; `change_minor` is what a till says that it gave back on it by itself.
    """

    uid: UUID
    kind: Kind
    amount_minor: int
    reference: str = ""
    pieces: int | None = None
    change_minor: int | None = None

    @property
    def face_minor(self) -> int:
        """What one piece is worth."""
        return self.amount_minor // (self.pieces or 1)


@dataclass(frozen=True, slots=True)
class Part:
    """What one tender pays, minor units: `tendered_minor` is the amount with its change and what the shop keeps."""

    uid: UUID
    tender: str
    name: str
    amount_minor: int
    tendered_minor: int
    change_minor: int = 0
    kept_minor: int = 0
    pieces: int | None = None
    reference: str = ""


def split(handed: Sequence[Handed], due_minor: int) -> tuple[Part, ...]:
    """What each tender pays of an amount, in the order they were handed in.

    Certificates whose rest is kept come first, so that nothing of them is lost while money lies beside them; then what
    is exact, then certificates with change, and cash last, so that change is given on cash where there is any.

    Raises:
        TenderTooSmall: together they do not cover what is due.
        TenderTooLarge: a tender is not needed, or is more than is due and gives no change.
    """
    _check_covered(handed, due_minor)
    left, parts = due_minor, dict[int, Part]()
    for place in sorted(range(len(handed)), key=lambda place: _turn(handed[place])):
        each = handed[place]
        amount = min(left, each.amount_minor)
        if not amount or (each.amount_minor > amount and each.kind.rest == Rest.REFUSED):
            raise _too_large(handed, place, left)
        parts[place] = _part(each, amount, gives_change=each.kind.rest == Rest.CHANGE)
        left -= amount
    _check_needed(handed, parts)
    return tuple(parts[place] for place in range(len(handed)))


def split_later(handed: Sequence[Handed], due_minor: int) -> tuple[Part, ...]:
    """The same for a sale that a till made by itself: what it gave as change decides, not the kinds as they are now.

    Nothing is too large: what is over is change where the till gave just that, and always on cash; else it is kept.

    Raises:
        TenderTooSmall: together they do not cover what is due.
    """
    _check_covered(handed, due_minor)
    left, parts = due_minor, dict[int, Part]()
    for place in sorted(range(len(handed)), key=lambda place: _said_turn(handed[place])):
        each = handed[place]
        amount = min(left, each.amount_minor)
        is_change = each.kind.code == CASH or each.change_minor == each.amount_minor - amount
        parts[place] = _part(each, amount, gives_change=is_change)
        left -= amount
    return tuple(parts[place] for place in range(len(handed)))


def is_as_said(each: Handed, part: Part) -> bool:
    """Whether what a till said that it gave back on a tender is what was over, and only a certificate was kept."""
    if each.kind.code == CASH:
        return True
    is_kept = part.kept_minor > 0 and not each.kind.is_voucher
    return part.change_minor == (each.change_minor or 0) and not is_kept


def _check_covered(handed: Sequence[Handed], due_minor: int) -> None:
    tendered = sum(each.amount_minor for each in handed)
    if tendered < due_minor:
        raise TenderTooSmall(field=f"tenders.{len(handed) - 1}.amount_minor", due=due_minor, tendered=tendered)


def _part(each: Handed, amount_minor: int, *, gives_change: bool) -> Part:
    over = each.amount_minor - amount_minor
    return Part(
        uid=each.uid,
        tender=each.kind.code,
        name=each.kind.name,
        amount_minor=amount_minor,
        tendered_minor=each.amount_minor,
        change_minor=over if gives_change else 0,
        kept_minor=0 if gives_change else over,
        pieces=each.pieces,
        reference=each.reference,
    )


def check_handed(handed: Sequence[Handed], *, is_booked_later: bool) -> None:
    """Refuse what cannot be handed in.

    Args:
        is_booked_later: a till took it by itself, by the rules it had: only what can be nobody's rule is refused.

    Raises:
        TenderInvalid: an amount nobody can hand in, the same tender twice, or cash in two parts.
        ReferenceMissing: the kind needs a slip number.
        FaceValueUnknown: no certificate of this kind is worth that.
    """
    if len({each.uid for each in handed}) < len(handed) or sum(each.kind.code == CASH for each in handed) > 1:
        raise TenderInvalid(field="tenders")
    for place, each in enumerate(handed):
        if not 0 < each.amount_minor <= MOST_TENDERED_MINOR:
            raise TenderInvalid(field=f"tenders.{place}.amount_minor")
        if len(each.reference) > MOST_REFERENCE:
            raise TenderInvalid(field=f"tenders.{place}.reference")
        if each.pieces is not None and not (each.kind.is_voucher and _is_even(each)):
            raise TenderInvalid(field=f"tenders.{place}.pieces")
        if is_booked_later:
            continue
        if each.kind.needs_reference and not each.reference:
            raise ReferenceMissing(field=f"tenders.{place}.reference", tender=each.kind.name)
        if each.kind.faces_minor and each.face_minor not in each.kind.faces_minor:
            raise FaceValueUnknown(field=f"tenders.{place}.amount_minor", tender=each.kind.name, face=each.face_minor)


def _is_even(each: Handed) -> bool:
    pieces = each.pieces or 0
    return 1 <= pieces <= MOST_PIECES and each.amount_minor % pieces == 0


def _turn(each: Handed) -> int:
    if each.kind.code == CASH:
        return 3
    return (Rest.KEPT, Rest.REFUSED, Rest.CHANGE).index(Rest(each.kind.rest))


def _said_turn(each: Handed) -> int:
    """As `_turn`, by what the till did: what was exact, certificates without change and with change, cash."""
    if each.kind.code == CASH:
        return 3
    return 2 if each.change_minor else 1 if each.kind.is_voucher else 0


def _check_needed(handed: Sequence[Handed], parts: Mapping[int, Part]) -> None:
    """Nobody hands in a certificate of which nothing is needed: one less would have paid as well.

    So a certificate is no way to cash: no change is given for a whole piece.
    """
    vouchers = [place for place in parts if handed[place].kind.is_voucher]
    over_minor = sum(parts[place].kept_minor + parts[place].change_minor for place in vouchers)
    for place in vouchers:
        if over_minor and over_minor >= handed[place].face_minor:
            raise _too_large(handed, place, parts[place].amount_minor)


def _too_large(handed: Sequence[Handed], place: int, left_minor: int) -> TenderTooLarge:
    each = handed[place]
    name = each.kind.name or gettext("cash")
    return TenderTooLarge(
        field=f"tenders.{place}.amount_minor", tender=name, due=left_minor, tendered=each.amount_minor
    )


def is_given_back_by(kind: Kind, *, change_minor: int, is_whole: bool) -> bool:
    """Whether what was paid by a kind goes back by it, and not in cash.

    Nobody cuts a certificate: it goes back only with all that was paid, and where no change was given on it.
    """
    if kind.refund_by != RefundBy.ITSELF:
        return False
    return not kind.is_voucher or (is_whole and not change_minor)


def split_back(
    amount_minor: int, taken: Sequence[tuple[str, int]], given: Mapping[str, int]
) -> Iterator[tuple[str, int]]:
    """By which tenders an amount goes back: first the way it came, the rest in cash.

    Args:
        taken: (code of the tender, minor units) of what goes back by itself, in the order it was handed in.
        given: what went back already, by code of the tender it went back by; under the empty code what nobody says of,
            which may have gone by any of them.

    Yields:
        (code, minor units), cash last; together the whole amount.
    """
    left, gone = amount_minor, dict(given)
    for code, minor in taken:
        went = 0
        for by in (code, ""):
            its = min(minor - went, gone.get(by, 0))
            gone[by] = gone.get(by, 0) - its
            went += its
        part = min(left, minor - went)
        if part:
            yield code, part
            left -= part
    if left:
        yield CASH, left
