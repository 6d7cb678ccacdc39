"""Which page of a list of goods is asked for."""

from django.http import HttpRequest


def page_number(request: HttpRequest) -> int:
    """The number in the address; 1 when there is none, or it was made up."""
    typed = request.GET.get("page", "1")
    return int(typed[:4]) if typed.isascii() and typed.isdigit() else 1
