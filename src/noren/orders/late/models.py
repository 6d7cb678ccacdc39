"""Late sales and how they differ from what would have been sold here."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from noren.kernel.ids import uuid7
from noren.people.models import StaffMember
from noren.stores.models import Register

MOST_SEEN_NOTE = 200


class LateSale(models.Model):
    """An order that a till made without a network, as its envelope says, and when it was made and booked.

    `device_at` is what the till's clock showed; the order's `placed_at` is when we take it to be made, its `booked_at`
    when it came here. `synced_at` is when the till had its goods and prices from us, which names the time without a
    network that its amounts are summed over: `device_minor` and `device_uses` (by coupon code) are what the register
    had sold and taken by then in that time, this sale included. `ours` is what we knew when it was booked: the audit
    compares by it.
    `fingerprint` tells a repeat from another envelope under the same uid.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    order = models.OneToOneField("orders.Order", models.PROTECT, related_name="late", verbose_name=_("order"))
    register = models.ForeignKey(Register, models.PROTECT, related_name="+", verbose_name=_("register"))
    provisional_number = models.CharField(_("number on the till's paper"), max_length=40)
    fingerprint = models.CharField(max_length=64, editable=False)
    device_at = models.DateTimeField(_("the till's clock"))
    clock_offset_s = models.BigIntegerField(_("the clock was ahead by (seconds)"))
    synced_at = models.DateTimeField(_("goods and prices of"))
    assortment_version = models.CharField(max_length=64, blank=True)
    named_customer = models.CharField(_("member who was named"), max_length=40, blank=True)
    quoted_points = models.PositiveIntegerField(_("points the till printed"))
    sent_by = models.ForeignKey(StaffMember, models.PROTECT, related_name="+", verbose_name=_("sent by"))
    ours = models.JSONField()
    device_minor = models.PositiveBigIntegerField()
    device_uses = models.JSONField()
    difference_count = models.PositiveIntegerField(_("differences"), default=0)
    seen_at = models.DateTimeField(_("seen at"), null=True)
    seen_by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("seen by"))
    seen_note = models.CharField(_("note"), max_length=MOST_SEEN_NOTE, blank=True)

    class Meta:
        verbose_name = _("sale made without a network")
        verbose_name_plural = _("sales made without a network")
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True, seen_by__isnull=True, seen_note="")
                | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="orders_latesale_seen",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(seen_at=None, difference_count__gt=0), name="orders_latesale_unseen"
            ),
            models.Index(fields=["provisional_number"], name="orders_latesale_paper"),
            models.Index(fields=["register", "synced_at", "-id"], name="orders_latesale_alone"),
        ]

    def __str__(self) -> str:
        return self.provisional_number


class LateCause(models.TextChoices):
    """Why a late sale is not what would have been sold here when it was booked."""

    PRICE = "price", _("a different price")
    TAX_RATE = "tax_rate", _("another tax rate")
    TAX = "tax", _("another tax amount")
    DISCOUNT = "discount", _("another discount")
    POINTS = "points", _("other points")
    NOT_ON_SALE = "not_on_sale", _("not on sale")
    MARKDOWN = "markdown", _("otherwise taken off by hand")
    MARKDOWN_OVER_LIMIT = "markdown_over_limit", _("more taken off a sale by hand than alone")
    MARKDOWN_OVER_PERCENT = "markdown_percent", _("more percent taken off by hand than alone")
    COUPON_OVER_LIMIT = "coupon_over_limit", _("the coupon was used up")
    COUPON_DATES = "coupon_dates", _("the coupon was outside its dates")
    COUPON_MISFIT = "coupon_misfit", _("the coupon was not for this sale")
    COUPON_ALLOWANCE = "coupon_allowance", _("more coupon uses than a till may take alone")
    MEMBER_UNKNOWN = "member_unknown", _("nobody has this member number")
    REGISTER_OFF = "register_off", _("the register was switched off")
    STAFF_OFF = "staff_off", _("who sold may not sell here any more")
    DEVICE_STOPPED = "device_stopped", _("sold after the device was locked or replaced")
    CLOCK = "clock", _("the till's clock was wrong")
    DATA_AGE = "data_age", _("goods and prices were too old")
    TOO_LATE = "too_late", _("it was sent too late")
    SALE_OVER_LIMIT = "sale_over_limit", _("more than one sale may come to")
    DEVICE_OVER_LIMIT = "device_over_limit", _("more than a till may sell alone")
    TENDER_ALONE = "tender_alone", _("paid by what a till may not take alone, or by too much of it")


class LateDifference(models.Model):
    """One cause by which a late sale differs. Immutable.

    `about` is the line's uid, or the code of the coupon or tender kind, empty where it is the whole sale. `said` and
    `ours` are the figure of the till and ours: minor units, basis points for a rate, uses for coupons, points, seconds
    for the clock, hours for the age of data, days for lateness. `amount_minor` is what it made the sale cost more, or
    less where it is below zero.
    """

    late_sale = models.ForeignKey(LateSale, models.PROTECT, related_name="differences", verbose_name=_("sale"))
    cause = models.CharField(_("cause"), max_length=20, choices=LateCause.choices)
    about = models.CharField(_("about"), max_length=40, blank=True)
    said = models.BigIntegerField(_("at the till"))
    ours = models.BigIntegerField(_("here"))
    amount_minor = models.BigIntegerField(_("amount"))

    class Meta:
        verbose_name = _("difference of a late sale")
        verbose_name_plural = _("differences of late sales")
        constraints = [
            models.UniqueConstraint(fields=["late_sale", "cause", "about"], name="orders_latedifference_once"),
        ]
        ordering = ["id"]
