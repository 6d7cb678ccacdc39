"""What a shopper wishes beside the goods, kept in the session until it is ordered: a note, and wrapping as a gift."""

from django.conf import settings
from django.http import HttpRequest

from noren.kernel.text import storable
from noren.orders.basket import BasketView
from noren.orders.models import MOST_GIFT_MESSAGE, MOST_NOTE
from noren.orders.wanted import GiftWrap

_WISHES = "wishes"


def keep_wishes(request: HttpRequest, basket: BasketView, *, is_gift: bool) -> None:
    """Keep what the form of the review says, for this basket only."""
    request.session[_WISHES] = {
        "basket": str(basket.uid),
        "is_gift": is_gift and settings.GIFT_WRAP_MINOR is not None,
        "message": storable(request.POST.get("gift_message", "")).strip()[:MOST_GIFT_MESSAGE],
        "note": note_of(request, basket),
    }


def gift_of(request: HttpRequest, basket: BasketView) -> GiftWrap | None:
    """The wrapping that was chosen, with the words as they stand in the form if that was sent."""
    kept = _kept(request, basket)
    if not kept.get("is_gift") or settings.GIFT_WRAP_MINOR is None:
        return None
    typed = request.POST.get("gift_message")
    message = kept.get("message", "") if typed is None else storable(typed).strip()[:MOST_GIFT_MESSAGE]
    return GiftWrap(str(message))


def note_of(request: HttpRequest, basket: BasketView) -> str:
    """The note as it was typed, or as it is kept."""
    typed = request.POST.get("note")
    note = _kept(request, basket).get("note", "") if typed is None else storable(typed).replace("\r\n", "\n")
    return str(note).strip()[:MOST_NOTE]


def _kept(request: HttpRequest, basket: BasketView) -> dict[str, object]:
    kept: dict[str, object] = request.session.get(_WISHES, {})
    return kept if kept.get("basket") == str(basket.uid) else {}
