"""How deliveries and stocktakes are presented."""

from uuid import UUID

from noren.api.schemas.stock import CountLineOut, CountOut, DeliveryOut
from noren.stock.count_review import booked_lines, get_count, review
from noren.stock.deliveries import get_delivery


def delivery_out(uid: UUID) -> DeliveryOut:
    """A delivery as it stands."""
    return DeliveryOut.model_validate(get_delivery(uid))


def count_out(uid: UUID) -> CountOut:
    """A stocktake as it stands: what was counted, or what was booked."""
    found = get_count(uid)
    if found.status == "closed":
        lines = [
            CountLineOut(
                sku=line.sku,
                name=line.name,
                expected=line.expected,
                counted=line.counted,
                difference=line.difference,
                is_unsure=line.outcome == "unsure",
            )
            for line in booked_lines(uid)
        ]
    else:
        lines = [CountLineOut.model_validate(line) for line in review(uid)[0]]
    return CountOut(
        uid=found.uid,
        store_name=found.store_name,
        name=found.name,
        scope=found.scope,
        status=found.status,
        opened_at=found.opened_at,
        ended_at=found.ended_at,
        lines=lines,
    )
