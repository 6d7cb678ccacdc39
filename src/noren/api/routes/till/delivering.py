"""What is offered of deliveries at a till: goods sold here and sent home, by whatever store has them."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from noren.api.callers import ApiRequest, staff_at_till
from noren.api.documenting import reads
from noren.api.schemas.deliveries import ChoiceOut, DeliveryTermsOut
from noren.kernel.moments import say_long_day
from noren.orders.shipping.offer import delivery_days, is_delivery_offered
from noren.orders.shipping.wanted import PREFECTURES, slots_offered
from noren.people.errors import NotAllowed
from noren.people.roles import Deed
from noren.people.tokens import Scope
from noren.stores.loading import load_store_for_order

router = Router(tags=["Till: sales"])


@router.get("/delivery", **reads(DeliveryTermsOut, Scope.TILL, NotAllowed), summary="What is offered of deliveries")
def delivery_terms(request: ApiRequest) -> DeliveryTermsOut:
    """The fee, and the days and times that may be wished for."""
    _staff, till = staff_at_till(request, Deed.SELL)
    at = timezone.now()
    offered = delivery_days(load_store_for_order(till.store_code, at=at), at=at)
    soon, any_time = ChoiceOut(code="", words=_("as soon as possible")), ChoiceOut(code="", words=_("any time"))
    days = [ChoiceOut(code=day.isoformat(), words=say_long_day(day)) for day in offered]
    return DeliveryTermsOut(
        is_offered=is_delivery_offered(),
        fee_minor=settings.DELIVERY_FEE_MINOR,
        free_from_minor=settings.DELIVERY_FREE_FROM_MINOR,
        prefectures=list(PREFECTURES),
        days=[soon, *days],
        slots=[any_time, *(ChoiceOut(code=code, words=words) for code, words in slots_offered())],
    )
