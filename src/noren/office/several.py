"""Doing the same to several rows of a list: each in a transaction of its own, and a result for every one of them."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from noren.kernel.busy import is_busy
from noren.kernel.errors import NorenError
from noren.office.staff_log import log_refusal, logged

MOST_ROWS = 200
_KEPT = "noren_several"


@dataclass(frozen=True, slots=True)
class Row:
    """One row that was chosen: its key for the log, what it is called, and the deed, which says what it did."""

    uid: str
    name: str
    deed: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a row, in words."""

    name: str
    is_done: bool
    words: str


def do_to_each(request: HttpRequest, rows: Iterable[Row], *, title: str) -> None:
    """Do it row by row: one that is refused keeps no other from it. The list shows the results when it is seen next."""
    results = [_do(request, row) for row in rows]
    request.session[_KEPT] = {"title": title, "results": [asdict(result) for result in results]}


def results_of(request: HttpRequest) -> dict[str, object] | None:
    """What was done last to several rows, once: its title, the results, and how many of them are done."""
    kept = request.session.pop(_KEPT, None)
    if kept is None:
        return None
    results = [Result(**each) for each in kept["results"]]
    done = sum(each.is_done for each in results)
    return {"title": kept["title"], "results": results, "done": done, "refused": len(results) - done}


def _do(request: HttpRequest, row: Row) -> Result:
    try:
        with transaction.atomic(), logged(request, uid=row.uid):
            return Result(row.name, is_done=True, words=row.deed())
    except NorenError as refusal:
        return Result(row.name, is_done=False, words=str(refusal))
    except PermissionDenied:
        log_refusal(request)
        return Result(row.name, is_done=False, words=_("You may not do this in this store."))
    except OperationalError as error:
        if not is_busy(error):
            raise
        return Result(row.name, is_done=False, words=_("Somebody else is working on it at this moment. Try again."))
