"""Why a store cannot do what was asked, or cannot be saved as it was written."""

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Conflict, NotFound, Refused


class StoreNotFound(NotFound):
    """No store in business has this code."""

    code = "store_not_found"
    words = _("There is no store with the code “%(store)s”.")


class PickupNotOffered(Conflict):
    """The store does not prepare pickups."""

    code = "pickup_not_offered"
    words = _("%(store)s does not offer pickup.")


class StoreClosed(Conflict):
    """The store does not open soon enough to promise anything."""

    code = "store_closed"
    words = _("%(store)s is closed for the next %(days)d days.")


class StoreInvalid(Refused):
    """A field of the store cannot stand; `field` names it."""

    code = "store_invalid"
    words = _("The store cannot be saved: %(reason)s")


class OpeningHoursInvalid(Refused):
    """Hours that no day can have."""

    code = "opening_hours_invalid"
    words = _("Opening hours must begin on their day and end after they begin, by noon of the next day at the latest.")


class RegisterInvalid(Refused):
    """A register without a code or name."""

    code = "register_invalid"
    words = _("A register needs a code and a name.")


class RegisterNotInUse(Conflict):
    """The register, or its store, is out of use."""

    code = "register_not_in_use"
    words = _("This register is not in use.")
