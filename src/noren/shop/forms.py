"""What shoppers type, read kindly: full-width digits and letters are understood, and the reason stands at the field."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import NorenError
from noren.orders.formal_receipt import LONGEST
from noren.people.rules import normalize_email, normalize_name, normalize_phone
from noren.pricing.basket import MAX_QUANTITY
from noren.shop.words import fold_typed


class FoldedField(forms.CharField):
    """A line of text in NFKC, with single spaces."""

    def to_python(self, value: object) -> str:
        """Fold before lengths are checked."""
        return fold_typed(super().to_python(value) or "")


class QuantityField(FoldedField):
    """A whole number of pieces, as a phone's number keys or a Japanese keyboard write it."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "5"})

    def __init__(self, *, least: int = 1) -> None:
        super().__init__(label=_("Quantity"), required=False)
        self.least = least

    def clean(self, value: object) -> int:
        """The number.

        Raises:
            ValidationError: it is none, or out of its bounds.
        """
        typed = super().clean(value)
        if not (typed.isascii() and typed.isdigit()) or not self.least <= int(typed[:9]) <= MAX_QUANTITY:
            words = _("The quantity must be a whole number from %(low)s to %(high)s.")
            # Nobody means none by what cannot be read, so 0 is not offered where it takes the line out.
            raise ValidationError(words, "quantity_invalid", {"low": 1, "high": MAX_QUANTITY})
        return int(typed)


class LineForm(forms.Form):
    """How many of a variant."""

    sku = forms.CharField(max_length=64)
    quantity = QuantityField()


class ContactForm(forms.Form):
    """Whom we tell that a guest's order is ready."""

    name = FoldedField(
        label=_("Name"),
        max_length=120,
        help_text=_("The store calls it out when you come."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please enter your name.")},
    )
    email = FoldedField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("We mail you when the goods are ready."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"required": _("Please enter your e-mail address, so that we can tell you when it is ready.")},
    )
    phone = FoldedField(
        label=_("Phone"),
        max_length=32,
        required=False,
        help_text=_("Only if something is wrong with your order."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel", "inputmode": "tel"}),
    )

    def clean_name(self) -> str:
        """The name as it will be called out."""
        return normalize_name(self.cleaned_data["name"])

    def clean_email(self) -> str:
        """The one form of the address."""
        return as_field_error(normalize_email, self.cleaned_data["email"])

    def clean_phone(self) -> str:
        """The one form of the number, or nothing."""
        typed = self.cleaned_data["phone"]
        return as_field_error(normalize_phone, typed) if typed else ""


class NamesForm(forms.Form):
    """What a member tells beside the e-mail."""

    family_name = FoldedField(
        label=_("Family name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": _("Please enter your family name.")},
    )
    given_name = FoldedField(
        label=_("Given name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": _("Please enter your given name.")},
    )
    phone = FoldedField(
        label=_("Phone"),
        max_length=32,
        required=False,
        help_text=_("With it the till finds you when you have no card with you."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel", "inputmode": "tel"}),
    )

    def clean_phone(self) -> str:
        """The one form of the number, or nothing."""
        typed = self.cleaned_data["phone"]
        return as_field_error(normalize_phone, typed) if typed else ""


class ClaimForm(forms.Form):
    """What proves half of a store membership: the card's number. The other half is mailed."""

    member_number = FoldedField(
        label=_("Member number"),
        max_length=24,
        help_text=_("On your card and on receipts: M and ten digits."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Please enter the number on your card.")},
    )
    email = FoldedField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("The address that you gave at the store."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"required": _("Please enter the e-mail address that you gave at the store.")},
    )

    def clean_email(self) -> str:
        """The one form of the address."""
        return as_field_error(normalize_email, self.cleaned_data["email"])


class ClaimCodeForm(forms.Form):
    """The mailed code and a password for the new account."""

    code = FoldedField(
        label=_("Code from the mail"),
        max_length=12,
        help_text=_("Six digits, valid for 15 minutes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Please enter the code from the mail.")},
    )
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=128,
        help_text=_("At least 8 characters, not only digits."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Please choose a password.")},
    )


class FormalReceiptForm(forms.Form):
    """To whom a receipt is made out. The uid makes a second press of the button harmless."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    recipient = forms.CharField(
        label=_("Made out to"),
        max_length=LONGEST,
        help_text=_("A company or a person, as it is to stand on the receipt."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Please enter the name.")},
    )
    purpose = forms.CharField(
        label=_("For what"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def add_refusal(form: forms.Form, refusal: NorenError) -> None:
    """Put a refusal at the field it names, or over the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def as_field_error(normalize: Callable[[str], str], typed: str) -> str:
    """What was typed in its one form, or the refusal as an error of the field."""
    try:
        return normalize(typed)
    except NorenError as refusal:
        raise ValidationError(str(refusal), refusal.code) from None
