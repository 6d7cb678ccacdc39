"""Why a held list cannot be changed; the answer of taking one up says who has it instead."""

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Conflict, NotFound


class HeldListNotFound(NotFound):
    """No list of this store has the uid, or its time is over."""

    code = "held_list_not_found"
    words = _("This list is held no more.")


class HeldListMoved(Conflict):
    """Somebody changed, took up or threw away the list since it was read."""

    code = "held_list_moved"
    words = _("%(staff)s at %(register)s has this list meanwhile.")


class HeldListSold(Conflict):
    """The list is a sale by now."""

    code = "held_list_sold"
    words = _("This list was sold meanwhile.")
