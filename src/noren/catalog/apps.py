"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    """Names the room."""

    name = "noren.catalog"
    verbose_name = _("Catalog")
