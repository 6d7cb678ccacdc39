"""Why nothing is taken off by hand."""

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Refused


class MarkdownNotOffered(Refused):
    """Nobody stands at a till who could give it, or the goods do not go over its counter."""

    code = "markdown_not_offered"
    words = _("Prices are changed by hand only for goods that go over the counter of a till.")


class MarkdownReasonMissing(Refused):
    """Nobody says why, or at too great length."""

    code = "markdown_reason_missing"
    words = _("Say why the price is changed, in up to %(most)s letters.")


class MarkdownWithoutEffect(Refused):
    """The new price is not below the list price, or nothing is left to be taken off."""

    code = "markdown_without_effect"
    words = _("This takes nothing off. A new price must be below the present one.")
