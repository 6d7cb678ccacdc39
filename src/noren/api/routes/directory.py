"""The API about itself: what a problem's code means."""

from django.http import HttpRequest
from ninja import Router

from noren.api.documenting import meaning_of, reads
from noren.api.errors import RouteNotFound
from noren.api.paths import ProblemCode
from noren.api.problems import TITLES, status_of
from noren.api.schemas.directory import ProblemPage, ProblemPages
from noren.kernel.errors import NorenError

router = Router(tags=["Problems"])


@router.get("/problems", **reads(ProblemPages, None), summary="All codes of refusals")
def list_problems(request: HttpRequest) -> ProblemPages:
    """Every code that a refusal may carry, with its status and meaning."""
    return ProblemPages(problems=[_page(error) for _code, error in sorted(_by_code().items())])


@router.get("/problems/{code}", **reads(ProblemPage, None, RouteNotFound), summary="What a code means")
def read_problem(request: HttpRequest, code: ProblemCode) -> ProblemPage:
    """The `type` of every problem leads here."""
    error = _by_code().get(code)
    if error is None:
        raise RouteNotFound(field="code")
    return _page(error)


def _page(error: type[NorenError]) -> ProblemPage:
    status = status_of(error)
    return ProblemPage(code=error.code, status=status, title=str(TITLES[status]), meaning=meaning_of(error))


def _by_code() -> dict[str, type[NorenError]]:
    """Every cause that any room declares; categories have no code of their own."""
    found: dict[str, type[NorenError]] = {}
    waiting: list[type[NorenError]] = [NorenError]
    while waiting:
        error = waiting.pop()
        waiting += error.__subclasses__()
        if "code" in vars(error) and error is not NorenError:
            found.setdefault(error.code, error)
    return found
