"""The address of the till for another device, and whether another device can open it at all."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def till_address(request: HttpRequest) -> str:
    """Where a device opens the till: below the address the office is open at, or below BASE_URL.

    Who works on the server itself has the office open at localhost, which no tablet reaches: then BASE_URL is said, if
    that is more than localhost.
    """
    here = request.build_absolute_uri(reverse("till:till"))
    is_set = is_of_this_machine(here) and not is_of_this_machine(settings.BASE_URL)
    return settings.BASE_URL + reverse("till:till") if is_set else here


def is_of_this_machine(address: str) -> bool:
    """Whether an address leads each device to itself, as `localhost` and 127.0.0.1 do. Pure."""
    host = (urlsplit(address).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        found = ip_address(host)
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified
