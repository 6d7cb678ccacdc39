"""Imports and the values they refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from noren.connect.reasons import words_for
from noren.kernel.ids import uuid7


class ImportStatus(models.TextChoices):
    """How far an import is. An import that is none of the last three goes on when it was killed."""

    RECEIVED = "received", _("waiting")
    STAGED = "staged", _("read")
    CHECKED = "checked", _("checked")
    PUBLISHING = "publishing", _("being published")
    FINISHED = "finished", _("finished")
    REFUSED = "refused", _("refused: the file has errors")
    FAILED = "failed", _("failed")


UNFINISHED = (ImportStatus.RECEIVED, ImportStatus.STAGED, ImportStatus.CHECKED, ImportStatus.PUBLISHING)

OUR_ERROR = "our_error"
GIVEN_UP = "given_up"
_FAILURES = {
    OUR_ERROR: _("The import stopped because of an error on our side; it has been noted."),
    GIVEN_UP: _("The import was begun three times and never came to its end, so it was given up; it has been noted."),
}


class Import(models.Model):
    """One file, or one package of files, on its way in.

    `done_count` counts the rows of the step it is at. `published_through` is the last line, or receipt, whose rows are
    committed: what is after it is still to be published. `begun_count` counts how often the step it is at was begun.
    `notes` say what was left out on purpose and what was made, as `connect.outcome` reads them. `failure` is a cause of
    `_FAILURES` where the import failed, and words where the file was refused.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=24)
    filename = models.CharField(_("file"), max_length=240)
    digest = models.CharField(max_length=64, db_index=True)
    format = models.CharField(_("format"), max_length=12, blank=True)
    encoding = models.CharField(_("encoding"), max_length=12, blank=True)
    delimiter = models.CharField(_("delimiter"), max_length=1, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=ImportStatus.choices, default=ImportStatus.RECEIVED)
    is_dry_run = models.BooleanField(_("dry run"), default=False)
    row_count = models.PositiveBigIntegerField(_("rows"), default=0)
    done_count = models.PositiveBigIntegerField(_("rows done"), default=0)
    published_through = models.PositiveBigIntegerField(default=0)
    begun_count = models.PositiveSmallIntegerField(default=0)
    changed_count = models.PositiveBigIntegerField(_("rows that changed something"), default=0)
    error_count = models.PositiveBigIntegerField(_("bad values"), default=0)
    notes = models.JSONField(default=dict)
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    account_id = models.BigIntegerField(null=True)
    failure = models.TextField(_("failure"), blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(status__in=["received", "staged", "checked", "publishing"]),
                name="connect_import_unfinished",
            )
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def failure_words(self) -> str:
        """Why it ended early, in the active language; what an older version noted of an error is not for readers."""
        if self.status == ImportStatus.FAILED:
            return str(_FAILURES.get(self.failure, _FAILURES[OUR_ERROR]))
        return self.failure


class BadValue(models.Model):
    """A bad value: its line (the header is line 1), column as the file calls it, the value as read, and the cause."""

    batch = models.ForeignKey(Import, models.CASCADE, related_name="errors")
    line = models.PositiveBigIntegerField(_("line"))
    column = models.CharField(_("column"), max_length=60)
    value = models.CharField(_("value"), max_length=200)
    code = models.CharField(max_length=40)
    details = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("bad value")
        verbose_name_plural = _("bad values")
        ordering = ["line", "id"]

    def __str__(self) -> str:
        return f"{self.line}, {self.column}"

    @property
    def reason(self) -> str:
        """Why it is refused, in the active language."""
        return words_for(self.code, self.details)
