"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    """Names the room."""

    name = "noren.payments"
    verbose_name = _("Payments")
