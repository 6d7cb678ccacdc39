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


class ShortfallNotFound(NotFound):
    """No shortfall has this uid."""

    code = "shortfall_not_found"
    words = _("There is no such shortfall.")


class ShortfallEnded(Conflict):
    """It has ended meanwhile: nothing is short any more."""

    code = "shortfall_ended"
    words = _("Nothing is short there any more: it has ended meanwhile.")


class GoodsUnknown(Refused):
    """Codes that name no goods; the detail `codes` lists the first of them."""

    code = "goods_unknown"
    words = _("No goods have these codes: %(codes)s")


class PastedLineInvalid(Refused):
    """A line that is not a code and pieces."""

    code = "pasted_line_invalid"
    words = _("Line %(line)d is not a code and pieces: “%(text)s”")


class SupplierMissing(Refused):
    """A delivery names no supplier."""

    code = "supplier_missing"
    words = _("Say who sent the goods.")


class NoteNumberMissing(Refused):
    """A delivery names no delivery note."""

    code = "note_number_missing"
    words = _("Type the number of the delivery note.")


class DeliveryNotFound(NotFound):
    """No delivery has this uid."""

    code = "delivery_not_found"
    words = _("There is no such delivery.")


class DeliveryNoteTaken(Conflict):
    """The same note of the same supplier was brought before; the detail `delivery` is the uid of that delivery."""

    code = "delivery_note_taken"
    words = _("Delivery note %(number)s of %(supplier)s is here already: opened on %(day)s.")


class DeliveryEnded(Conflict):
    """The delivery was received or cancelled."""

    code = "delivery_ended"
    words = _("This delivery is %(status)s and stays as it is.")


class DeliveryEmpty(Refused):
    """No piece of the delivery was found."""

    code = "delivery_empty"
    words = _("No piece has been checked in yet. Scan the goods or type the pieces that arrived.")


class DamagedTooMany(Refused):
    """More pieces are said to be damaged than arrived."""

    code = "damaged_too_many"
    words = _("%(damaged)d pieces cannot be damaged when %(found)d arrived.")


class CountNotFound(NotFound):
    """No stocktake has this uid."""

    code = "count_not_found"
    words = _("There is no such stocktake.")


class CountEnded(Conflict):
    """The stocktake was closed or cancelled."""

    code = "count_ended"
    words = _("This stocktake is %(status)s: nothing more can be counted in it.")


class OwnerElsewhere(Refused):
    """Somebody is to see to a shortfall of a store in which they do not work."""

    code = "owner_elsewhere"
    words = _("%(name)s does not work in %(store)s.")


class CountScopeMissing(Refused):
    """A stocktake of some categories or goods names none."""

    code = "count_scope_missing"
    words = _("Choose what is counted.")


class CountNameMissing(Refused):
    """A stocktake has no name."""

    code = "count_name_missing"
    words = _("Give the stocktake a name.")


class NotInCount(Refused):
    """Goods that the stocktake is not about."""

    code = "not_in_count"
    words = _("%(name)s does not belong to this stocktake.")


class PiecesInvalid(Refused):
    """Pieces counted beyond what can be."""

    code = "pieces_invalid"
    words = _("%(pieces)d pieces cannot be counted; 0 to %(limit)d can.")


class CountEntryTaken(Conflict):
    """Another entry has this uid."""

    code = "count_entry_taken"
    words = _("Another entry has this id already.")


class CountUnsure(Conflict):
    """Goods moved between the counts of their places, or were corrected since: count them anew, or leave them."""

    code = "count_unsure"
    words = _("%(count)d goods moved while they were counted. Count them anew, or choose to leave them as they are.")


class CountEmpty(Conflict):
    """Nothing was counted, so there is nothing to close."""

    code = "count_empty"
    words = _("Nothing was counted yet. Count something, or cancel the stocktake.")


class UidTakenByOther(Conflict):
    """Something else was made with this uid."""

    code = "uid_taken_by_other"
    words = _("This id was used for something else already.")
