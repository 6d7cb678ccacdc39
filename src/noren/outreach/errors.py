"""Why a mail is not sent (again)."""

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Conflict, NotFound


class MessageNotFound(NotFound):
    """No message has this uid."""

    code = "message_not_found"
    words = _("This message does not exist.")


class JustSent(Conflict):
    """The same mail was queued a moment ago: a second press of the button."""

    code = "message_just_sent"
    words = _("This mail was sent again a moment ago. Wait %(seconds)s seconds before sending it once more.")


class MailOutdated(Conflict):
    """The order has moved on: what the mail says is no longer true."""

    code = "mail_outdated"
    words = _("The order %(number)s has changed since: this mail would no longer be true.")
