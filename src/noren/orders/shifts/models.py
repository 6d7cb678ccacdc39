"""Shifts of registers, openings without a network, cash moves, checks, and late batches."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from noren.people.models import StaffMember
from noren.stores.models import Register

MOST_REASON = 200
# A shift that differs, and nobody has said why.
UNEXPLAINED = Q(reason="") & (Q(difference_minor__lt=0) | Q(difference_minor__gt=0) | Q(do_tenders_differ=True))

# A count that began no shift, and nobody has looked at.
UNSEEN_JOINED = Q(has_joined=True, seen_at__isnull=True)


class Shift(models.Model):
    """A register from opening to closing. Amounts are minor units; what a closed one says is never written again.

    `opening_counts` and `closing_counts` are lists of `[coin or note, pieces]`; without the first, the drawer was taken
    over as the last shift left it, which is `found_minor`: None for a register's first shift. `opening_minor` is what
    counted. `closed_at` is exclusive but for the last moment itself. `is_blind`: who closed it did not see what was
    expected. `report` is what it printed, built once as data, with what was counted of tenders beside cash;
    `do_tenders_differ` says whether one of them was counted otherwise than expected.
    """

    uid = models.UUIDField(unique=True)
    register = models.ForeignKey(Register, models.PROTECT, related_name="+", verbose_name=_("register"))
    number = models.PositiveIntegerField(pgettext_lazy("of a shift", "shift no."))
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(StaffMember, models.PROTECT, related_name="+", verbose_name=_("opened by"))
    opening_counts = models.JSONField(_("counted when it opened"), null=True)
    opening_minor = models.PositiveBigIntegerField(_("in the drawer when it opened"))
    found_minor = models.PositiveBigIntegerField(_("left by the last shift"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("closed by"))
    closing_counts = models.JSONField(_("counted when it closed"), null=True)
    expected_minor = models.BigIntegerField(_("expected"), null=True)
    counted_minor = models.PositiveBigIntegerField(_("counted"), null=True)
    difference_minor = models.BigIntegerField(_("difference"), null=True)
    reason = models.CharField(_("why it differs"), max_length=MOST_REASON, blank=True, default="")
    is_blind = models.BooleanField(_("closed without seeing what was expected"), default=False)
    report = models.JSONField(null=True)
    do_tenders_differ = models.BooleanField(_("tenders differ"), default=False, db_default=False)

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="orders_shift_number"),
            models.UniqueConstraint(
                fields=["register"], condition=Q(closed_at__isnull=True), name="orders_shift_one_open"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, expected_minor__isnull=True)
                & Q(counted_minor__isnull=True, difference_minor__isnull=True, report__isnull=True)
                | Q(closed_at__gte=F("opened_at"), closed_by__isnull=False, expected_minor__isnull=False)
                & Q(counted_minor__isnull=False, difference_minor__isnull=False, report__isnull=False)
                & Q(difference_minor=F("counted_minor") - F("expected_minor")),
                name="orders_shift_closed",
            ),
            models.CheckConstraint(
                condition=Q(difference_minor__isnull=True) | Q(difference_minor=0) | Q(is_blind=True) | ~Q(reason=""),
                name="orders_shift_reason",
            ),
            models.CheckConstraint(
                condition=Q(do_tenders_differ=False) | Q(is_blind=True) | ~Q(reason=""), name="orders_shift_tenders"
            ),
            models.CheckConstraint(
                condition=Q(opening_counts__isnull=False) | Q(opening_minor=F("found_minor")),
                name="orders_shift_taken_over",
            ),
        ]
        indexes = [
            models.Index(fields=["register", "-opened_at"], name="orders_shift_of_register"),
            models.Index(fields=["-opened_at", "-id"], name="orders_shift_newest"),
            models.Index(fields=["id"], condition=UNEXPLAINED, name="orders_shift_unexplained"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class AloneOpening(models.Model):
    """A count of a drawer by which a till opened a shift without a network, as its word says. Immutable but for `seen`.

    It began `shift`, or `has_joined` it: the register had that shift already, or one that ended later than the count.
    `made_at` is when we take it to be made, `device_at` what the till's clock showed, `heard_at` when the word came.
    """

    uid = models.UUIDField(unique=True)
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="alone_openings", verbose_name=_("shift"))
    has_joined = models.BooleanField(_("joined a shift that was there"))
    counts = models.JSONField(_("counted by coins and notes"))
    counted_minor = models.PositiveBigIntegerField(_("counted"))
    staff = models.ForeignKey(StaffMember, models.PROTECT, related_name="+", verbose_name=_("opened by"))
    sent_by = models.ForeignKey(StaffMember, models.PROTECT, related_name="+", verbose_name=_("sent by"))
    made_at = models.DateTimeField(_("counted at"))
    device_at = models.DateTimeField(_("the till's clock"))
    clock_offset_s = models.BigIntegerField(_("the clock was ahead by (seconds)"))
    heard_at = models.DateTimeField(_("heard at"))
    seen_at = models.DateTimeField(_("seen at"), null=True)
    seen_by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("seen by"))

    class Meta:
        verbose_name = _("opening without a network")
        verbose_name_plural = _("openings without a network")
        constraints = [
            models.UniqueConstraint(fields=["shift"], condition=Q(has_joined=False), name="orders_aloneopening_began"),
            models.CheckConstraint(condition=Q(made_at__lte=F("heard_at")), name="orders_aloneopening_heard"),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True, seen_by__isnull=True) | Q(seen_at__isnull=False, has_joined=True),
                name="orders_aloneopening_seen",
            ),
        ]
        indexes = [
            models.Index(fields=["shift"], condition=UNSEEN_JOINED, name="orders_aloneopening_unseen"),
        ]

    def __str__(self) -> str:
        return f"{self.counted_minor:,}"


class CashPurpose(models.TextChoices):
    """What cash is moved for that no sale moves."""

    CHANGE = "change", _("change put in")
    PAID_IN = "paid_in", _("cash put in")
    PAID_OUT = "paid_out", _("cash taken out")
    BANK = "bank", _("taken to the bank")
    PETTY = "petty", _("small expense")
    EXCHANGE = "exchange", _("exchanged for other coins and notes")


INTO_DRAWER = frozenset({CashPurpose.CHANGE, CashPurpose.PAID_IN})
OUT_OF_DRAWER = frozenset({CashPurpose.PAID_OUT, CashPurpose.BANK, CashPurpose.PETTY})


class DrawerEntry(models.Model):
    """Cash that somebody put into the drawer, took out of it, or exchanged. Immutable.

    `delta_minor` is what the drawer has more by it; `amount_minor` is always positive. `heard_at` is when the word of a
    move came that a till without a network noted, `sent_by` under whose sign-in; with `late_batch` that was after its
    shift was closed.
    """

    uid = models.UUIDField(unique=True)
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="moves", verbose_name=_("shift"))
    purpose = models.CharField(_("what for"), max_length=8, choices=CashPurpose.choices)
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    delta_minor = models.BigIntegerField(_("in the drawer"))
    reason = models.CharField(_("reason"), max_length=MOST_REASON)
    staff = models.ForeignKey(StaffMember, models.PROTECT, related_name="+", verbose_name=_("staff"))
    moved_at = models.DateTimeField(_("at"))
    heard_at = models.DateTimeField(_("heard at"), null=True)
    sent_by = models.ForeignKey(
        StaffMember, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("sent by")
    )
    late_batch = models.ForeignKey(
        "orders.LateBatch", models.PROTECT, null=True, related_name="moves", verbose_name=_("late batch")
    )

    class Meta:
        verbose_name = _("cash put in or taken out")
        verbose_name_plural = _("cash put in and taken out")
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0) & ~Q(reason=""), name="orders_drawerentry_amount"),
            models.CheckConstraint(
                condition=Q(purpose__in=["change", "paid_in"], delta_minor=F("amount_minor"))
                | Q(purpose__in=["paid_out", "bank", "petty"], delta_minor=-F("amount_minor"))
                | Q(purpose="exchange", delta_minor=0),
                name="orders_drawerentry_delta",
            ),
            models.CheckConstraint(
                condition=Q(late_batch__isnull=True) | Q(heard_at__isnull=False), name="orders_drawerentry_late"
            ),
            models.CheckConstraint(
                condition=Q(sent_by__isnull=True) | Q(heard_at__isnull=False), name="orders_drawerentry_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.amount_minor:,}"


class ShiftCheck(models.Model):
    """A look at a shift while it goes on (点検): it resets nothing. Immutable.

    Without `counts` nobody counted.
    """

    uid = models.UUIDField(unique=True)
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="checks", verbose_name=_("shift"))
    staff = models.ForeignKey(StaffMember, models.PROTECT, related_name="+", verbose_name=_("staff"))
    checked_at = models.DateTimeField(_("checked at"))
    counts = models.JSONField(_("counted by coins and notes"), null=True)
    counted_minor = models.PositiveBigIntegerField(_("counted"), null=True)
    expected_minor = models.BigIntegerField(_("expected"))
    report = models.JSONField()

    class Meta:
        verbose_name = _("check of a shift")
        verbose_name_plural = _("checks of shifts")
        constraints = [
            models.CheckConstraint(
                condition=Q(counts__isnull=True, counted_minor__isnull=True)
                | Q(counts__isnull=False, counted_minor__isnull=False),
                name="orders_shiftcheck_counted",
            )
        ]

    def __str__(self) -> str:
        return str(self.uid)


class LateBatch(models.Model):
    """What was done in a shift and booked after it was closed, until somebody acknowledges it; then begins the next."""

    uid = models.UUIDField(unique=True)
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="late_batches", verbose_name=_("shift"))
    number = models.PositiveSmallIntegerField(pgettext_lazy("of late sales", "batch no."))
    began_at = models.DateTimeField(_("since"))
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True)
    acknowledged_by = models.ForeignKey(
        StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("acknowledged by")
    )
    report = models.JSONField(null=True)

    class Meta:
        verbose_name = _("late batch")
        verbose_name_plural = _("late batches")
        constraints = [
            models.UniqueConstraint(fields=["shift", "number"], name="orders_latebatch_number"),
            models.UniqueConstraint(
                fields=["shift"], condition=Q(acknowledged_at__isnull=True), name="orders_latebatch_one_open"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True, report__isnull=True)
                | Q(acknowledged_at__isnull=False, report__isnull=False),
                name="orders_latebatch_acknowledged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shift_id}-{self.number}"
