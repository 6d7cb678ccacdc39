"""A member's contact data, changed by staff for a member who asks for it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import NorenError
from noren.kernel.records import changes_of
from noren.office.answers import page
from noren.office.permissions import Visitor, check_visitor_may
from noren.office.staff_log import logged
from noren.people.change_member import MemberChange, change_member
from noren.people.errors import CustomerNotFound
from noren.people.queries import CustomerView, get_customer, sign_in_emails
from noren.people.roles import Deed
from noren.people.rules import normalize_name


class _FoldedField(forms.CharField):
    """A line of text, folded before its length is checked: full-width letters may become more than they were."""

    def to_python(self, value: object) -> str:
        return normalize_name(super().to_python(value) or "")


class ContactForm(forms.Form):
    """What a member told. What nobody touched is left as it is then, whoever changed it meanwhile."""

    family_name = _FoldedField(label=_("Family name"), max_length=60, show_hidden_initial=True)
    given_name = _FoldedField(label=_("Given name"), max_length=60, required=False, show_hidden_initial=True)
    family_kana = _FoldedField(label=_("Family name (kana)"), max_length=60, required=False, show_hidden_initial=True)
    given_kana = _FoldedField(label=_("Given name (kana)"), max_length=60, required=False, show_hidden_initial=True)
    email = _FoldedField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        show_hidden_initial=True,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Mails to the member go here from now on."),
    )
    phone = _FoldedField(
        label=_("Phone"),
        max_length=32,
        required=False,
        show_hidden_initial=True,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        help_text=_("With it the till finds the member without the card."),
    )


def contact(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change a member's names, e-mail or phone."""
    visitor = check_visitor_may(request, Deed.CHANGE_MEMBER)
    member = _member(uid)
    form = ContactForm(request.POST or None, initial={name: getattr(member, name) for name in ContactForm.base_fields})
    if request.method == "POST" and form.is_valid() and _is_changed(request, form, uid, visitor):
        messages.success(request, str(_("The contact data were saved.")))
        return HttpResponseRedirect(reverse("admin:customer", args=[uid]))
    context = {"member": member, "form": form, "sign_in_emails": sign_in_emails(member.id)}
    title = _("Change contact data of %(name)s") % {"name": member.name or member.member_number}
    return page(request, "office/contact.html", context, title=title)


def _member(uid: UUID) -> CustomerView:
    try:
        found = get_customer(uid)
    except CustomerNotFound as missing:
        raise Http404(str(missing)) from None
    if not found.is_member:
        raise Http404
    return found


def _is_changed(request: HttpRequest, form: ContactForm, uid: UUID, visitor: Visitor) -> bool:
    """Change it; or say at the field why not."""
    change = MemberChange(**{name: form.cleaned_data[name] for name in form.changed_data})
    staff_uid = visitor.staff.uid if visitor.staff else None
    try:
        with transaction.atomic(), logged(request, changes=changes_of(form)):
            change_member(uid, change, channel="office", at=timezone.now(), staff_uid=staff_uid)
    except NorenError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True
