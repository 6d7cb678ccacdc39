"""What is taken off by hand at a till: as the trade has it, as it is approved, and what it comes to."""

from collections.abc import Sequence
from datetime import datetime

from noren.api.schemas.markdowns import MarkdownAsked, MarkdownIn
from noren.api.schemas.till import SaleIn
from noren.kernel.ids import uuid7
from noren.orders.markdowns.errors import MarkdownNotOffered, MarkdownReasonMissing, MarkdownWithoutEffect
from noren.orders.markdowns.limits import deeds_of
from noren.orders.markdowns.rules import Weight, weight_of_quote
from noren.orders.markdowns.wanted import WantedMarkdown
from noren.orders.place import quote_order
from noren.orders.wanted import PlaceOrder, WantedLine
from noren.people.approve import Request
from noren.people.roles import Deed, Staff, deeds_in
from noren.people.tokens import Till
from noren.pricing import MarkdownKind
from noren.pricing.errors import MarkdownInvalid

MARKDOWN_REFUSALS = (MarkdownInvalid, MarkdownNotOffered, MarkdownReasonMissing, MarkdownWithoutEffect)


def wanted_markdowns(markdowns: Sequence[MarkdownIn]) -> tuple[WantedMarkdown, ...]:
    """Markdowns as the trade has them."""
    return tuple(WantedMarkdown(MarkdownKind(each.kind), each.value, each.reason, each.line_uid) for each in markdowns)


def needs_approval(weight: Weight, staff: Staff, till: Till) -> list[str]:
    """The deeds for which a second person is needed."""
    if not weight.amount_minor:
        return []
    alone = deeds_in(staff, till.store_id)
    return [str(deed) for deed in deeds_of(weight) if deed not in alone]


def markdown_request(asked: SaleIn | MarkdownAsked, till: Till, *, amount_minor: int | None = None) -> Request:
    """Markdowns as they are approved and as they are given: with all goods of their sale, whose part they may be of."""
    order_uid = asked.uid if isinstance(asked, SaleIn) else asked.order_uid
    content = {
        "deed": "mark_down",
        "lines": [[str(line.uid), line.sku, line.quantity] for line in asked.lines],
        "markdowns": [
            [each.kind, each.value, str(each.line_uid or ""), each.reason.strip()] for each in asked.markdowns
        ],
    }
    reasons = dict.fromkeys(each.reason.strip() for each in asked.markdowns)
    return Request(till.store_id, order_uid, content, "、".join(reasons)[:200], amount_minor)


def weigh_asked(asked: MarkdownAsked, till: Till, *, at: datetime) -> tuple[int, tuple[Deed, ...]]:
    """What markdowns that are to be approved take off now, minor units, and which deeds they come to.

    Raises:
        What `quote_order` does for lines and markdowns.
    """
    sale = PlaceOrder(
        uid=uuid7(),
        channel="till",
        store_code=till.store_code,
        lines=tuple(WantedLine(line.uid, line.sku, line.quantity) for line in asked.lines),
        fulfillment="counter",
        register_uid=till.register_uid,
        markdowns=wanted_markdowns(asked.markdowns),
    )
    weight = weight_of_quote(quote_order(sale, at=at))
    return weight.amount_minor, deeds_of(weight)
