"""What an open product page asks twice a second: whether any store has more or less than when it was drawn.

Answered before sessions, sign-in, messages and languages are looked at, which cost twice as much as the answer and
are not needed for it: it is the same for everybody.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from noren.shop.shelf import MANY
from noren.stock.queries import stock_mark

PATH = "stock/"


class StockMarkMiddleware:
    """Answers that one path and passes everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return mark_of_stock(request) if request.path_info == f"/{PATH}" else self.get_response(request)


@require_safe
def mark_of_stock(request: HttpRequest) -> HttpResponse:
    """Nothing (204) while the mark of the SKU is the one that was seen, else the mark as it is now."""
    mark = stock_mark(request.GET.get("sku", ""), many=MANY)
    if request.GET.get("seen") == mark:
        answer = HttpResponse(status=HTTPStatus.NO_CONTENT)
        del answer.headers["Content-Type"]
    else:
        answer = HttpResponse(mark, content_type="text/plain")
    answer.headers["Cache-Control"] = "no-store"
    return answer
