"""Scans: a code that a scanner or a person typed, and pieces. Taken one by one, each once, with a script or without."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone

from noren.catalog.by_code import Goods, goods_by_code
from noren.kernel.errors import NorenError
from noren.kernel.idempotency import Answer, answer_once, fingerprint_of
from noren.kernel.ids import uuid7
from noren.office.staff_log import logged
from noren.office.stock_access import whole
from noren.stock.errors import GoodsUnknown, PiecesInvalid

_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Scan:
    """What came in, and what goods the code names. `uid` was made by the page: the same one is the same scan."""

    uid: UUID
    goods: Goods
    pieces: int
    area: str
    is_damaged: bool
    at: datetime


def answer_scan(request: HttpRequest, deed: Callable[[Scan], str], *, back_to: str) -> HttpResponse:
    """Do the deed with the scan of the form, once, and say what it answered: to the script, or on the page again."""
    uid, at = _uid(request), timezone.now()

    def answer() -> Answer:
        with logged(request):
            return Answer(200, deed(_read(request, uid, at)))

    try:
        given = answer_once(
            scope=f"office/{request.user.pk}",
            key=f"scan/{uid}",
            fingerprint=fingerprint_of(request.path, request.POST.get("code", ""), request.POST.get("pieces", "")),
            at=at,
            answer=answer,
        )
        said, is_ok = given.body, True
    except NorenError as refusal:
        said, is_ok = str(refusal), False
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"ok": is_ok, "said": said})
    (messages.success if is_ok else messages.error)(request, said)
    return HttpResponseRedirect(back_to)


def _read(request: HttpRequest, uid: UUID, at: datetime) -> Scan:
    typed = unicodedata.normalize("NFKC", request.POST.get("code", ""))[:_LONGEST].strip()
    goods = goods_by_code([typed]).get(typed)
    if goods is None:
        raise GoodsUnknown(field="code", codes=typed or "–")
    asked = request.POST.get("pieces", "").strip()
    pieces = whole(asked) if asked else 1
    if pieces is None:
        raise PiecesInvalid(field="pieces", pieces=0, limit=1_000_000)
    area = " ".join(request.POST.get("area", "").split())
    return Scan(uid, goods, pieces, area, "damaged" in request.POST, at)


def _uid(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("uid", ""))
    except ValueError:
        return uuid7()
