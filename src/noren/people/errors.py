"""Why people are refused: one class per cause."""

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Conflict, Forbidden, NotFound, NotSignedIn, Refused, TooOften


class CustomerNotFound(NotFound):
    """No customer has this uid."""

    code = "customer_not_found"
    words = _("This customer does not exist.")


class EmailInvalid(Refused):
    """Not an e-mail address."""

    code = "email_invalid"
    words = _("“%(email)s” is not an e-mail address.")


class PhoneInvalid(Refused):
    """Not a phone number of Japan, nor an international one with its country code."""

    code = "phone_invalid"
    words = _("“%(phone)s” is not a phone number. Numbers from abroad begin with + and the country code.")


class NameMissing(Refused):
    """A member has no name."""

    code = "name_missing"
    words = _("Please enter a name.")


class ContactNeeded(Refused):
    """Neither an e-mail nor a phone was given: the member could never be found again."""

    code = "contact_needed"
    words = _("Please enter an e-mail address or a phone number.")


class EmailTaken(Conflict):
    """The e-mail names another member."""

    code = "email_taken"
    words = _("This e-mail address is already registered to a member.")


class PhoneTaken(Conflict):
    """The phone names another member."""

    code = "phone_taken"
    words = _("This phone number is already registered to a member.")


class ClaimCodeWrong(Refused):
    """The code is not the mailed one, or its time is over, or it was used; which of these is not told."""

    code = "claim_code_wrong"
    words = _("The code is wrong or no longer valid.")


class ClaimTriesSpent(Refused):
    """Too many wrong codes: the claim is dead."""

    code = "claim_tries_spent"
    words = _("The code was entered wrongly too often. Please ask for a new one.")


class PasswordWeak(Refused):
    """The password is too easy to guess; `why` says how, in the active language."""

    code = "password_weak"
    words = "%(why)s"


class AccountTaken(Conflict):
    """The account that has this e-mail belongs to somebody else."""

    code = "account_taken"
    words = _("There is already an account with this e-mail address. Please sign in with it.")


class SignInFailed(NotSignedIn):
    """No such staff code, or another password; which of these is not told."""

    code = "sign_in_failed"
    words = _("The staff code or the password is wrong.")


class PinWrong(Refused):
    """Another PIN, none, or somebody whom this register does not know; which of these is not told."""

    code = "pin_wrong"
    words = _("The PIN is wrong, or you have not signed in here with your password for 30 days.")


class PinWeak(Refused):
    """No four to eight digits, or some that are guessed first."""

    code = "pin_weak"
    words = _("A PIN has four to eight digits, not all the same and not in a row.")


class TooManyTries(TooOften):
    """Tried too often in a short time."""

    code = "too_many_tries"
    words = _("Tried too often. Please wait %(retry_after_s)s seconds.")


class NotAllowed(Forbidden):
    """None of the staff member's roles in this store includes the deed."""

    code = "not_allowed"
    words = _("You may not do this in this store.")


class ApprovalNeeded(Forbidden):
    """The deed needs a second person; the detail `deed` names it."""

    code = "approval_needed"
    words = _("A second person must approve this.")


class LimitInvalid(Refused):
    """A limit that cannot stand."""

    code = "limit_invalid"
    words = _("A limit is a whole number from 0 to %(limit)s, or empty.")


class ApprovalInvalid(Forbidden):
    """The approval is of another deed, thing or person, or its time is over."""

    code = "approval_invalid"
    words = _("This approval is no longer valid. Please ask for it again.")


class ApproverIsAsker(Forbidden):
    """Nobody approves what they do themselves."""

    code = "approver_is_asker"
    words = _("Somebody else must approve this, not the person at the till.")


class ApproverMayNot(Forbidden):
    """The person who is to approve may not do the deed alone in this store."""

    code = "approver_may_not"
    words = _("%(name)s may not approve this in this store.")


class StaffCodeInvalid(Refused):
    """A staff code that nobody can type at the till."""

    code = "staff_code_invalid"
    words = _("A staff code is 1 to 16 letters and digits.")
