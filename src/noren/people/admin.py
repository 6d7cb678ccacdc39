"""People in the office: customers read-only here, staff changed through `employ`, tokens through `tokens`."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from noren.kernel.columns import channel, data, in_words, link, money, tag
from noren.kernel.filters import ChannelFilter, ChoiceFilter, DayFilter, RecordFilter, YesNoFilter, one_of
from noren.kernel.form_fields import MomentField
from noren.kernel.records import AnyForm, RecordAdmin, RecordForm, RecordLink, RowInline
from noren.people.deed_words import DEED_WORDS
from noren.people.employ import StaffDefinition, save_staff
from noren.people.models import (
    Account,
    ApiToken,
    Approval,
    Customer,
    DeedOutcome,
    DeedRecord,
    Identity,
    Role,
    StaffMember,
    StaffRole,
)
from noren.people.roles import APPROVABLE
from noren.people.staff_form import StaffForm
from noren.people.tokens import Scope, make_token, revoke_token
from noren.timeline.words import EVENTS

_MADE = "noren.made_token"
_ABOUT = {
    "void_sale": ("admin:orders_order_change", _("The sale")),
    "return_goods": ("admin:orders_return_change", _("The return")),
}


class IdentityInline(RowInline):
    """What names a customer."""

    model = Identity
    fields = ("kind", "value", "verified_at")


@admin.register(Customer)
class CustomerAdmin(RecordAdmin):
    """Customers. What they told is changed for them on a page of its own, by those who may."""

    see_deeds = ("see_timeline",)
    list_display = (
        "__str__",
        "member_number",
        "email",
        "phone",
        "joined_at",
        channel("joined_channel", _("joined through")),
        link("home_store", _("home store")),
    )
    list_filter = (("joined_channel", ChannelFilter), ("home_store", RecordFilter), ("joined_at", DayFilter))
    search_fields = ("=member_number", "family_name", "given_name", "family_kana", "=email", "=phone")
    search_help_text = _("Name, member number, e-mail or phone")
    ordering = ("-pk",)
    inlines = (IdentityInline,)
    fields = (
        "member_number",
        ("family_name", "given_name"),
        ("family_kana", "given_kana"),
        "email",
        "phone",
        "birth_date",
        "language",
        "joined_at",
        "joined",
        "home_store",
    )
    readonly_fields = ("joined",)
    joined = channel("joined_channel", _("joined through"))

    def links_of(self, request: HttpRequest, record: Any) -> list[RecordLink]:
        """The customer's timeline, and the page on which a member's contact data are changed."""
        links = [RecordLink(str(_("Timeline")), reverse("admin:customer", args=[record.uid]))]
        if record.member_number and self.office.may(request, "change_member"):
            links.append(RecordLink(str(_("Change contact data")), reverse("admin:contact", args=[record.uid])))
        return links


@admin.register(Account)
class AccountAdmin(RecordAdmin):
    """Ways to sign in."""

    see_deeds = ("manage_staff",)
    list_display = ("email", link("customer", _("customer")), "is_staff", "is_active", "date_joined", "last_login")
    list_filter = (("is_staff", YesNoFilter), ("is_active", YesNoFilter))
    search_fields = ("email",)
    ordering = ("-pk",)
    fields = ("email", "customer", "is_staff", "is_superuser", "is_active", "date_joined", "last_login")


class StaffRoleInline(RowInline):
    """What a staff member may do where, for those who only look."""

    model = StaffRole
    fields = ("role", "store")


@admin.register(StaffMember)
class StaffAdmin(RecordAdmin):
    """Those who work here."""

    see_deeds = ("manage_staff",)
    edit_deed = "manage_staff"
    add_verb = staticmethod(save_staff)
    change_verb = staticmethod(save_staff)
    form = StaffForm
    list_display = ("name", "code", link("account", _("account")), "roles_in_words")
    list_filter = (("roles__role", ChoiceFilter),)
    search_fields = ("name", "=code", "account__email")
    fields = (
        "code",
        "name",
        "email",
        "password",
        "pin",
        "forgets_pin",
        "may_sign_in",
        "everywhere",
        "clerk_in",
        "manager_in",
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """With their roles."""
        return super().get_queryset(request).prefetch_related("roles__store")

    @admin.display(description=_("roles"))
    def roles_in_words(self, staff: StaffMember) -> str:
        """Roles and stores."""
        return ", ".join(
            f"{held.get_role_display()} ({held.store})" if held.store else str(held.get_role_display())
            for held in staff.roles.all()
        )

    def add_record(self, request: HttpRequest, form: AnyForm) -> int:
        """Employ somebody."""
        return self._save(form.cleaned_data)

    def change_record(self, request: HttpRequest, record: Model, form: AnyForm) -> None:
        """Change what they may do, or how they sign in."""
        self._save(form.cleaned_data)

    def _save(self, typed: dict[str, Any]) -> int:
        roles = [(Role(role), None) for role in typed["everywhere"]]
        roles += [(Role.CLERK, store.pk) for store in typed["clerk_in"]]
        roles += [(Role.MANAGER, store.pk) for store in typed["manager_in"]]
        columns = {
            name: typed[name] for name in ("code", "name", "email", "password", "pin", "forgets_pin", "may_sign_in")
        }
        uid = save_staff(StaffDefinition(roles=roles, **columns), at=timezone.now())
        return StaffMember.objects.get(uid=uid).pk


@admin.register(Approval)
class ApprovalAdmin(RecordAdmin):
    """What a second person approved: who asked, who agreed, why, and to what exactly."""

    see_deeds = ("manage_staff", "see_reports")
    store_path = "store"
    list_display = (
        "approved_at",
        "what",
        "amount",
        "reason",
        "about",
        link("store", _("store")),
        link("asked_by", _("asked by")),
        link("approved_by", _("approved by")),
        "used_at",
    )
    list_filter = (("store", RecordFilter), ("approved_by", RecordFilter), ("approved_at", DayFilter))
    list_select_related = ("store", "asked_by", "approved_by")
    search_fields = ("=subject_uid", "=asked_by__code", "=approved_by__code")
    search_help_text = _("Staff code, or uid of the sale or return")
    ordering = ("-pk",)

    fields = (
        "approved_at",
        "what",
        "amount",
        "reason",
        "about",
        "store",
        "asked_by",
        "approved_by",
        "valid_until",
        "used_at",
        "exactly",
    )
    readonly_fields = ("what", "amount", "about", "exactly")
    amount = money("amount_minor", _("amount"))
    exactly = data("content", _("what exactly"))

    @admin.display(description=_("deed"))
    def what(self, approval: Approval) -> str:
        """The deeds in words."""
        return pgettext("between words", ", ").join(str(APPROVABLE.get(deed, deed)) for deed in approval.deeds)

    @admin.display(description=_("about"))
    def about(self, approval: Approval) -> str:
        """The sale or the return it is about; a return that was approved and never done is nowhere."""
        kind = approval.content.get("deed", "void_sale")
        if kind not in _ABOUT or (kind == "return_goods" and approval.used_at is None):
            return "–"
        view, words = _ABOUT[kind]
        return format_html('<a href="{}">{}</a>', reverse(view, args=[approval.subject_uid]), words)


@admin.register(DeedRecord)
class DeedRecordAdmin(RecordAdmin):
    """The staff log: who did what, when, where, to what, what stood there before and after, and why."""

    see_deeds = ("manage_staff", "see_reports")
    store_path = "store"
    list_display = (
        "at",
        "who",
        in_words("deed", _("deed"), DEED_WORDS),
        "became",
        link("store", _("store")),
        "story",
    )
    list_display_links = ("at",)
    list_filter = (
        ("staff", RecordFilter),
        ("store", RecordFilter),
        ("deed", one_of(DEED_WORDS, _("deed"))),
        ("outcome", ChoiceFilter),
        ("at", DayFilter),
    )
    list_select_related = ("staff", "store", "approval__approved_by")
    search_fields = ("=subject_uid", "=who", "=staff__code")
    search_help_text = _("Staff code or name, or uid of what it is about")
    ordering = ("-at", "-pk")
    fields = (
        "at",
        "staff",
        "who",
        "done",
        "became",
        "store",
        "in_channel",
        "place",
        "about",
        "reason",
        "approval",
        "before_and_after",
        "said",
    )
    readonly_fields = ("done", "became", "in_channel", "about", "before_and_after", "said")
    done = in_words("deed", _("deed"), DEED_WORDS)
    in_channel = channel("channel", _("channel"))
    before_and_after = data("changes", _("before and after"))
    said = data("told", _("what happened"))

    @admin.display(description=_("outcome"))
    def became(self, record: DeedRecord) -> str:
        """Done; done with whose approval; or refused."""
        if record.outcome == DeedOutcome.REFUSED:
            return tag(str(_("refused")), "bad")
        if record.approval is not None:
            return gettext("done, approved by %(name)s") % {"name": record.approval.approved_by.name}
        return str(_("done"))

    @admin.display(description=_("about"))
    def about(self, record: DeedRecord) -> str:
        """What kind of record, if the events do not say it, and its uid or key."""
        return f"{record.subject_kind} {record.subject_uid}".strip() or "–"

    @admin.display(description=_("what happened"))
    def story(self, record: DeedRecord) -> str:
        """The reason, what changed from what to what, or the names of the events."""
        changed = [f"{name}: {before or '–'} → {after or '–'}" for name, (before, after) in record.changes.items()]
        said = [str(EVENTS.get(name, name)) for name, _properties in record.told]
        parts = ([record.reason] if record.reason else []) + (changed or said)
        return format_html('<span class="log-story">{}</span>', " / ".join(parts))


class TokenForm(RecordForm):
    """A token for an integrator; those of tills are made by signing in there."""

    scopes = forms.MultipleChoiceField(
        label=_("Scopes"),
        choices=[(scope.value, scope.value) for scope in Scope if scope is not Scope.TILL],
        widget=forms.CheckboxSelectMultiple,
    )
    valid_until = MomentField(label=_("Valid until"), required=False, help_text=_("Empty for no end."))

    class Meta:
        model = ApiToken
        fields = ("name",)


@admin.register(ApiToken)
class TokenAdmin(RecordAdmin):
    """Bearer tokens. The secret is said once, when one is made; deleting one revokes it."""

    see_deeds = ("manage_tokens",)
    edit_deed = "manage_tokens"
    add_verb = staticmethod(make_token)
    delete_verb = staticmethod(revoke_token)
    form = TokenForm
    list_display = (
        "name",
        "scopes_in_words",
        "made_at",
        "valid_until",
        "revoked_at",
        link("staff", _("staff")),
        link("register", _("register")),
    )
    list_filter = (("made_at", DayFilter),)
    search_fields = ("name",)
    ordering = ("-pk",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is asked for a new one; of an old one all but the digest."""
        if obj is None:
            return ("name", "scopes", "valid_until")
        return ("name", "scopes_in_words", "made_at", "valid_until", "revoked_at", "customer", "staff", "register")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The scopes in words."""
        return ("scopes_in_words",) if obj else ()

    @admin.display(description=_("scopes"))
    def scopes_in_words(self, token: ApiToken) -> str:
        """The scopes, parted by commas."""
        return ", ".join(token.scopes)

    def add_record(self, request: HttpRequest, form: AnyForm) -> int:
        """Make the token and say its secret, this once."""
        at, typed = timezone.now(), form.cleaned_data
        valid_until: datetime | None = typed["valid_until"]
        scopes = frozenset(Scope(scope) for scope in typed["scopes"])
        request.META[_MADE] = make_token(name=typed["name"], scopes=scopes, at=at, valid_until=valid_until)
        return ApiToken.objects.filter(name=typed["name"], made_at=at).latest("pk").pk

    def response_add(self, request: HttpRequest, obj: Model, post_url_continue: str | None = None) -> HttpResponse:
        """The page that says the secret: no redirect, so that it is stored nowhere on the way."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("The new token"),
            "secret": request.META[_MADE],
            "record": obj,
        }
        return render(request, "office/token.html", context)

    def delete_record(self, request: HttpRequest, record: Model) -> None:
        """Revoke it; the row stays."""
        revoke_token(record.pk, at=timezone.now())
