"""Why a transfer cannot be drafted, sent, received or cancelled as it was asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Conflict, NotFound, Refused


class TransferNotFound(NotFound):
    """No transfer has this uid."""

    code = "transfer_not_found"
    words = _("There is no such transfer.")


class TransferSameStore(Refused):
    """Goods cannot be sent from a store to itself."""

    code = "transfer_same_store"
    words = _("Goods go from one store to another one; both are %(store)s.")


class TransferEmpty(Refused):
    """A transfer without a single piece."""

    code = "transfer_empty"
    words = _("There is not a single piece in it.")


class TransferTooLong(Refused):
    """More lines than one transfer has."""

    code = "transfer_too_long"
    words = _("A transfer has at most %(limit)d lines; these are %(lines)d. Make two of it.")


class TransferUidTaken(Conflict):
    """The uid belongs to a transfer, or an arrival, that was asked for in other words."""

    code = "transfer_uid_taken"
    words = _("This was already saved with other content. Reload the page and look at what is there.")


class TransferNotPossible(Conflict):
    """The transfer has gone on, or ended, and this step cannot be done any more, or not yet."""

    code = "transfer_not_possible"
    words = _("The transfer %(number)s is “%(status)s”; this step is not possible now.")


class TransferMoved(Conflict):
    """Somebody else received a part of it after the caller looked."""

    code = "transfer_moved"
    words = _("Somebody else has received a part of this meanwhile. Look at what is still on the way, and count again.")


@dataclass(frozen=True, slots=True)
class Missing:
    """Goods of which less is available than is wanted."""

    sku: str
    name: str
    wanted: int
    available: int


class TransferGoodsMissing(Conflict):
    """Less is available at the source than is wanted. Nothing was held.

    Attributes:
        lines: every line that falls short.
    """

    code = "transfer_goods_missing"
    words = _("Not enough is available: %(goods)s.")
    _NAMED = 5

    def __init__(self, lines: Sequence[Missing]) -> None:
        named = ", ".join(f"{line.name} ({line.available}/{line.wanted})" for line in lines[: self._NAMED])
        more = "…" if len(lines) > self._NAMED else ""
        super().__init__(field=f"lines.{lines[0].sku}", goods=named + more)
        self.lines = tuple(lines)


class LineNotOfTransfer(Refused):
    """The goods are not on the list of the transfer."""

    code = "line_not_of_transfer"
    words = _("%(sku)s is not on the list of this transfer.")


class SentTooMany(Refused):
    """More pieces are sent than are wanted."""

    code = "transfer_sent_too_many"
    words = _("%(name)s: %(wanted)d are wanted, so %(quantity)d cannot be sent.")


class DamagedTooMany(Refused):
    """More pieces are damaged than came."""

    code = "transfer_damaged_too_many"
    words = _("%(name)s: %(pieces)d came, so %(damaged)d of them cannot be damaged.")


class DifferenceUnnamed(Refused):
    """Something else came than was sent, and nobody said what became of the rest, or where the surplus is from."""

    code = "transfer_difference_unnamed"
    words = _("%(name)s: %(expected)d were to come and %(pieces)d came. Say what the difference is.")


class WhereaboutsMissing(Refused):
    """Goods that have left their store must be somewhere when their transfer is cancelled."""

    code = "transfer_whereabouts_missing"
    words = _("These goods have left their store. Say whether they are back there or lost.")
