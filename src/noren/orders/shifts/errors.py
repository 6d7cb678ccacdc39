"""Why a shift is not opened, counted or closed, and cash not moved."""

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Conflict, Forbidden, NotFound, Refused


class ShiftNotOpen(Conflict):
    """The register has no open shift, and this deployment sells only in one."""

    code = "shift_not_open"
    words = _("Register %(register)s has no open shift. Count the drawer and open one first.")


class ShiftOpenAlready(Conflict):
    """The register has an open shift."""

    code = "shift_open_already"
    words = _("Shift %(number)d of this register is open. Close it first.")


class ShiftNotFound(NotFound):
    """No shift has this id at this register."""

    code = "shift_not_found"
    words = _("There is no such shift.")


class ShiftClosed(Conflict):
    """The shift was closed before, with another count."""

    code = "shift_closed"
    words = _("Shift %(number)d is closed already. What it counted stays as it is.")


class ShiftUidTaken(Conflict):
    """The uid was used for something else before."""

    code = "shift_uid_taken"
    words = _("This was already saved with other content. Reload the page and look at what is there.")


class NothingToTakeOver(Conflict):
    """The register had no shift before, whose count could be taken over."""

    code = "nothing_to_take_over"
    words = _("This register had no shift before. Count the drawer.")


class DenominationUnknown(Refused):
    """A coin or note that the currency does not have, or that is counted twice."""

    code = "denomination_unknown"
    words = _("There is no coin or note of %(value)d, or it is counted twice.")


class PiecesInvalid(Refused):
    """A number of coins or notes that no drawer holds."""

    code = "pieces_invalid"
    words = _("The number of pieces must be a whole number from 0 to %(limit)d.")


class CashAmountInvalid(Refused):
    """An amount that nobody moves."""

    code = "cash_amount_invalid"
    words = _("The amount must be more than nothing and at most %(limit)d.")


class CashPurposeUnknown(Refused):
    """Cash is not moved for this."""

    code = "cash_purpose_unknown"
    words = _("Choose what the cash is moved for.")


class CashReasonMissing(Refused):
    """Nobody said why, or at too great length."""

    code = "cash_reason_missing"
    words = _("Please say why, in at most %(limit)d letters.")


class DifferenceUnexplained(Refused):
    """The count differs from what is expected, and nobody said why."""

    code = "difference_unexplained"
    words = _("The count differs by %(difference)s: %(expected)s is expected. Count again, or say why.")


class TenderDifferenceUnexplained(Refused):
    """What was counted of a tender differs from what is expected, and nobody said why."""

    code = "tender_difference_unexplained"
    words = _("%(tender)s differs by %(difference_minor)d: %(expected_minor)d is expected. Count again, or say why.")


class TenderCountInvalid(Refused):
    """A tender that is not counted, counted twice, or an amount that nobody holds."""

    code = "tender_count_invalid"
    words = _("The count of “%(tender)s” cannot be taken.")


class NothingToExplain(Conflict):
    """The shift does not differ, is not closed, or was explained before."""

    code = "nothing_to_explain"
    words = _("This shift has no difference that is still to be explained.")


class LateBatchNotFound(NotFound):
    """No late batch has this id."""

    code = "late_batch_not_found"
    words = _("There is no such batch of late sales.")


class LateSalesChanged(Conflict):
    """A late batch holds something else than what was looked at."""

    code = "late_sales_changed"
    words = _(
        "More came in since this page was shown: now %(receipts)d receipts, %(total)s in all and %(cash)s in cash. "
        "Look at it again."
    )


class CashInNoShift(Conflict):
    """Cash was moved without a network at a moment that lies in no shift of the register."""

    code = "cash_in_no_shift"
    words = _(
        "When this cash was moved, register %(register)s had no shift: the next count has it. Note it and settle it."
    )


class CashOutLargeAlone(Forbidden):
    """So much cash needs a second person, who could not be asked without a network; nor may the sender do it alone."""

    code = "cash_out_large_alone"
    words = _(
        "So much is taken out only by somebody who may do it alone. It is booked when they sign in at this till and "
        "send it again."
    )


class AloneOpeningNotFound(NotFound):
    """No count that joined a shift has this id."""

    code = "alone_opening_not_found"
    words = _("There is no such count.")
