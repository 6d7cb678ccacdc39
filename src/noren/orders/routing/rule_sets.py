"""Rule sets: the rules in force, the draft of others, and switching on. The only code that writes rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from noren.orders.events import RoutingRulesSet
from noren.orders.routing.errors import NoDraft, RulesInvalid
from noren.orders.routing.models import RoutingRule, RoutingRuleSet, RuleKind, RuleSetStatus
from noren.orders.routing.rules import DEFAULT_RULES, Rule
from noren.timeline.record import Told, record

MOST_PARAMETER = 1_000_000
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('orders routing rules', 0))"


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """A rule as it is set: at its place in the list, on or off."""

    kind: RuleKind
    parameter: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class RuleSetView:
    """A set of rules; version 0 is what holds until one is put in force."""

    version: int
    name: str
    rules: tuple[RuleChoice, ...]
    in_force_from: datetime | None
    by: str

    def in_order(self) -> tuple[Rule, ...]:
        """Those that are on."""
        return tuple(Rule(each.kind, each.parameter) for each in self.rules if each.is_on)


def rules_in_force() -> Sequence[Rule]:
    """The rules by which stores are chosen now."""
    return active_set().in_order()


def active_set() -> RuleSetView:
    """The set in force."""
    return _find(RuleSetStatus.ACTIVE) or RuleSetView(0, _("As delivered"), _all(DEFAULT_RULES), None, "")


def draft_set() -> RuleSetView | None:
    """The draft; None while nobody has made one."""
    return _find(RuleSetStatus.DRAFT)


def save_draft(rules: Sequence[RuleChoice], *, name: str, staff_id: int | None, at: datetime) -> None:
    """Write down a list of rules as the draft, in place of the one before. Nothing is routed by it yet.

    Raises:
        RulesInvalid: a rule is missing or twice, a parameter lies outside its bounds, or none is on.
    """
    if sorted(each.kind for each in rules) != sorted(RuleKind):
        raise RulesInvalid(field="rules", reason=_("every rule stands in the list once."))
    if not any(each.is_on for each in rules):
        raise RulesInvalid(field="rules", reason=_("at least one rule must be on."))
    if not all(0 <= each.parameter <= MOST_PARAMETER for each in rules):
        raise RulesInvalid(field="rules", reason=_("figures lie between 0 and 1,000,000."))
    with transaction.atomic(savepoint=False):
        _lock()
        latest = RoutingRuleSet.objects.aggregate(latest=Max("version"))["latest"] or 0
        draft, is_new = RoutingRuleSet.objects.get_or_create(
            status=RuleSetStatus.DRAFT, defaults={"version": latest + 1, "changed_at": at}
        )
        RoutingRuleSet.objects.filter(pk=draft.pk).update(
            name=name.strip()[:120] or _("Rules %(version)d") % {"version": draft.version},
            changed_at=at,
            changed_by_id=staff_id,
        )
        if not is_new:
            draft.rules.all().delete()
        RoutingRule.objects.bulk_create(
            RoutingRule(rule_set=draft, position=place, kind=each.kind, parameter=each.parameter, is_on=each.is_on)
            for place, each in enumerate(rules, start=1)
        )


def drop_draft() -> None:
    """Throw the draft away. Safe to repeat."""
    RoutingRuleSet.objects.filter(status=RuleSetStatus.DRAFT).delete()


def put_in_force(version: int, *, staff_id: int | None, at: datetime) -> None:
    """Choose stores by the draft from now on. Safe to repeat: a set that is in force stays so.

    Raises:
        NoDraft: the draft is not this version any more.

    Records "Routing Rules Set".
    """
    with transaction.atomic(savepoint=False):
        _lock()
        if RoutingRuleSet.objects.filter(version=version, status=RuleSetStatus.ACTIVE).exists():
            return
        draft = RoutingRuleSet.objects.filter(version=version, status=RuleSetStatus.DRAFT).first()
        if draft is None:
            raise NoDraft(version=version)
        RoutingRuleSet.objects.filter(status=RuleSetStatus.ACTIVE).update(status=RuleSetStatus.RETIRED)
        RoutingRuleSet.objects.filter(pk=draft.pk).update(
            status=RuleSetStatus.ACTIVE, in_force_from=at, in_force_by_id=staff_id
        )
        order = tuple(draft.rules.filter(is_on=True).values_list("kind", flat=True))
        record(RoutingRulesSet(version, draft.name, order), told=Told(at=at, channel="office"))


def _lock() -> None:
    """Whoever else changes rules waits here."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)


def _all(rules: Sequence[Rule]) -> tuple[RuleChoice, ...]:
    return tuple(RuleChoice(rule.kind, rule.parameter, is_on=True) for rule in rules)


def _find(status: RuleSetStatus) -> RuleSetView | None:
    found = RoutingRuleSet.objects.select_related("in_force_by", "changed_by").filter(status=status).first()
    if found is None:
        return None
    rules = tuple(RuleChoice(RuleKind(each.kind), each.parameter, each.is_on) for each in found.rules.all())
    by = found.in_force_by or found.changed_by
    return RuleSetView(found.version, found.name, rules, found.in_force_from, by.name if by else "")
