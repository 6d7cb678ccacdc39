"""Why the bridge refuses: one class per cause, with a stable code, the status of HTTP, and words for people."""


class BridgeError(Exception):
    """The bridge cannot start or be set up, or a command of it has nothing to work on; its words say what to do."""


class Refused(Exception):
    """A request that is not done; nothing was kept of it."""

    code = "refused"
    status = 400


class OriginRefused(Refused):
    """Another page than the till's asks, or another name of this machine."""

    code = "origin_refused"
    status = 403


class NotPaired(Refused):
    """No token, or none that was given out here."""

    code = "not_paired"
    status = 401


class CodeWrong(Refused):
    """Not the code of the pairing, or it ran out."""

    code = "code_wrong"
    status = 403


class TooLarge(Refused):
    """More than any receipt is."""

    code = "too_large"
    status = 413


class Malformed(Refused):
    """Not a job as the bridge knows them."""

    code = "malformed"
    status = 422


class PrinterUnknown(Refused):
    """No printer has this name."""

    code = "printer_unknown"
    status = 404


class JobUnknown(Refused):
    """No job has this id."""

    code = "job_unknown"
    status = 404


class IdTaken(Refused):
    """The id belongs to a job with other content."""

    code = "id_taken"
    status = 409


class NoSuchPlace(Refused):
    """Nothing is at this address."""

    code = "no_such_place"
    status = 404


class QueueFull(Refused):
    """So many jobs wait for a printer that something is wrong with it."""

    code = "queue_full"
    status = 503


class NotReady(Exception):
    """The printer takes nothing now, and nothing was sent to it: the job waits.

    Attributes:
        reason: one of `status.REASONS`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BrokenOff(Exception):
    """The link broke, or the printer fell silent, after a part was sent: nobody knows how much is on paper."""
