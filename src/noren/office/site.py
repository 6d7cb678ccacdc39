"""The site of the office: sign-in, who may see what, the way around, and the pages that are not lists of records."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import update_wrapper
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from noren.kernel.records import RecordAdmin
from noren.office.navigation import navigation_for
from noren.office.pages import page_paths
from noren.office.permissions import visitor_of
from noren.office.second_person import ask_about_price, check_price, price_words
from noren.office.sign_in import SignInForm
from noren.office.staff_log import log_export, log_refusal, logged_record

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite as BaseSite
else:
    from unfold.sites import UnfoldAdminSite as BaseSite


class OfficeSite(BaseSite):
    """Django's admin, asked by deeds instead of by permissions per table."""

    site_header = _("Noren office")
    site_title = _("Noren office")
    index_title = _("Today in the stores")
    login_form = SignInForm
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether somebody works here."""
        return visitor_of(request).may()

    def may(self, request: HttpRequest, *deeds: str) -> bool:
        """Whether one of the deeds is allowed to whoever is signed in, in one store at least."""
        return visitor_of(request).may(*deeds)

    def store_ids(self, request: HttpRequest, *deeds: str) -> frozenset[int] | None:
        """The stores in which one of the deeds is allowed to them; None for all."""
        return visitor_of(request).store_ids(*deeds)

    def logged(
        self, request: HttpRequest, deed: str, record: Model, changes: Mapping[str, tuple[object, object]]
    ) -> AbstractContextManager[None]:
        """Around a deed on a record, inside its transaction: the staff log says what was done."""
        return logged_record(request, deed, record, changes)

    def ask_about_price(self, request: HttpRequest, variant_uid: UUID, before: int, after: int) -> None:
        """A second person's code and password beside another price are taken, before its transaction."""
        ask_about_price(request, variant_uid, before, after)

    def check_price(self, request: HttpRequest, variant_uid: UUID, before: int, after: int) -> None:
        """A price that changes beyond the limit needs a second person."""
        check_price(request, variant_uid, before, after)

    def price_words(self) -> str:
        """When a second person is needed for another price; empty where never."""
        return price_words()

    def note_export(self, request: HttpRequest, kind: str) -> None:
        """A list of records is taken away as a file: the staff log says so."""
        log_export(request, kind)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take a room's records; what other packages register would write past the verbs, and stays out."""
        if admin_class is not None and issubclass(admin_class, RecordAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """The pages of our own before those of the records."""
        return [*page_paths(self.admin_view), *super().get_urls()]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's
        """A page of the office: signed in, never cached; 403 and 404 in our look."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                answer: HttpResponseBase = inner(request, *args, **kwargs)
            except PermissionDenied:
                log_refusal(request)
                return self.refuse(request)
            except Http404:
                return self.miss(request)
            return answer

        return update_wrapper(guarded, inner)

    def refuse(self, request: HttpRequest) -> HttpResponse:
        """The page for somebody who is signed in and may not see what they asked for."""
        context = {**self.each_context(request), "title": _("Not allowed")}
        return render(request, "office/forbidden.html", context, status=403)

    def miss(self, request: HttpRequest) -> HttpResponse:
        """The page for somebody who is signed in and asked for what there is not."""
        context = {**self.each_context(request), "title": _("Not found")}
        return render(request, "office/missing.html", context, status=404)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Django's list of a room's records. Of all rooms none: the bar is ours, and the list costs half a page."""
        return super().get_app_list(request, app_label) if app_label else []

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page of the office has: the way around, and who is signed in."""
        context = super().each_context(request)
        visitor = visitor_of(request)
        return {**context, "office_navigation": navigation_for(request, visitor), "visitor": visitor}
