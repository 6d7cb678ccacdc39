"""Identities: the only code that says which customer an e-mail, phone, member number or POS code names."""

from collections.abc import Iterable, Mapping

from django.db import connection

from noren.people.models import Identity

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('people_identity ' || %s || ' ' || %s, 0))"


def lock_identities(values: Mapping[str, str]) -> dict[str, Identity]:
    """Lock values, taken or not, until the transaction ends; answer the identities that exist, by kind.

    A value that names nobody yet has no row to lock: two people who bring the same new e-mail at the same instant
    queue on an advisory lock of the value, so that the second sees the first. Locked in sorted order.
    """
    with connection.cursor() as cursor:
        for kind, value in sorted(values.items()):
            cursor.execute(_LOCK, [kind, value])
    return {kind: found for kind, value in values.items() if (found := _find(kind, value))}


def add_identities(customer_id: int, values: Mapping[str, str], *, known: Iterable[Identity]) -> None:
    """Let the customer be named by the values. The caller holds their locks and decided about the known ones."""
    mine = {identity.kind: identity for identity in known}
    Identity.objects.filter(pk__in=[identity.pk for identity in mine.values()]).exclude(customer=customer_id).update(
        customer=customer_id, verified_at=None
    )
    Identity.objects.bulk_create(
        Identity(customer_id=customer_id, kind=kind, value=value) for kind, value in values.items() if kind not in mine
    )


def _find(kind: str, value: str) -> Identity | None:
    return Identity.objects.select_related("customer").filter(kind=kind, value=value).first()
