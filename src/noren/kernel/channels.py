"""Channels in words: where things begin and happen, as people call it. The codes are those of the timeline."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHANNELS: Mapping[str, Promise] = {
    "web": _("online shop"),
    "app": _("app"),
    "line": _("LINE"),
    "mail": _("mail"),
    "till": _("store counter"),
    "tablet": _("store tablet"),
    "office": _("office"),
    "api": _("API"),
    "system": _("by itself"),
}


def channel_words(channel: str) -> str:
    """A channel as people call it; a code that has no words is said as it is."""
    return str(CHANNELS.get(channel, channel))
