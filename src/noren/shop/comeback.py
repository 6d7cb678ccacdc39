"""Where a form leads when it is done: the page it stood on, of this shop alone."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def page_after(request: HttpRequest, *, otherwise: str = "shop:home") -> str:
    """The page to go back to; that of another name when none was said, or one that is not ours."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    # "abc" passes as a relative address, but to redirect there is to look for a page of that name, and fails.
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours else reverse(otherwise)
