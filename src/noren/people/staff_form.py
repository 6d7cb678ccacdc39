"""The office's form of a staff member."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from noren.kernel.records import RecordForm
from noren.people.models import Role, StaffMember
from noren.stores.models import Store


class StaffForm(RecordForm):
    """A staff member, how they sign in, and what they may do where."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("With it they sign in at the office."))
    password = forms.CharField(
        label=_("New password"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("For the office and the till. Empty to keep the one there is."),
    )
    pin = forms.CharField(
        label=_("New PIN"),
        required=False,
        max_length=8,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text=_(
            "Four to eight digits, to take over a till they signed in at before. Empty to keep the one there is."
        ),
    )
    forgets_pin = forms.BooleanField(
        label=_("Take the PIN away"), required=False, help_text=_("Tills ask for the password again.")
    )
    may_sign_in = forms.BooleanField(label=_("May sign in"), required=False, initial=True)
    everywhere = forms.MultipleChoiceField(
        label=_("Roles in all stores"), required=False, choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )
    clerk_in = forms.ModelMultipleChoiceField(Store.objects.all(), label=_("Clerk in"), required=False)
    manager_in = forms.ModelMultipleChoiceField(Store.objects.all(), label=_("Store manager in"), required=False)

    class Meta:
        model = StaffMember
        fields = ("code", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            return
        roles = list(self.instance.roles.values_list("role", "store_id"))
        self.initial = {
            **self.initial,
            "email": self.instance.account.email,
            "may_sign_in": self.instance.account.is_staff,
            "everywhere": [role for role, store_id in roles if store_id is None],
            "clerk_in": [store_id for role, store_id in roles if role == Role.CLERK and store_id],
            "manager_in": [store_id for role, store_id in roles if role == Role.MANAGER and store_id],
        }
        if "code" in self.fields:
            self.fields["code"].disabled = True
