"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    """Names the room."""

    name = "noren.orders"
    verbose_name = _("Orders")
