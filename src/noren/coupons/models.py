"""Coupons, the goods they are for, grants, redemptions, and counters where there is a limit."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from noren.campaigns.models import Campaign
from noren.catalog.models import Product
from noren.kernel.ids import uuid7
from noren.people.models import Customer


class CouponKind(models.TextChoices):
    """Who may use a coupon."""

    CODE = "code", _("anybody with the code")
    MEMBER = "member", _("members to whom it was granted")


class Coupon(models.Model):
    """A right to a discount. `rule` is the versioned JSON of `noren.pricing`; `valid_until` is exclusive.

    Empty `channels` or `store_codes` mean everywhere. With `is_for_listed_goods` only products listed in
    `coupons_couponproduct` match (lists too long for the rule itself). `is_public` shows a code coupon to everybody.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=8, choices=CouponKind.choices, default=CouponKind.CODE)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("campaign")
    )
    rule = models.JSONField(_("rule"))
    is_for_listed_goods = models.BooleanField(_("only for listed goods"), default=False)
    valid_from = models.DateTimeField(_("valid from"))
    valid_until = models.DateTimeField(_("valid until"))
    channels = ArrayField(models.CharField(max_length=12), default=list, blank=True, verbose_name=_("channels"))
    store_codes = ArrayField(models.CharField(max_length=32), default=list, blank=True, verbose_name=_("stores"))
    redemption_limit = models.PositiveIntegerField(_("uses in all"), null=True, blank=True)
    redeemed_count = models.PositiveIntegerField(_("used"), default=0, editable=False)
    customer_limit = models.PositiveIntegerField(_("uses per customer"), null=True, blank=True)
    is_use_returned = models.BooleanField(_("a cancelled order gives the use back"), default=True)
    is_active = models.BooleanField(_("in force"), default=True)
    is_public = models.BooleanField(_("shown in the shop"), default=False, db_default=False)

    class Meta:
        verbose_name = _("coupon")
        verbose_name_plural = _("coupons")
        constraints = [
            models.CheckConstraint(
                condition=Q(redemption_limit__isnull=True) | Q(redeemed_count__lte=F("redemption_limit")),
                name="coupons_coupon_limit",
            ),
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="coupons_coupon_dates"),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(kind=CouponKind.CODE), name="coupons_coupon_public"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CouponProduct(models.Model):
    """A product that a coupon with listed goods is for."""

    coupon = models.ForeignKey(Coupon, models.CASCADE, related_name="listed_goods")
    product = models.ForeignKey(Product, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coupon", "product"], name="coupons_couponproduct_once")]

    def __str__(self) -> str:
        return f"{self.coupon.name}: {self.product}"


class Grant(models.Model):
    """A member coupon given to a customer, once per cause."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    coupon = models.ForeignKey(Coupon, models.PROTECT, related_name="grants", verbose_name=_("coupon"))
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    granted_at = models.DateTimeField(_("granted at"))
    channel = models.CharField(_("channel"), max_length=12)
    cause_kind = models.CharField(max_length=24)
    cause_uid = models.UUIDField()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            models.UniqueConstraint(fields=["coupon", "customer", "cause_kind", "cause_uid"], name="coupons_grant_once")
        ]
        indexes = [models.Index(fields=["customer"], name="coupons_grant_customer")]

    def __str__(self) -> str:
        return f"{self.coupon.name}: {self.customer}"


class Redemption(models.Model):
    """One use of a coupon on one order, with the rule as it was. `withdrawn_at` set means the use was given back.

    `is_over_limit`: a till took it without a network when no use was left. It stands beside the counters, in none.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    coupon = models.ForeignKey(Coupon, models.PROTECT, related_name="redemptions", verbose_name=_("coupon"))
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+", verbose_name=_("customer"))
    order_uid = models.UUIDField(null=True, db_index=True)
    discount_minor = models.PositiveIntegerField(_("discount"))
    rule = models.JSONField()
    channel = models.CharField(_("channel"), max_length=12)
    store_id = models.BigIntegerField(null=True)
    redeemed_at = models.DateTimeField(_("redeemed at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    is_use_returned = models.BooleanField(default=False)
    is_over_limit = models.BooleanField(_("beyond the limit"), default=False, db_default=False)
    source = models.CharField(max_length=12, default="live")

    class Meta:
        verbose_name = _("redemption")
        verbose_name_plural = _("redemptions")
        constraints = [
            models.UniqueConstraint(
                fields=["coupon", "order_uid"],
                condition=Q(withdrawn_at__isnull=True, order_uid__isnull=False),
                name="coupons_redemption_once",
            ),
            models.CheckConstraint(
                condition=Q(is_use_returned=False) | Q(withdrawn_at__isnull=False),
                name="coupons_redemption_returned",
            ),
            models.CheckConstraint(
                condition=Q(is_over_limit=False) | Q(is_use_returned=False), name="coupons_redemption_over_limit"
            ),
        ]
        indexes = [models.Index(fields=["customer"], name="coupons_redemption_customer")]

    def __str__(self) -> str:
        return f"{self.coupon.name} {self.redeemed_at:%Y-%m-%d}"


class CustomerUse(models.Model):
    """How often a customer used a coupon that is limited per customer. The limit stands beside it for the CHECK."""

    coupon = models.ForeignKey(Coupon, models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    redeemed_count = models.PositiveIntegerField()
    customer_limit = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coupon", "customer"], name="coupons_customeruse_once"),
            models.CheckConstraint(
                condition=Q(redeemed_count__lte=F("customer_limit")), name="coupons_customeruse_limit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coupon.name}: {self.customer}"
