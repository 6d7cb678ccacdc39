"""What a printer says about itself, read from ESC/POS: DLE EOT n, answered at once, and GS r 1, answered in its turn.

Source: Epson's ESC/POS command reference. An answer to DLE EOT has bits 1 and 4 set and bits 0 and 7 not, so the two
kinds of answer are told apart on one line.
"""

from collections.abc import Iterable

# Why nothing is printed, the most telling first.
PAPER_OUT, COVER_OPEN, CUTTER, FAULT, OFFLINE = "paper_out", "cover_open", "cutter", "fault", "offline"
NO_LINK, NO_ANSWER, BUSY = "no_link", "no_answer", "busy"
REASONS = (PAPER_OUT, COVER_OPEN, CUTTER, FAULT, OFFLINE, NO_LINK, NO_ANSWER, BUSY)

ASK_PRINTER, ASK_OFFLINE, ASK_ERROR, ASK_PAPER = (b"\x10\x04" + bytes([n]) for n in (1, 2, 3, 4))
ASK_ALL = (ASK_PRINTER, ASK_OFFLINE, ASK_ERROR, ASK_PAPER)
# Answered when everything before it has been printed.
ASK_WHEN_DONE = b"\x1dr\x01"


def is_status(byte: int) -> bool:
    """Whether it answers DLE EOT."""
    return byte & 0b1001_0011 == 0b0001_0010


def is_done(byte: int) -> bool:
    """Whether it answers GS r."""
    return byte & 0b1001_0000 == 0


def trouble_in(answers: Iterable[tuple[bytes, int]]) -> str:
    """Why the printer cannot print, from what it answered to each question; empty when it can."""
    found = {reason for question, byte in answers for reason in _troubles(question, byte)}
    return next((reason for reason in REASONS if reason in found), "")


def _troubles(question: bytes, byte: int) -> Iterable[str]:
    bits = {
        ASK_PRINTER: {3: OFFLINE},
        ASK_OFFLINE: {2: COVER_OPEN, 5: PAPER_OUT, 6: FAULT},
        ASK_ERROR: {3: CUTTER, 5: FAULT},
        ASK_PAPER: {5: PAPER_OUT, 6: PAPER_OUT},
    }[question]
    return [reason for bit, reason in bits.items() if byte >> bit & 1]
