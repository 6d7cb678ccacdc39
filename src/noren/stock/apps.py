"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StockConfig(AppConfig):
    """Names the room."""

    name = "noren.stock"
    verbose_name = _("Stock")
