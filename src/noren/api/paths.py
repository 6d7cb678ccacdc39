"""What stands in the paths of operations, each with its meaning."""

from typing import Annotated
from uuid import UUID

from ninja import Path

from noren.api.schemas.base import CouponCode, Sku, Typed

BasketUid = Annotated[UUID, Path(description="The basket.")]
OrderUid = Annotated[UUID, Path(description="The order.")]
CustomerUid = Annotated[UUID, Path(description="The customer.")]
TransferUid = Annotated[UUID, Path(description="The transfer.")]
DeliveryUid = Annotated[UUID, Path(description="The delivery.")]
CountUid = Annotated[UUID, Path(description="The stocktake.")]
HeldUid = Annotated[UUID, Path(description="The list, and the sale that it becomes.")]
ShiftUid = Annotated[UUID, Path(description="The shift.")]
ImportUid = Annotated[UUID, Path(description="The import.")]
BasketSku = Annotated[Sku, Path(description="The variant's SKU.")]
AnySku = Annotated[Sku, Path(description="A SKU or a barcode number.")]
CouponInPath = Annotated[CouponCode, Path(description="The coupon's code; case does not count.")]
ProductCode = Annotated[Typed, Path(description="The product's code.")]
StoreInPath = Annotated[Typed, Path(description="The store's code.")]
ReceiptNumber = Annotated[Typed, Path(description="The receipt's number.")]
ProblemCode = Annotated[str, Path(description="The code of a problem.")]
