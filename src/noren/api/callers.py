"""Who calls: bearer tokens, their scopes, and the customer or till they are bound to."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from noren.api.errors import NotATill, OtherCustomer, ScopeMissing, TokenInvalid
from noren.people.roles import Deed, Staff, check_may
from noren.people.tokens import Scope, Till, Token, find_token


class ApiRequest(HttpRequest):
    """A request whose token was found."""

    auth: Token
    deeds: list[str]
    """What the request comes to, by the names of deeds, for the staff log; set where a till's deed is checked."""


class Bearer(HttpBearer):
    """Lets in who has a live token with the scope; one statement."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Token:
        """Find the token of the request.

        Raises:
            TokenInvalid, ScopeMissing, NotATill.
        """
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            raise TokenInvalid
        return self.authenticate(request, secret.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        """The token with this secret, if it may be used here."""
        found = find_token(token, at=timezone.now()) if token.isascii() else None
        if found is None:
            raise TokenInvalid
        if self.scope is Scope.TILL and (self.scope not in found.scopes or found.staff is None or found.till is None):
            raise NotATill
        if self.scope not in found.scopes:
            raise ScopeMissing(scope=str(self.scope))
        return found


def till_of(token: Token) -> tuple[Staff, Till]:
    """Who is signed in at which register.

    Raises:
        NotATill.
    """
    if token.staff is None or token.till is None:
        raise NotATill
    return token.staff, token.till


def staff_at_till(request: ApiRequest, deed: Deed) -> tuple[Staff, Till]:
    """Who is signed in at which register, if they may do the deed in its store.

    Raises:
        NotATill, NotAllowed.
    """
    staff, till = till_of(request.auth)
    note_deed(request, deed)
    check_may(staff, deed, till.store_id)
    return staff, till


def note_deed(request: HttpRequest, *deeds: Deed) -> None:
    """Note what the request comes to, for the staff log."""
    request.deeds = [*deeds_noted(request), *map(str, deeds)]  # type: ignore[attr-defined]


def deeds_noted(request: HttpRequest) -> list[str]:
    """What was noted, in its order."""
    return getattr(request, "deeds", [])


@contextmanager
def noted_as(request: HttpRequest, deed: Deed) -> Iterator[None]:
    """Meanwhile the request comes to this deed alone: it is about several things, each with a deed of its own."""
    noted = deeds_noted(request)
    request.deeds = [str(deed)]  # type: ignore[attr-defined]
    try:
        yield
    finally:
        request.deeds = noted  # type: ignore[attr-defined]


def check_customer(token: Token, customer_uid: UUID) -> None:
    """A token that acts for a customer reaches no other.

    Raises:
        OtherCustomer.
    """
    if token.customer_uid is not None and token.customer_uid != customer_uid:
        raise OtherCustomer(field="customer_uid")
