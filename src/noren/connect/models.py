"""Imports and the rows they refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from noren.kernel.ids import uuid7


class ImportStatus(models.TextChoices):
    """How far an import is."""

    STAGED = "staged", _("read")
    REFUSED = "refused", _("refused: the file has errors")
    CHECKED = "checked", _("checked")
    PUBLISHING = "publishing", _("being published")
    FINISHED = "finished", _("finished")
    FAILED = "failed", _("failed")


class Import(models.Model):
    """One file, or one package of files, on its way in."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=24)
    filename = models.CharField(_("file"), max_length=240)
    digest = models.CharField(max_length=64, db_index=True)
    status = models.CharField(_("status"), max_length=12, choices=ImportStatus.choices, default=ImportStatus.STAGED)
    is_dry_run = models.BooleanField(_("dry run"), default=False)
    row_count = models.PositiveBigIntegerField(_("rows"), default=0)
    done_count = models.PositiveBigIntegerField(_("rows done"), default=0)
    changed_count = models.PositiveBigIntegerField(_("rows that changed something"), default=0)
    error_count = models.PositiveBigIntegerField(_("bad rows"), default=0)
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    account_id = models.BigIntegerField(null=True)
    failure = models.TextField(_("failure"), blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")


class BadValue(models.Model):
    """A bad value: its line (the header is line 1), column, the value as read, and why it is refused."""

    batch = models.ForeignKey(Import, models.CASCADE, related_name="errors")
    line = models.PositiveBigIntegerField(_("line"))
    column = models.CharField(_("column"), max_length=60)
    value = models.CharField(_("value"), max_length=200)
    code = models.CharField(max_length=40)
    reason = models.CharField(_("reason"), max_length=240)

    class Meta:
        verbose_name = _("bad value")
        verbose_name_plural = _("bad values")
        ordering = ["line", "id"]
