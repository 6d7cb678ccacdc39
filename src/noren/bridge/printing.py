"""One job on one printer: ask how it is, send, and wait until it says that all of it is on paper."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from noren.bridge.errors import BrokenOff, NotReady
from noren.bridge.links import Link
from noren.bridge.status import (
    ASK_ALL,
    ASK_WHEN_DONE,
    BUSY,
    NO_ANSWER,
    NO_LINK,
    is_done,
    is_status,
    trouble_in,
)

_PIECE = 4_096
_QUESTION_S = 1.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a printer may take.

    Attributes:
        slice_s: after this long without a step, it is asked what is wrong.
        whole_s: after this long a job that began is broken off; so long somebody may look for paper.
    """

    slice_s: float = 2.0
    whole_s: float = 600.0


def ask_trouble(link: Link) -> str:
    """Why the printer cannot print, as it says itself; empty when it can.

    Raises:
        NotReady: it does not answer, or the link broke.
    """
    try:
        return trouble_in([(question, _answer(link, question)) for question in ASK_ALL])
    except OSError as error:
        raise NotReady(NO_LINK) from error


def print_job(
    link: Link,
    data: bytes,
    *,
    answers: bool,
    begin: Callable[[], None],
    tell: Callable[[str], None],
    patience: Patience,
) -> None:
    """Print a job; come back when it is on paper, or handed over to a printer that does not answer.

    Args:
        begin: called once, before the first byte.
        tell: hears why it does not go on, and empty when it does.

    Raises:
        NotReady: nothing was sent.
        BrokenOff: something was.
    """
    if answers:
        _forget_earlier(link)
        if trouble := ask_trouble(link):
            raise NotReady(trouble)
    begin()
    try:
        _send_all(link, data + (ASK_WHEN_DONE if answers else b""), tell=tell, patience=patience)
        if answers:
            _wait_until_done(link, tell=tell, patience=patience)
    except OSError as error:
        raise BrokenOff(str(error)) from error


def _forget_earlier(link: Link) -> None:
    """What a device still has to say about an earlier job must not be taken for an answer about this one."""
    try:
        while link.receive(patience_s=0.01):
            pass
    except OSError as error:
        raise NotReady(NO_LINK) from error


def _answer(link: Link, question: bytes) -> int:
    """The answer to one question of DLE EOT; the word that a job is done is passed over."""
    if link.send(question, patience_s=_QUESTION_S) != len(question):
        raise NotReady(NO_ANSWER)
    ends = time.monotonic() + _QUESTION_S
    while (left := ends - time.monotonic()) > 0:
        for byte in link.receive(patience_s=left):
            if is_status(byte):
                return byte
    raise NotReady(NO_ANSWER)


def _send_all(link: Link, data: bytes, *, tell: Callable[[str], None], patience: Patience) -> None:
    rest = memoryview(data)
    for _slice in _slices(patience):
        sent = link.send(bytes(rest[:_PIECE]), patience_s=patience.slice_s)
        rest = rest[sent:]
        while sent and rest:
            sent = link.send(bytes(rest[:_PIECE]), patience_s=patience.slice_s)
            rest = rest[sent:]
        if not rest:
            return
        tell(BUSY)
    raise BrokenOff("the printer takes no more")


def _wait_until_done(link: Link, *, tell: Callable[[str], None], patience: Patience) -> None:
    """Paper that ran out is put in while the link stays open: the printer goes on where it stopped."""
    for _slice in _slices(patience):
        ends = time.monotonic() + patience.slice_s
        while (left := ends - time.monotonic()) > 0:
            if any(is_done(byte) for byte in link.receive(patience_s=left)):
                tell("")
                return
        tell(_trouble_meanwhile(link) or BUSY)
    raise BrokenOff("the printer did not say that it is done")


def _trouble_meanwhile(link: Link) -> str:
    """What is wrong while it prints; its word that it is done is not swallowed, as it is asked for anew."""
    try:
        trouble = ask_trouble(link)
    except NotReady as error:
        if error.reason == NO_LINK:
            raise BrokenOff("the printer hung up") from error
        return error.reason
    link.send(ASK_WHEN_DONE, patience_s=_QUESTION_S)
    return trouble


def _slices(patience: Patience) -> Iterator[None]:
    ends = time.monotonic() + patience.whole_s
    while time.monotonic() < ends:
        yield
