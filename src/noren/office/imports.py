"""Imports: files come in, are followed while they are read, and their bad rows are listed."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from noren.connect.errors import CheckedFileGone, ImportNotFound, KindUnknown
from noren.connect.queries import bad_values, bad_values_csv, get_import, kinds, latest_imports, template_csv
from noren.connect.receive import check_length, receive_checked, receive_upload
from noren.kernel.errors import NorenError
from noren.office.answers import page
from noren.office.permissions import Visitor, check_visitor_may
from noren.office.staff_log import logged
from noren.people.roles import Deed

ROWS = 200


class UploadForm(forms.Form):
    """A file of a kind, first as a dry run."""

    kind = forms.ChoiceField(label=_("What it holds"))
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.parquet"}),
        help_text=_("CSV (UTF-8 or Shift_JIS) or Parquet, at most 250 MB."),
    )
    is_dry_run = forms.BooleanField(label=_("Dry run: check only, change nothing"), required=False, initial=True)


@csrf_exempt
def imports(request: HttpRequest) -> HttpResponse:
    """The form to bring a file in, and the latest imports.

    A body over the limit is refused by the length its header tells, before anything of it is read; looking for the
    form's token would read it, so that is left to `_imports`.
    """
    check_visitor_may(request, Deed.IMPORT)
    if request.method == "POST":
        try:
            check_length(request.META.get("CONTENT_LENGTH"))
        except NorenError as refusal:
            form = _with_kinds(UploadForm())
            return _imports_page(request, form, refusal=str(refusal))
    answer: HttpResponse = _imports(request)
    return answer


@csrf_protect
def _imports(request: HttpRequest) -> HttpResponse:
    visitor = check_visitor_may(request, Deed.IMPORT)
    typed = {"kind": request.GET.get("kind", ""), "is_dry_run": "kind" not in request.GET}
    form = _with_kinds(
        UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm(initial=typed)
    )
    if request.method == "POST" and form.is_valid():
        answer = _receive(request, form, visitor)
        if answer is not None:
            return answer
    return _imports_page(request, form)


def _imports_page(request: HttpRequest, form: UploadForm, *, refusal: str = "") -> HttpResponse:
    status = 422 if form.errors or refusal else 200
    context = {
        "form": form,
        "refusal": refusal,
        "kinds": kinds(),
        "imports": latest_imports(limit=30),
        "limit_bytes": settings.IMPORT_MAX_BYTES,
    }
    return page(request, "office/imports.html", context, title=_("Imports"), status=status)


def one_import(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How far an import is, what it changed, and what it refused, row by row."""
    check_visitor_may(request, Deed.IMPORT)
    try:
        found = get_import(uid)
    except ImportNotFound as missing:
        raise Http404(str(missing)) from None
    number = max(1, int(request.GET["p"])) if request.GET.get("p", "").isdigit() else 1
    values = bad_values(uid, offset=(number - 1) * ROWS, limit=ROWS + 1)
    context = {
        "import": found,
        "was_brought_before": "again" in request.GET,
        "bad_values": values[:ROWS],
        "number": number,
        "has_more": len(values) > ROWS,
    }
    return page(request, "office/import.html", context, title=found.filename)


@require_POST
def import_checked(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Import the file of a dry run as it was checked; if it is not kept any more, lead to the form."""
    visitor, now = check_visitor_may(request, Deed.IMPORT), timezone.now()
    try:
        real = receive_checked(uid, account_id=visitor.account_id, at=now)
    except ImportNotFound as missing:
        raise Http404(str(missing)) from None
    except CheckedFileGone as gone:
        messages.error(request, str(gone))
        return HttpResponseRedirect(f"{reverse('admin:imports')}?kind={get_import(uid).kind}")
    except NorenError as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:import", args=[uid]))
    return _to_import(request, real, now)


def import_errors(request: HttpRequest, uid: UUID) -> StreamingHttpResponse:
    """What an import refused, as CSV."""
    check_visitor_may(request, Deed.IMPORT)
    try:
        get_import(uid)
    except ImportNotFound as missing:
        raise Http404(str(missing)) from None
    answer = StreamingHttpResponse(bad_values_csv(uid), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="errors_{uid}.csv"'
    return answer


def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty file of a kind, with its header in the reader's language."""
    check_visitor_may(request, Deed.IMPORT)
    try:
        content = template_csv(kind, language=(get_language() or "ja")[:2])
    except KindUnknown as unknown:
        raise Http404(str(unknown)) from None
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    return answer


def _with_kinds(form: UploadForm) -> UploadForm:
    form.fields["kind"].choices = [(kind.name, kind.title) for kind in kinds()]  # type: ignore[attr-defined]
    return form


def _receive(request: HttpRequest, form: UploadForm, visitor: Visitor) -> HttpResponse | None:
    typed, now = form.cleaned_data, timezone.now()
    try:
        uid = receive_upload(
            kind=typed["kind"],
            upload=typed["file"],
            is_dry_run=typed["is_dry_run"],
            account_id=visitor.account_id,
            at=now,
        )
    except NorenError as refusal:
        form.add_error("kind" if refusal.field == "kind" else "file", str(refusal))
        return None
    return _to_import(request, uid, now)


def _to_import(request: HttpRequest, uid: UUID, now: datetime) -> HttpResponse:
    with transaction.atomic(), logged(request, uid=str(uid)):
        pass  # the file is read by a worker, whose import has its own story
    again = "?again" if get_import(uid).started_at != now else ""
    return HttpResponseRedirect(reverse("admin:import", args=[uid]) + again)
