"""The shop's paths. Account pages are allauth's, as far as the shop has drawn them."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path, re_path, register_converter
from django.views.i18n import set_language

from noren.shop.stock_marks import PATH, mark_of_stock
from noren.shop.views import (
    basket,
    checkout,
    claim,
    coupon,
    deliver,
    demo,
    goods,
    install,
    member,
    order,
    order_change,
    outbox,
    pay,
    places,
    reading,
    receipt,
    sandbox,
)


class OrderKeyConverter:
    """The key in a guest's link: 22 symbols, longer than the fixed words below a member's order."""

    regex = r"[\w-]{22}"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


class ReceiptTokenConverter(OrderKeyConverter):
    """The token in a receipt's link: 24 symbols."""

    regex = r"[\w-]{24}"


register_converter(OrderKeyConverter, "order_key")
register_converter(ReceiptTokenConverter, "receipt_token")

_ORDER: list[URLPattern] = [
    path("", order.show, name="order"),
    path("status/", order.status, name="order_status"),
    path("cancel/", order.cancel, name="order_cancel"),
    path("change/", order_change.change, name="order_change"),
    path("pay/", pay.pay, name="order_pay"),
    path("paid/", pay.paid, name="order_paid"),
    path("receipts/<str:number>/", order.receipt, name="order_receipt"),
]
_RECEIPT: list[URLPattern] = [
    path("", receipt.show, name="receipt"),
    path("pdf/", receipt.pdf, name="receipt_pdf"),
    path("formal/", receipt.make_out, name="receipt_make_out"),
    path("formal/<uuid:uid>/", receipt.formal, name="receipt_formal"),
    path("formal/<uuid:uid>/pdf/", receipt.formal_pdf, name="receipt_formal_pdf"),
]
_SHOP: list[URLPattern | URLResolver] = [
    path("", goods.home, name="home"),
    path("find/", goods.find, name="find"),
    path("products/<str:code>/", goods.product, name="product"),
    path("products/<str:code>/stock/", goods.stock, name="product_stock"),
    path(PATH, mark_of_stock, name="stock_mark"),
    path("products/<str:code>/store/", goods.pickup_store, name="pickup_store"),
    path("01/<str:gtin>/", goods.by_gtin, name="by_gtin"),
    path("place/", places.place, name="place"),
    path("stores/", places.stores, name="stores"),
    path("stores/choose/", places.choose, name="choose_store"),
    path("stores/<str:code>/", places.store, name="store"),
    path("basket/", basket.show, name="basket"),
    path("basket/add/", basket.add, name="add"),
    path("basket/change/", basket.change, name="change"),
    path("basket/store/", basket.pick_store, name="pick_store"),
    path("basket/stores/", basket.other_stores, name="other_stores"),
    path("basket/coupon/", basket.use_coupon, name="use_coupon"),
    path("basket/coupon/drop/", basket.drop_coupon, name="drop_coupon"),
    # Codes of other systems may have a slash.
    path("coupons/<path:code>/", coupon.show, name="coupon"),
    path("checkout/", checkout.contact, name="contact"),
    path("checkout/hold/", checkout.hold, name="hold"),
    path("checkout/gift/", checkout.gift, name="gift"),
    path("checkout/confirm/", checkout.confirm, name="confirm"),
    path("checkout/accept/", checkout.accept, name="accept"),
    path("checkout/place/", checkout.place, name="place_order"),
    path("checkout/deliver/", deliver.address, name="deliver"),
    path("checkout/deliver/forget/", deliver.forget, name="forget_address"),
    path("checkout/deliver/confirm/", deliver.confirm, name="deliver_confirm"),
    path("checkout/deliver/place/", deliver.place, name="deliver_place"),
    path("checkout/deliver/gift/", deliver.gift, name="deliver_gift"),
    path("orders/<uuid:order_uid>/", include(_ORDER)),
    path("orders/<uuid:order_uid>/<order_key:key>/", include(_ORDER)),
    path("r/<receipt_token:token>/", include(_RECEIPT)),
    path("pay/sandbox/<str:ref>/", sandbox.page, name="sandbox"),
    path("member/", member.card, name="member"),
    path("member/orders/", member.orders, name="member_orders"),
    path("member/receipts/", member.receipts, name="member_receipts"),
    path("member/points/", member.points, name="member_points"),
    path("member/join/", member.join_online, name="join"),
    path("claim/", claim.ask, name="claim"),
    path("claim/<uuid:claim_uid>/", claim.confirm, name="claim_code"),
    path("guide/", reading.guide, name="guide"),
    path("legal/", reading.legal, name="legal"),
    path("privacy/", reading.privacy, name="privacy"),
    path("demo/", demo.demo, name="demo"),
    path("outbox/", outbox.messages, name="outbox"),
    path("outbox/<uuid:uid>/", outbox.message, name="outbox_mail"),
    path("outbox/<uuid:uid>/html/", outbox.message_html, name="outbox_html"),
    path("manifest.webmanifest", install.manifest, name="manifest"),
]
_ACCOUNT: list[URLPattern] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("confirm-email/", account.email_verification_sent, name="account_email_verification_sent"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((_SHOP, "shop"))),
    path("account/", include(_ACCOUNT)),
    path("language/", set_language, name="set_language"),
]
