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


class LevelNotFound(NotFound):
    """No level has this key."""

    code = "level_not_found"
    words = _("There is no such stock level.")
