"""Coupons in the office: made and changed through `create`, given through `grant`; uses are read-only."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from noren.coupons.coupon_form import CouponForm
from noren.coupons.create import change_coupon, create_coupon
from noren.coupons.errors import MemberNotFound
from noren.coupons.grant import grant_coupon
from noren.coupons.models import Coupon, CouponKind, CouponProduct, CustomerUse, Grant, Redemption
from noren.coupons.queries import MOST_USES_COUNTED, uses
from noren.kernel.columns import cause, channel, link, link_by_uid, list_url, money, source
from noren.kernel.filters import ChannelFilter, ChoiceFilter, DayFilter, RecordFilter, YesNoFilter, one_of
from noren.kernel.ids import uuid7
from noren.kernel.records import AnyForm, RecordAdmin, RecordForm, RecordLink
from noren.kernel.sources import SOURCES
from noren.people.queries import find_member


@admin.register(Coupon)
class CouponAdmin(RecordAdmin):
    """Rights to a discount. The rule is asked for in words; its JSON is nobody's business."""

    see_deeds = ("edit_campaigns", "grant_coupon")
    edit_deed = "edit_campaigns"
    add_verb = staticmethod(create_coupon)
    change_verb = staticmethod(change_coupon)
    form = CouponForm
    list_display = (
        "name",
        "code",
        "kind",
        "rule_in_words",
        "valid_from",
        "valid_until",
        "uses_in_words",
        "is_active",
        link("campaign", _("campaign")),
    )
    list_filter = (
        ("kind", ChoiceFilter),
        ("is_active", YesNoFilter),
        ("is_public", YesNoFilter),
        ("valid_until", DayFilter),
        ("campaign", RecordFilter),
    )
    search_fields = ("name", "=code")
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("code", "name", "kind", "campaign", "is_active")}),
        (
            _("What it takes off"),
            {"fields": ("benefit", "percent", "up_to_minor", "amount_minor", "minimum_minor", "stacks", "priority")},
        ),
        (_("For which goods"), {"fields": ("categories", "products", "skus", "is_for_listed_goods")}),
        (_("When and where"), {"fields": ("valid_from", "valid_until", "channels", "stores", "is_public")}),
        (_("How often"), {"fields": ("redemption_limit", "customer_limit", "is_use_returned")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The form's fields; for those who only look, the coupon in words."""
        if self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        states = ("is_active", "is_public")
        names = ("code", "name", "kind", "campaign", "rule_in_words", "valid_from", "valid_until")
        return ((None, {"fields": (*names, "channels", "store_codes", "uses_in_words", "customer_limit", *states)}),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is said in words is never typed."""
        return ("rule_in_words", "uses_in_words")

    @admin.display(description=_("takes off"))
    def rule_in_words(self, coupon: Coupon) -> str:
        """The rule, as the form would say it."""
        return CouponForm.rule_in_words(coupon)

    def get_queryset(self, request: HttpRequest) -> Any:
        """With how often they were used, counted for those that are shown."""
        return super().get_queryset(request).annotate(uses=uses())

    @admin.display(description=_("used"))
    def uses_in_words(self, coupon: Any) -> str:
        """Uses against the limit."""
        limit = _("no limit") if coupon.redemption_limit is None else f"{coupon.redemption_limit:,}"
        is_more = coupon.redemption_limit is None and coupon.uses > MOST_USES_COUNTED
        used = f"{MOST_USES_COUNTED:,}+" if is_more else f"{coupon.uses:,}"
        return f"{used} / {limit}"

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """Its uses, whom it was given to, and the goods it lists."""
        links = [RecordLink(str(_("Redemptions")), list_url("coupons_redemption", coupon__id__exact=record.pk))]
        if record.kind == CouponKind.MEMBER:
            links.append(RecordLink(str(_("Grants")), list_url("coupons_grant", coupon__id__exact=record.pk)))
        if record.is_for_listed_goods:
            links.append(
                RecordLink(str(_("Listed goods")), list_url("coupons_couponproduct", coupon__id__exact=record.pk))
            )
        return links

    def add_record(self, request: HttpRequest, form: AnyForm) -> int:
        """Make a coupon."""
        return create_coupon(form.definition()).pk  # type: ignore[attr-defined]

    def change_record(self, request: HttpRequest, record: Model, form: AnyForm) -> None:
        """Change a coupon; its code stays."""
        definition = form.definition()  # type: ignore[attr-defined]
        change_coupon(definition.code, definition)


class GrantForm(RecordForm):
    """A member coupon for one member."""

    member = forms.CharField(label=_("Member"), help_text=_("Member number, e-mail or phone, as the member says it."))

    class Meta:
        model = Grant
        fields = ("coupon",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "coupon" in self.fields:
            self.fields["coupon"].queryset = Coupon.objects.filter(kind=CouponKind.MEMBER, is_active=True)  # type: ignore[attr-defined]


@admin.register(Grant)
class GrantAdmin(RecordAdmin):
    """Who was given a coupon, and why."""

    see_deeds = ("grant_coupon",)
    edit_deed = "grant_coupon"
    add_verb = staticmethod(grant_coupon)
    form = GrantForm
    list_display = (
        "granted_at",
        link("coupon", _("coupon")),
        link("customer", _("customer")),
        channel("channel", _("channel")),
        cause(_("cause")),
    )
    list_filter = (("coupon", RecordFilter), ("channel", ChannelFilter), ("granted_at", DayFilter))
    search_fields = ("=customer__member_number", "=coupon__code")
    ordering = ("-pk",)
    readonly_fields = ("begun", "caused")
    begun = channel("channel", _("channel"))
    caused = cause(_("cause"))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is asked for a new one; all of an old one."""
        if obj is None:
            return ("coupon", "member")
        return ("coupon", "customer", "granted_at", "begun", "caused", "cause_uid")

    def add_record(self, request: HttpRequest, form: AnyForm) -> int:
        """Give the coupon to the member."""
        typed = form.cleaned_data
        member = find_member(typed["member"])
        if member is None:
            raise MemberNotFound(field="member", member=typed["member"])
        grant = grant_coupon(
            code=typed["coupon"].code,
            customer_id=member.id,
            channel="office",
            cause_kind="office",
            cause_uid=uuid7(),
            at=timezone.now(),
        )
        return grant.pk


@admin.register(Redemption)
class RedemptionAdmin(RecordAdmin):
    """Each use of a coupon on an order."""

    see_deeds = ("see_reports", "edit_campaigns")
    store_path = "store_id"
    list_display = (
        "redeemed_at",
        link("coupon", _("coupon")),
        link_by_uid("orders_order", "order_uid", _("order"), words=_("order")),
        link("customer", _("customer")),
        money("discount_minor", _("discount")),
        channel("channel", _("channel")),
        "withdrawn_at",
        source(_("source")),
    )
    list_filter = (
        ("coupon", RecordFilter),
        ("channel", ChannelFilter),
        ("source", one_of(SOURCES)),
        ("redeemed_at", DayFilter),
    )
    search_fields = ("=coupon__code", "=customer__member_number", "=order_uid")
    ordering = ("-pk",)
    fields = (
        "coupon",
        "customer",
        "order_uid",
        "discount",
        "used_in",
        "redeemed_at",
        "withdrawn_at",
        "is_use_returned",
        "brought_by",
    )
    readonly_fields = ("discount", "used_in", "brought_by")
    used_in = channel("channel", _("channel"))
    brought_by = source(_("source"))
    discount = money("discount_minor", _("discount"))


@admin.register(CouponProduct)
class ListedGoodsAdmin(RecordAdmin):
    """The goods of coupons that list theirs."""

    words = (_("listed product"), _("listed goods"))
    see_deeds = ("edit_campaigns", "grant_coupon")
    list_display = (link("product", _("product")), link("coupon", _("coupon")))
    list_display_links = None
    list_filter = (("coupon", RecordFilter),)
    search_fields = ("product__name", "=product__code")
    ordering = ("pk",)


@admin.register(CustomerUse)
class CustomerUseAdmin(RecordAdmin):
    """How often a customer used a coupon that is limited per customer."""

    words = (_("uses of a customer"), _("uses per customer"))
    see_deeds = ("edit_campaigns",)
    list_display = (link("customer", _("customer")), link("coupon", _("coupon")), "redeemed_count", "customer_limit")
    list_display_links = None
    list_filter = (("coupon", RecordFilter),)
    search_fields = ("=customer__member_number", "=coupon__code")
    ordering = ("-pk",)
