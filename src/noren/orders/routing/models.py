"""Sourcings, and the rules by which stores are chosen."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from noren.kernel.ids import uuid7
from noren.people.models import StaffMember
from noren.stores.models import Store


class SourcingStatus(models.TextChoices):
    """Where pieces are that an order's store does not have."""

    COMING = "coming", _("comes from another store")
    PARKED = "parked", _("parked")
    DONE = "done", _("settled")


class SourcingReason(models.TextChoices):
    """Why pieces of a line are not in the order's store."""

    NOT_FOUND = "not_found", _("not found")
    DAMAGED = "damaged", pgettext_lazy("goods of an order", "damaged")
    OTHER = "other", pgettext_lazy("why a store cannot serve", "another reason")
    SHORTFALL = "shortfall", _("promised more than there is")
    NOT_ARRIVED = "not_arrived", _("did not arrive from the other store")
    ELSEWHERE = "elsewhere", _("was ordered from another store's stock")


class Sourcing(models.Model):
    """Pieces of an order line that its store does not have: `quantity` = `arrived` + `dropped` + what is still open.

    `request_uid` names the deed that asked for them; one deed may have several sourcings. `dropped` pieces were given
    up, or are looked for by another sourcing. `not_stores` are ids of stores that are not asked (again), `why` says how
    the store was chosen.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    request_uid = models.UUIDField()
    line = models.ForeignKey("orders.OrderLine", models.CASCADE, related_name="sourcings")
    status = models.CharField(_("status"), max_length=8, choices=SourcingStatus.choices)
    quantity = models.PositiveIntegerField(_("pieces"))
    arrived = models.PositiveIntegerField(_("arrived"), default=0)
    dropped = models.PositiveIntegerField(_("given up"), default=0)
    reason = models.CharField(_("reason"), max_length=12, choices=SourcingReason.choices)
    words = models.CharField(_("in words"), max_length=200, blank=True)
    from_store = models.ForeignKey(Store, models.PROTECT, null=True, related_name="+", verbose_name=_("from store"))
    transfer_uid = models.UUIDField(_("transfer"), null=True)
    expected_at = models.DateTimeField(_("expected"), null=True)
    not_stores = ArrayField(models.BigIntegerField(), default=list)
    why = models.JSONField(default=list)
    began_at = models.DateTimeField(_("since"))
    staff = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("said by"))
    owner = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("seen to by"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    end_words = models.CharField(_("how it ended"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("sourcing")
        verbose_name_plural = _("sourcings")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="orders_sourcing_quantity"),
            models.CheckConstraint(
                condition=Q(status="done", quantity=F("arrived") + F("dropped"), ended_at__isnull=False)
                | (~Q(status="done") & Q(quantity__gt=F("arrived") + F("dropped"), ended_at=None)),
                name="orders_sourcing_open",
            ),
            models.CheckConstraint(
                condition=Q(status="coming", transfer_uid__isnull=False, from_store__isnull=False)
                | Q(status="parked", transfer_uid=None)
                | Q(status="done"),
                name="orders_sourcing_coming",
            ),
        ]
        indexes = [
            models.Index(fields=["began_at"], condition=~Q(status="done"), name="orders_sourcing_still_open"),
            models.Index(fields=["request_uid"], name="orders_sourcing_request"),
            models.Index(
                fields=["transfer_uid"], condition=Q(transfer_uid__isnull=False), name="orders_sourcing_transfer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.line_id}"

    @property
    def open(self) -> int:
        """Pieces that have neither come nor been given up."""
        return self.quantity - self.arrived - self.dropped


class RuleSetStatus(models.TextChoices):
    """Which rules hold."""

    DRAFT = "draft", pgettext_lazy("state of a rule set", "draft")
    ACTIVE = "active", pgettext_lazy("state of a rule set", "in force")
    RETIRED = "retired", pgettext_lazy("state of a rule set", "was in force")


class RoutingRuleSet(models.Model):
    """An ordered list of rules: one is in force, one may be a draft, the others were in force before."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    status = models.CharField(_("status"), max_length=8, choices=RuleSetStatus.choices)
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+")
    in_force_from = models.DateTimeField(_("in force from"), null=True)
    in_force_by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("set of routing rules")
        verbose_name_plural = _("sets of routing rules")
        constraints = [
            models.UniqueConstraint(fields=["status"], condition=Q(status="draft"), name="orders_ruleset_one_draft"),
            models.UniqueConstraint(fields=["status"], condition=Q(status="active"), name="orders_ruleset_one_active"),
            models.CheckConstraint(
                condition=Q(status="draft", in_force_from=None) | (~Q(status="draft") & Q(in_force_from__isnull=False)),
                name="orders_ruleset_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"


class RuleKind(models.TextChoices):
    """What a rule compares stores by."""

    NEAREST = "nearest", _("nearest")
    FEWEST_PARCELS = "fewest_parcels", _("fewest parcels")
    MOST_STOCK = "most_stock", _("most stock")
    OPEN = "open", _("open now, or soonest")
    WALK_INS = "walk_ins", _("keeps enough for walk-ins")


class RoutingRule(models.Model):
    """A rule at its place. `parameter`: metres that count alike for `nearest`, pieces to be left for `walk_ins`."""

    rule_set = models.ForeignKey(RoutingRuleSet, models.CASCADE, related_name="rules")
    position = models.PositiveSmallIntegerField(_("place"))
    kind = models.CharField(_("rule"), max_length=16, choices=RuleKind.choices)
    parameter = models.PositiveIntegerField(_("parameter"), default=0)
    is_on = models.BooleanField(_("on"), default=True)

    class Meta:
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "position"], name="orders_routingrule_place"),
            models.UniqueConstraint(fields=["rule_set", "kind"], name="orders_routingrule_kind"),
        ]

    def __str__(self) -> str:
        return str(RuleKind(self.kind).label)
