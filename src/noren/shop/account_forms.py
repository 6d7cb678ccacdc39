"""allauth's forms without what our fields say better: the label stands above, so nothing stands inside."""

from allauth.account import forms


class _Plain:
    """Takes out placeholders, which repeat the label and vanish when they are needed, and the link in a hint."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            if name == "password":
                field.help_text = ""


class SignInForm(_Plain, forms.LoginForm):  # type: ignore[misc]
    """E-mail and password; the link to a new password stands on the page."""


class SignUpForm(_Plain, forms.SignupForm):  # type: ignore[misc]
    """Names, e-mail and password."""


class ForgottenPasswordForm(_Plain, forms.ResetPasswordForm):  # type: ignore[misc]
    """Where the link to a new password is mailed."""


class NewPasswordForm(_Plain, forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, twice."""


class OtherPasswordForm(_Plain, forms.ChangePasswordForm):  # type: ignore[misc]
    """The old password, and the new one twice."""
