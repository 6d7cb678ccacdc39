"""Transfers for browser tests: two stores, goods with barcodes, and a transfer at each step."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from noren.catalog.models import Variant
from noren.kernel.ids import gtin_check_digit, uuid7
from noren.people.models import Role, StaffMember
from noren.stock.transfers.draft import Draft, draft_transfer
from noren.stock.transfers.locking import By
from noren.stock.transfers.ready import make_ready
from noren.stock.transfers.receive import Arrival, Counted, receive_transfer
from noren.stock.transfers.send import send_transfer
from noren.stores.models import Store
from tests.browser.office_desk import PASSWORD
from tests.factories import make_staff, make_store, make_variant, stock_up


@dataclass(frozen=True, slots=True)
class TransferDesk:
    """Goods of the first store, of which some are to go to the second."""

    here: Store
    there: Store
    coffee: Variant
    tea: Variant
    head: StaffMember

    def transfer(self, step: str) -> UUID:
        """A transfer that has come as far as a step: draft, ready, sent, partly or received."""
        uid, by = uuid7(), By(timezone.now(), self.head.pk)
        lines = ((self.coffee.sku, 6), (self.tea.sku, 2))
        content = Draft(uid, self.here.code, self.there.code, lines, "週末のフェア用", timezone.localdate())
        draft_transfer(content, by=by)
        if step != "draft":
            make_ready(uid, by=by)
        if step in {"sent", "partly", "received"}:
            send_transfer(uid, by=by)
        if step == "partly":
            receive_transfer(uid, Arrival(uuid7(), (Counted(self.coffee.sku, 4, 1),)), by=by)
        if step == "received":
            counted = (Counted(self.coffee.sku, 5, 1, "lost", "箱が破れていた"), Counted(self.tea.sku, 3, 0, "surplus"))
            receive_transfer(uid, Arrival(uuid7(), counted, is_closing=True), by=by)
        return uid

    def pages(self) -> list[str]:
        """Every page of a transfer, at each step."""
        uids = {step: self.transfer(step) for step in ("draft", "ready", "sent", "partly", "received")}
        return [
            "/office/stock/transfer/",
            "/office/transfers/new/",
            f"/office/transfers/{uids['draft']}/change/",
            *(f"/office/transfers/{uid}/" for uid in uids.values()),
            f"/office/transfers/{uids['ready']}/packing-list/",
            f"/office/transfers/{uids['ready']}/send/",
            f"/office/transfers/{uids['sent']}/receive/",
            f"/office/transfers/{uids['sent']}/cancel/",
            f"/office/transfers/{uids['ready']}/cancel/",
        ]


def a_transfer_desk() -> TransferDesk:
    """Plenty of coffee and tea in one store, none in the other, and somebody of the head office."""
    here, there = make_store(code="S001", name="渋谷店"), make_store(code="S002", name="新宿店")
    coffee, tea = (
        make_variant(name="深煎りコーヒー豆 200g", sku="COFFEE-200"),
        make_variant(name="宇治煎茶 100g", sku="TEA-100"),
    )
    for number, variant in enumerate((coffee, tea)):
        digits = f"49012345678{number}"
        variant.gtin = digits + gtin_check_digit(digits)
        variant.save(update_fields=["gtin"])
        stock_up(here, variant, 40)
    return TransferDesk(here, there, coffee, tea, make_staff(role=Role.HEAD_OFFICE, password=PASSWORD))
