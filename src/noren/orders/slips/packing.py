"""The packing slip (納品書) that lies in a parcel: who gets what, for which order, and when. No prices. Pure."""

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from noren.kernel.ids import in_groups
from noren.kernel.moments import say_long_day
from noren.orders.shipping.queries import ToShip
from noren.orders.shipping.wanted import slot_words
from noren.orders.slips import pdf
from noren.orders.slips.files import ReceiptFile
from noren.orders.slips.pdf import Paper
from noren.orders.slips.shape import Goods, Row, Slip
from noren.orders.slips.slip import clean


def packing_slip(work: ToShip, *, shop: str, phone: str) -> Slip:
    """Lay the slip of a parcel out in the active language.

    Args:
        shop: the name of the shop, and `phone` whom to call.
    """
    parcel, address = work.parcel, work.wanted.address
    number = in_groups(work.order_number, 5)
    return Slip(
        language=get_language() or "en",
        number=work.order_number,
        title=_("Packing slip"),
        marks=(),
        issuer=shop,
        issuer_details=tuple(part for part in (parcel.store_name, phone) if part),
        recipient="",
        facts=(
            Row(_("Order number"), number),
            Row(_("Delivered to"), pgettext("made out to", "%(name)s") % {"name": clean(address.name)}),
            Row("", clean(f"〒{address.postal_code}")),
            Row("", clean(f"{address.prefecture}{address.city}")),
            Row("", clean(address.line1)),
            *([Row("", clean(address.line2))] if address.line2 else []),
            Row(_("Phone"), clean(address.phone)),
            Row(pgettext("delivery", "Wanted"), wanted_words(work)),
            *([Row(_("On the card"), clean(work.gift_message))] if work.gift_message else []),
        ),
        goods=tuple(
            Goods(clean(line.name), (Row(clean(line.gtin or line.sku), f"× {line.quantity}"),)) for line in parcel.lines
        ),
        sums=(),
        total=Row(_("Pieces in this parcel"), str(parcel.piece_count)),
        statement=(),
        taxes=(),
        tenders=(),
        points=(),
        notes=(
            _("The rest of an order may come in parcels of its own."),
            _("Please keep this slip until you have looked at everything. Returns are possible in any of our stores."),
        ),
        link="",
        link_words="",
    )


def wanted_words(work: ToShip) -> str:
    """When the parcel is wanted, in words."""
    day = say_long_day(work.wanted.day) if work.wanted.day else _("as soon as possible")
    return f"{day} · {slot_words(work.wanted.slot)}"


def packing_file(work: ToShip, *, shop: str, phone: str) -> ReceiptFile:
    """The slip as a PDF on A4."""
    slip = packing_slip(work, shop=shop, phone=phone)
    return ReceiptFile(f"{work.order_number}-packing.pdf", pdf.MEDIA_TYPE, pdf.render_pdf(slip, paper=Paper.A4))
