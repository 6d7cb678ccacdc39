"""Saving tender kinds: the only code that writes them."""

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from noren.kernel.text import storable
from noren.payments.errors import TenderKindInvalid
from noren.payments.events import TenderKindSaved
from noren.payments.models import Provider
from noren.payments.tenders.models import LONGEST_CODE, LONGEST_NAME, RefundBy, Rest, TenderForm, TenderKind
from noren.payments.tenders.rules import MOST_TENDERED_MINOR
from noren.timeline.record import Told, record

MOST_FACES = 20
_CODE = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class TenderKindDefinition:
    """What a tender kind is to be; columns of `TenderKind`. The code names it, and keeps its form."""

    code: str
    name: str
    form: str
    position: int = 100
    is_active: bool = True
    rest: str = Rest.REFUSED
    refund_by: str = RefundBy.ITSELF
    opens_drawer: bool = False
    is_counted: bool = True
    needs_reference: bool = False
    most_alone_minor: int | None = 0
    faces_minor: tuple[int, ...] = ()


def save_tender_kind(definition: TenderKindDefinition, *, at: datetime, channel: str = "office") -> UUID:
    """Name a way of paying at tills, or change the one that has this code; safe to repeat. Returns its uid.

    Sales that were paid by it keep the name it had on their receipts.

    Raises:
        TenderKindInvalid: a field cannot stand; `field` names it.

    Records "Tender Kind Saved".
    """
    _check_all(definition)
    fields = asdict(definition) | {"name": definition.name.strip(), "faces_minor": sorted(set(definition.faces_minor))}
    code = fields.pop("code")
    with transaction.atomic(savepoint=False):
        known = TenderKind.objects.select_for_update(no_key=True).filter(code=code).first()
        _check(known is None or known.form == definition.form, "form", _("what it is cannot change any more."))
        kind, _made = TenderKind.objects.update_or_create(code=code, defaults=fields)
        event = TenderKindSaved(code, kind.name, kind.form, kind.is_active)
        record(event, told=Told(at, channel, subject_uid=kind.uid))
    return kind.uid


def _check_all(kind: TenderKindDefinition) -> None:
    is_code = bool(_CODE.fullmatch(kind.code)) and len(kind.code) <= LONGEST_CODE
    _check(is_code, "code", _("the code has small letters, digits and _, and begins with a letter."))
    is_provider = kind.code in Provider.values or kind.code in settings.PAYMENT_PROVIDERS
    _check(not is_provider, "code", _("this code is used already."))
    name = kind.name.strip()
    _check(bool(name), "name", _("the name is missing."))
    _check(len(name) <= LONGEST_NAME and storable(name) == name, "name", _("the text is too long."))
    _check(kind.form in TenderForm.values, "form", _("say what it is."))
    _check(kind.rest in Rest.values, "rest", _("say what becomes of the rest."))
    is_voucher = kind.form == TenderForm.VOUCHER
    _check(is_voucher or kind.rest == Rest.REFUSED, "rest", _("a terminal takes exactly what is due."))
    _check(kind.refund_by in RefundBy.values, "refund_by", _("say how money goes back."))
    _check(is_voucher or not kind.faces_minor, "faces_minor", _("only gift certificates have face values."))
    _check(len(kind.faces_minor) <= MOST_FACES, "faces_minor", _("there are too many face values."))
    fit = all(0 < face <= MOST_TENDERED_MINOR for face in kind.faces_minor)
    _check(fit, "faces_minor", _("a face value is more than nothing."))
    _check(not is_voucher or not kind.needs_reference, "needs_reference", _("gift certificates have no slip."))
    _check(0 <= kind.position <= 999, "position", _("the place lies between 0 and 999."))
    most = kind.most_alone_minor
    _check(most is None or 0 <= most <= MOST_TENDERED_MINOR, "most_alone_minor", _("nobody sells that much."))


def _check(stands: bool, field: str, reason: str) -> None:  # noqa: FBT001 - the condition is the sentence
    if not stands:
        raise TenderKindInvalid(field=field, reason=reason)
