"""The log of events, the ids already seen from outside, and how far each consumer has read."""

from django.db import models
from django.db.models import Q


class Event(models.Model):
    """One thing that happened. Immutable, but for the position the sequencer gives it once.

    `store_id` and `customer_id` are keys of rooms above, without a foreign key; `subject_uid` names what it is about.
    """

    position = models.BigIntegerField(null=True)
    name = models.CharField(max_length=60)
    channel = models.CharField(max_length=12)
    store_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)
    anonymous_id = models.CharField(max_length=64, default="")
    subject_uid = models.UUIDField(null=True)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    properties = models.JSONField(default=dict)
    context = models.JSONField(default=dict)
    source = models.CharField(max_length=40)

    class Meta:
        indexes = [
            models.Index(fields=["position"], name="timeline_event_position"),
            models.Index(fields=["id"], condition=Q(position=None), name="timeline_event_unnumbered"),
            models.Index(
                fields=["customer_id", "-occurred_at"],
                condition=Q(customer_id__isnull=False),
                name="timeline_event_customer",
            ),
            models.Index(fields=["subject_uid"], condition=Q(subject_uid__isnull=False), name="timeline_event_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.occurred_at:%Y-%m-%d %H:%M}"


class Seen(models.Model):
    """The id of an event that came from outside: the second arrival is refused by the unique key."""

    source = models.CharField(max_length=40)
    message_id = models.CharField(max_length=120)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "message_id"], name="timeline_seen_once"),
        ]


class Consumer(models.Model):
    """The last position whose effects a consumer has committed, per shard."""

    name = models.CharField(max_length=60)
    shard = models.PositiveSmallIntegerField(default=0)
    position = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "shard"], name="timeline_consumer_shard"),
        ]

    def __str__(self) -> str:
        return f"{self.name}/{self.shard} at {self.position}"
