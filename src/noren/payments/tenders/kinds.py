"""Reads of tender kinds: those a till offers, and those that a sale names."""

from collections.abc import Collection

from noren.payments.tenders.models import TenderKind
from noren.payments.tenders.rules import CASH, CASH_KIND, Kind


def offered_kinds() -> list[Kind]:
    """What tills offer beside cash, in the order of the shop."""
    return [kind_of(row) for row in TenderKind.objects.filter(is_active=True).order_by("position", "pk")]


def kinds_named(codes: Collection[str]) -> dict[str, Kind]:
    """The kinds of these codes, in use or not; cash needs no statement, and codes of nothing are missing."""
    found = {CASH: CASH_KIND} if CASH in codes else {}
    wanted = set(codes) - {CASH, ""}
    return found | {row.code: kind_of(row) for row in TenderKind.objects.filter(code__in=wanted)} if wanted else found


def all_names() -> dict[str, str]:
    """What every kind is called, by its code."""
    return dict(TenderKind.objects.values_list("code", "name"))


def kind_of(row: TenderKind) -> Kind:
    """A row as a value."""
    return Kind(
        code=row.code,
        name=row.name,
        form=row.form,
        rest=row.rest,
        refund_by=row.refund_by,
        opens_drawer=row.opens_drawer,
        is_counted=row.is_counted,
        needs_reference=row.needs_reference,
        most_alone_minor=row.most_alone_minor,
        faces_minor=tuple(row.faces_minor),
        is_active=row.is_active,
    )
