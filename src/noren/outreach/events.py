"""What is told about mails. The subject is the order, where the mail is about one; addresses stay in the message."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EmailSent:
    """A mail was given to the mail server."""

    event_name: ClassVar[str] = "Email Sent"
    message_uid: UUID
    template: str
    subject: str


@dataclass(frozen=True, slots=True)
class EmailFailed:
    """A mail was given up: the address does not exist, or the server refused it too often."""

    event_name: ClassVar[str] = "Email Failed"
    message_uid: UUID
    template: str
    subject: str


@dataclass(frozen=True, slots=True)
class EmailResent:
    """Staff had a mail sent once more."""

    event_name: ClassVar[str] = "Email Resent"
    message_uid: UUID
    earlier_uid: UUID
    template: str
    staff_uid: UUID | None


@dataclass(frozen=True, slots=True)
class ReceiptMailed:
    """A receipt's mail was queued, for the buyer of a pickup or for whoever asked for it."""

    event_name: ClassVar[str] = "Receipt Mailed"
    message_uid: UUID
    number: str
    staff_uid: UUID | None
