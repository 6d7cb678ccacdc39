"""Money in the office: payments and their ledger, read-only."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from noren.kernel.columns import link_by_uid, money, record_url, state
from noren.kernel.filters import ChoiceFilter, DayFilter
from noren.kernel.records import RecordAdmin, RecordLink, RowInline
from noren.payments.models import (
    Answer,
    Attempt,
    Entry,
    Notice,
    Payment,
    Refund,
    SandboxCharge,
    SandboxNotice,
    SandboxRefund,
)
from noren.payments.next_step import next_step
from noren.payments.tenders.admin import TenderKindAdmin  # noqa: F401 - is registered by being read
from noren.payments.words import call_words, refund_reason_words, said_words


class EntryInline(RowInline):
    """Money that moved for a payment."""

    model = Entry
    fields = ("kind", "tender", "amount", "tendered", "change", "kept", "reference", "at")
    readonly_fields = ("amount", "tendered", "change", "kept")
    amount = money("amount_minor", _("amount"))
    kept = money("kept_minor", _("kept without change"))
    tendered = money("tendered_minor", _("handed in"))
    change = money("change_minor", _("change"))
    ordering = ("pk",)


class AttemptInline(RowInline):
    """Tries to take the money at a provider."""

    model = Attempt
    fields = ("made_at", "provider", "status", "amount", "provider_ref", "said_in_words", "said_at", "next_look_at")
    readonly_fields = ("amount", "said_in_words")
    amount = money("amount_minor", _("amount"))
    ordering = ("pk",)

    @admin.display(description=_("last answer"))
    def said_in_words(self, attempt: Attempt) -> str:
        """What the provider said last, with its reason."""
        reason = refund_reason_words(attempt.words)
        return f"{said_words(attempt.said)} · {reason}" if reason else said_words(attempt.said)


class AnswerInline(RowInline):
    """What the provider said, and to which call."""

    model = Answer
    fields = ("at", "asked_in_words", "said_in_words")
    readonly_fields = ("asked_in_words", "said_in_words")
    ordering = ("pk",)

    @admin.display(description=_("asked to"))
    def asked_in_words(self, answer: Answer) -> str:
        """The call."""
        return call_words(answer.call)

    @admin.display(description=_("answer"))
    def said_in_words(self, answer: Answer) -> str:
        """What was said, with its reason."""
        reason = refund_reason_words(answer.words)
        return f"{said_words(answer.said)} · {reason}" if reason else said_words(answer.said)


class SandboxRefundInline(RowInline):
    """What the sandbox gave back."""

    model = SandboxRefund
    fields = ("at", "amount", "key")
    readonly_fields = ("amount",)
    amount = money("amount_minor", _("amount"))
    ordering = ("pk",)


class SandboxNoticeInline(RowInline):
    """What the sandbox told us by itself."""

    model = SandboxNotice
    fields = ("kind", "event_id", "due_at", "sent_at")
    ordering = ("pk",)


class RefundInline(RowInline):
    """Money that goes back, or went."""

    model = Refund
    fields = ("asked_at", "status", "amount", "because", "done_at")
    readonly_fields = ("amount", "because")
    amount = money("amount_minor", _("amount"))
    ordering = ("pk",)

    @admin.display(description=_("reason"))
    def because(self, refund: Refund) -> str:
        """Why it goes back."""
        return refund_reason_words(refund.reason)


class MoneyAdmin(RecordAdmin):
    """Money of the whole chain: a payment knows no store, so it is shown to those who see the reports of all stores."""

    see_deeds = ("see_reports",)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether the reports of every store may be seen."""
        return super().has_view_permission(request, obj) and self.office.store_ids(request, *self.see_deeds) is None


@admin.register(Payment)
class PaymentAdmin(MoneyAdmin):
    """What is due for orders, and what was taken and given back of it."""

    list_display = (
        "made_at",
        state("status", _("status")),
        "provider",
        link_by_uid("orders_order", "order_uid", _("order"), words=_("order")),
        money("amount_minor", _("amount")),
        money("captured_minor", _("taken")),
        money("refunded_minor", _("given back")),
    )
    list_filter = (("status", ChoiceFilter), ("provider", ChoiceFilter), ("made_at", DayFilter))
    search_fields = ("=order_uid", "=uid")
    search_help_text = _("uid of the order or of the payment")
    ordering = ("-pk",)
    fields = ("uid", "status", "provider", "amount", "captured", "refunded", "made_at", "to_do")
    readonly_fields = ("amount", "captured", "refunded", "to_do")
    amount = money("amount_minor", _("amount"))
    captured = money("captured_minor", _("taken"))
    refunded = money("refunded_minor", _("given back"))
    inlines = (AttemptInline, EntryInline, RefundInline)

    @admin.display(description=_("what to do"))
    def to_do(self, payment: Payment) -> str:
        """What comes next, and who does it."""
        return next_step(payment)

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """The order it is for."""
        return [RecordLink(str(_("Order")), record_url("orders_order", record.order_uid))]


@admin.register(Entry)
class EntryAdmin(MoneyAdmin):
    """The ledger of money."""

    list_display = (
        "at",
        "kind",
        "tender",
        money("amount_minor", _("amount")),
        money("tendered_minor", _("handed in")),
        money("change_minor", _("change")),
        link_by_uid("payments_payment", "payment__uid", _("payment")),
    )
    list_filter = (("kind", ChoiceFilter), ("at", DayFilter))
    search_fields = ("=uid", "=payment__order_uid")
    search_help_text = _("uid of the entry or of the order")
    ordering = ("-pk",)


@admin.register(Refund)
class RefundAdmin(MoneyAdmin):
    """Money that goes back, or went."""

    list_display = (
        "asked_at",
        state("status", _("status")),
        money("amount_minor", _("amount")),
        "reason_in_words",
        link_by_uid("payments_payment", "payment__uid", _("payment")),
        "done_at",
    )
    list_filter = (("status", ChoiceFilter), ("asked_at", DayFilter))
    search_fields = ("=uid", "=payment__order_uid")
    search_help_text = _("uid of the refund or of the order")
    ordering = ("-pk",)
    fields = ("uid", "status", "amount", "reason_in_words", "asked_at", "done_at", "tries", "next_try_at", "words")
    readonly_fields = ("amount", "reason_in_words")
    amount = money("amount_minor", _("amount"))

    @admin.display(description=_("reason"))
    def reason_in_words(self, refund: Refund) -> str:
        """Why it goes back."""
        return refund_reason_words(refund.reason)


@admin.register(Attempt)
class AttemptAdmin(MoneyAdmin):
    """Tries to take money at a provider."""

    list_display = (
        "made_at",
        state("status", _("status")),
        "provider",
        money("amount_minor", _("amount")),
        "provider_ref",
        "said_at",
        link_by_uid("payments_payment", "payment__uid", _("payment")),
    )
    list_filter = (("status", ChoiceFilter), ("provider", ChoiceFilter), ("made_at", DayFilter))
    search_fields = ("=uid", "=provider_ref", "=payment__order_uid")
    search_help_text = _("uid of the attempt or of the order, or the number at the provider")
    ordering = ("-pk",)
    inlines = (AnswerInline,)


@admin.register(Notice)
class NoticeAdmin(MoneyAdmin):
    """What providers sent by themselves, as it came."""

    list_display = ("received_at", "provider", "event_id", "kind", "handled_at", "tries", "next_try_at")
    list_filter = (("received_at", DayFilter),)
    search_fields = ("=event_id", "=attempt_uid")
    search_help_text = _("event of the provider, or uid of the attempt")
    ordering = ("-pk",)


@admin.register(SandboxCharge)
class SandboxChargeAdmin(MoneyAdmin):
    """The sandbox provider's own book, as the provider would show it."""

    list_display = (
        "made_at",
        "ref",
        "status",
        money("amount_minor", _("amount")),
        money("refunded_minor", _("given back")),
    )
    search_fields = ("=ref", "=key")
    ordering = ("-pk",)
    inlines = (SandboxRefundInline, SandboxNoticeInline)
