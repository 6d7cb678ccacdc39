"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    """Names the room."""

    name = "noren.kernel"
    verbose_name = _("Kernel")
