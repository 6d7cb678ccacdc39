"""The room as Django knows it, and Django's admin with this room's site."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    """Names the room."""

    default = True
    name = "noren.office"
    verbose_name = _("Office")


class OfficeAdminConfig(admin_apps.AdminConfig):
    """Makes `django.contrib.admin.site`, where every room registers its records, the office."""

    default = False
    default_site = "noren.office.site.OfficeSite"
    verbose_name = _("Office")
