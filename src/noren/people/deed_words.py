"""What staff do, in words: for the staff log and its filters."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from noren.people.roles import Deed
from noren.people.staff_log import OPEN_PAGE, SIGN_IN

DEED_WORDS: Mapping[str, object] = {
    SIGN_IN: _("sign in"),
    OPEN_PAGE: _("open a page"),
    Deed.SELL: _("sell"),
    Deed.PICK: _("pick goods"),
    Deed.REJECT_PICKUP: _("reject a pickup"),
    Deed.HAND_OVER: _("hand over"),
    Deed.SHIP: _("pack and send a parcel"),
    Deed.VOID_SALE: _("void a sale"),
    Deed.RETURN_GOODS: _("take goods back"),
    Deed.RETURN_LATE: _("take goods back late"),
    Deed.RETURN_WITHOUT_SALE: _("take goods back without a sale"),
    Deed.REFUND_LARGE: _("give much money back"),
    Deed.CANCEL_ORDER: _("cancel an order"),
    Deed.CHANGE_ORDER: _("change an order"),
    Deed.SEE_LATE_SALES: _("see to sales made without a network"),
    Deed.NOTE_MONEY: _("note money"),
    Deed.REPRINT: _("print or send a receipt"),
    Deed.RESEND_MAIL: _("send a mail again"),
    Deed.JOIN_MEMBER: _("make a member"),
    Deed.FIND_MEMBER: _("look a member up"),
    Deed.CHANGE_MEMBER: _("change a member"),
    Deed.SEE_TIMELINE: _("look at a customer"),
    Deed.SEE_REPORTS: _("take figures away"),
    Deed.RECEIVE_GOODS: _("receive goods"),
    Deed.COUNT_STOCK: _("count stock"),
    Deed.ADJUST_STOCK: _("correct stock"),
    Deed.CORRECT_LARGE: _("correct much stock"),
    Deed.WRITE_OFF_LARGE: _("throw much away"),
    Deed.CLOSE_COUNT_LARGE: _("close a stocktake that differs much"),
    Deed.DRAFT_TRANSFER: _("draft a transfer"),
    Deed.SEND_TRANSFER: _("send a transfer"),
    Deed.RECEIVE_TRANSFER: _("receive a transfer"),
    Deed.CANCEL_TRANSFER: _("cancel a transfer"),
    Deed.SET_ROUTING: _("set the rules of routing"),
    Deed.EDIT_STORE: _("change a store"),
    Deed.EDIT_CATALOG: _("change goods"),
    Deed.PRICE_LARGE: _("change a price much"),
    Deed.EDIT_CAMPAIGNS: _("change campaigns and coupons"),
    Deed.GRANT_COUPON: _("grant a coupon"),
    Deed.ADJUST_POINTS: _("correct points"),
    Deed.IMPORT: _("import a file"),
    Deed.MANAGE_STAFF: _("change staff"),
    Deed.MANAGE_TOKENS: _("change API tokens"),
}
