"""The form of a delivery: a home in Japan, a day and a time; read kindly, and checked as the order is."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from noren.kernel.moments import say_long_day
from noren.orders.shipping.errors import AddressIncomplete, PostalCodeInvalid
from noren.orders.shipping.wanted import PREFECTURES, Address, check_address, slots_offered
from noren.people.rules import normalize_email
from noren.shop.forms import FoldedField, as_field_error

_PARTS = ("name", "postal_code", "prefecture", "city", "line1", "line2", "phone")


class DeliveryForm(forms.Form):
    """Where to and when; a guest also says whom to write to."""

    name = FoldedField(
        label=pgettext_lazy("on a parcel", "Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please enter the name on the door.")},
    )
    email = FoldedField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("We write when a parcel is on its way."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"required": _("Please enter your e-mail address, so that we can write to you.")},
    )
    postal_code = FoldedField(
        label=_("Postal code"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
        error_messages={"required": _("Please enter the postal code.")},
    )
    prefecture = forms.ChoiceField(
        label=_("Prefecture"),
        choices=[("", "–"), *((name, name) for name in PREFECTURES)],
        widget=forms.Select(attrs={"autocomplete": "address-level1"}),
        error_messages={"required": _("Please choose the prefecture.")},
    )
    city = FoldedField(
        label=_("City or ward"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
        error_messages={"required": _("Please enter the city or ward.")},
    )
    line1 = FoldedField(
        label=_("Street and number"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
        error_messages={"required": _("Please enter the street and number.")},
    )
    line2 = FoldedField(
        label=_("Building and room"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-line2"}),
    )
    phone = FoldedField(
        label=_("Phone"),
        max_length=32,
        help_text=_("For the driver."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel", "inputmode": "tel"}),
        error_messages={"required": _("Please enter a phone number, which the driver may need.")},
    )
    day = forms.ChoiceField(label=_("Day"), required=False)
    slot = forms.ChoiceField(label=_("Time"), required=False)

    def __init__(self, *args: object, is_guest: bool, days: Sequence[date], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        if not is_guest:
            del self.fields["email"]
        offered = [(day.isoformat(), say_long_day(day)) for day in days]
        self.fields["day"].choices = [("", _("as soon as possible")), *offered]  # type: ignore[attr-defined]
        self.fields["slot"].choices = [("", _("any time")), *slots_offered()]  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        """The one form of the address."""
        return as_field_error(normalize_email, self.cleaned_data["email"])

    def clean(self) -> dict[str, object]:
        """The address as it will be kept; what is wrong with it stands at its field."""
        typed = self.cleaned_data
        if all(name in typed for name in _PARTS):
            try:
                address = check_address(Address(**{name: typed[name] for name in _PARTS}), field="")
            except (AddressIncomplete, PostalCodeInvalid) as refusal:
                self.add_error((refusal.field or "").lstrip("."), str(refusal))
            else:
                typed.update({name: getattr(address, name) for name in _PARTS})
        return typed

    def kept(self) -> dict[str, str]:
        """What the session keeps until the order is placed."""
        return {name: str(value or "") for name, value in self.cleaned_data.items()}
