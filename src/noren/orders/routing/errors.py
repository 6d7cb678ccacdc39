"""Why goods of an order are not routed, or rules not set."""

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Conflict, NotFound, Refused


class GoodsAwaited(Conflict):
    """Pieces of the order are not in its store yet."""

    code = "goods_awaited"
    words = _("%(pieces)d of order %(number)s are not here yet: they are on their way, or parked. Decide that first.")


class RejectedTooMany(Refused):
    """More pieces of a line are rejected than the store is to give."""

    code = "rejected_too_many"
    words = _("Of %(name)s the store is to give %(limit)d, so it cannot reject %(quantity)d.")


class SourcingUidTaken(Conflict):
    """The uid was used for something else before."""

    code = "sourcing_uid_taken"
    words = _("This was already saved with other content. Reload the page and look at what is there.")


class SourcingNotFound(NotFound):
    """No pieces of an order are looked for under this uid."""

    code = "sourcing_not_found"
    words = _("There is no such entry.")


class SourcingEnded(Conflict):
    """The pieces have come, or were given up."""

    code = "sourcing_ended"
    words = _("This is settled already. Reload the page.")


class SourcingNotParked(Conflict):
    """The pieces are on their way; their transfer says how it goes on."""

    code = "sourcing_not_parked"
    words = _("These goods come from another store. To decide otherwise, cancel their transfer first.")


class NoStoreHasIt(Conflict):
    """No store can give a single piece now."""

    code = "no_store_has_it"
    words = _("No store has %(name)s to give now. It stays parked.")


class NothingToRoute(Conflict):
    """No order waits for what is short that could be served by another store."""

    code = "nothing_to_route"
    words = _("No order that could be moved waits for %(name)s: those that are ready have their goods at the counter.")


class RulesInvalid(Refused):
    """A list of rules that cannot stand."""

    code = "routing_rules_invalid"
    words = _("These rules cannot be saved: %(reason)s")


class NoDraft(Conflict):
    """The draft was put in force, thrown away, or made anew meanwhile."""

    code = "routing_no_draft"
    words = _("The draft %(version)d is not there any more. Reload the page.")
