"""Why stock cannot be promised."""

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Conflict, NotFound, Refused


class OutOfStock(Conflict):
    """Less is available than is wanted."""

    code = "out_of_stock"
    words = _("%(name)s: only %(available)d left here, %(wanted)d wanted.")


class ReasonMissing(Refused):
    """A correction by hand was given no reason."""

    code = "reason_missing"
    words = _("Say why the stock is corrected.")


class MoveQuantityInvalid(Refused):
    """A quantity that cannot be moved."""

    code = "move_quantity_invalid"
    words = _("%(quantity)d pieces cannot be booked; 1 to %(limit)d can.")


class NotThere(Refused):
    """Fewer pieces are in the building and for sale than are to be taken off sale."""

    code = "not_there"
    words = _("%(name)s: only %(there)d for sale here, %(wanted)d to be set aside.")


class NotAside(Refused):
    """Fewer pieces are set aside than are to be put back or thrown away."""

    code = "not_aside"
    words = _("%(name)s: only %(there)d set aside so, %(wanted)d named.")


class LevelNotFound(NotFound):
    """No level has this key."""

    code = "level_not_found"
    words = _("There is no such stock level.")
