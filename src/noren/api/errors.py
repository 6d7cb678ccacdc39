"""Why a request is refused before any room sees it, or because the machinery fails."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Busy, Conflict, Forbidden, NorenError, NotFound, NotSignedIn, Refused


class RequestFault(NorenError):
    """A fault of HTTP itself, with the status it has there."""

    status: ClassVar[int]


class JsonMalformed(RequestFault):
    """The body is not JSON."""

    status = 400
    code = "json_malformed"
    words = _("The body is not valid JSON.")


class KeyMissing(RequestFault):
    """A deed came without its key: a repeat could do it twice."""

    status = 400
    code = "idempotency_key_missing"
    words = _("This request needs an Idempotency-Key header, the same one on every repeat.")


class KeyInvalid(RequestFault):
    """The key is empty, too long or not printable."""

    status = 400
    code = "idempotency_key_invalid"
    words = _("An Idempotency-Key has 1 to 255 printable ASCII characters.")


class MethodNotAllowed(RequestFault):
    """The path is known, the method is not."""

    status = 405
    code = "method_not_allowed"
    words = _("%(method)s is not possible here.")


class BodyTooLarge(RequestFault):
    """More bytes than are read."""

    status = 413
    code = "body_too_large"
    words = _("The body is larger than %(limit)s bytes.")


class MediaTypeUnsupported(RequestFault):
    """The body is declared as something else than what is read here."""

    status = 415
    code = "media_type_unsupported"
    words = _("Send the body as %(wanted)s.")


class ServerFault(RequestFault):
    """Our fault; it is in the log."""

    status = 500
    code = "server_error"
    words = _("Something went wrong on our side. It has been noted.")


class Unavailable(RequestFault):
    """The database cannot be reached at the moment."""

    status = 503
    code = "unavailable"
    words = _("Noren cannot answer at the moment. Please try again in a few seconds.")


class TokenInvalid(NotSignedIn):
    """No token, or one that is unknown, revoked or over."""

    code = "token_invalid"
    words = _("A valid token is needed: Authorization: Bearer …")


class ScopeMissing(Forbidden):
    """The token is good, but not for this."""

    code = "scope_missing"
    words = _("This token lacks the scope %(scope)s.")


class NotATill(ScopeMissing):
    """The token is good, but not bound to a staff member at a register."""

    words = _("This token is not a till's. Sign in at a register: POST /api/v1/till/sign-in.")


class OtherCustomer(Forbidden):
    """The token acts for one customer, and another one was named."""

    code = "other_customer"
    words = _("This token acts for another customer.")


class NotForCustomers(Forbidden):
    """The token acts for a customer, and this is for those who work here."""

    code = "not_for_customers"
    words = _("This is not for customers.")


class TrainingNotBooked(Forbidden):
    """A practice sale came to the server, which it never should: the till that sent it has a fault."""

    code = "training_not_booked"
    words = _("This sale was made in training. It is not booked.")


class BuyerMissing(Refused):
    """Nobody is named who orders, or two are."""

    code = "buyer_missing"
    words = _("Name either customer_uid or contact.")


class InputInvalid(Refused):
    """Values do not fit the schema; each is listed in `errors`."""

    code = "input_invalid"
    words = _("Some values cannot be accepted.")


class RouteNotFound(NotFound):
    """No operation has this path."""

    code = "route_not_found"
    words = _("There is nothing at this address.")


class CodeUnknown(NotFound):
    """A scanned or typed code names nothing."""

    code = "code_unknown"
    words = _("Nothing has the code “%(value)s”.")


class RecordsBusy(Busy):
    """Others hold the rows that are needed, longer than a request may wait."""

    code = "busy"
    words = _("Somebody else is changing the same records. Please try again.")


class UidTaken(Conflict):
    """Something else has an id that the caller made."""

    code = "uid_taken"
    words = _("One of these ids belongs to something else already. Make new ones.")


class OutOfRange(Refused):
    """A sum is larger than the books can hold."""

    code = "out_of_range"
    words = _("These amounts are too large to be booked.")


class PlaceIncomplete(Refused):
    """A place needs both of its numbers."""

    code = "place_incomplete"
    words = _("Send both lat and lon, or neither.")
