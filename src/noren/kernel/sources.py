"""Sources in words: where a record comes from, as people call it. The records keep the codes."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SOURCES: Mapping[str, Promise] = {
    "live": _("live"),
    "simulated": _("simulated"),
    "history": _("from another system"),
}
