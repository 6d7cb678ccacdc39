"""Money in words: ways to pay, why money goes back, and what providers say, for people who work here."""

from django.utils.translation import gettext as _

from noren.payments.models import Provider


def provider_words(code: str) -> str:
    """What a way to pay is called; a provider that nobody has words for by its code."""
    return str(dict(Provider.choices).get(code, code))


def refund_reason_words(reason: str) -> str:
    """Why money goes back, or was refused; a provider's own words as they are."""
    return {
        "canceled": _("the order was cancelled"),
        "rejected": _("the store could not serve it"),
        "expired": _("nobody collected it"),
        "unpaid": _("the order was not paid in full in time"),
        "changed": _("the order was changed"),
        "repriced": _("not everything was there, or it costs less now"),
        "overpaid": _("more came in than was due"),
        "late": _("it came in after the order was over"),
        "void": _("the sale was taken back"),
        "return": _("goods came back"),
        "insufficient_funds": _("not enough money"),
        "buyer_refused": _("the buyer did not agree"),
        "refund_not_possible": _("the provider cannot give it back"),
        "timeout": _("no answer"),
    }.get(reason, reason)


def said_words(said: str) -> str:
    """What a provider said of an attempt."""
    return {
        "pending": _("waits for the buyer"),
        "authorized": _("the buyer agreed; the money is reserved"),
        "captured": _("the money was taken"),
        "declined": _("declined"),
        "canceled": _("cancelled; nothing is taken"),
        "refunded": _("given back"),
        "unheard": _("has never heard of it"),
        "unknown": _("no answer"),
    }.get(said, said or "–")


def call_words(call: str) -> str:
    """What a provider was asked."""
    return {
        "authorize": _("to ask the buyer"),
        "look_up": _("how it stands"),
        "capture": _("to take the money"),
        "cancel": _("to take nothing"),
    }.get(call, call)
