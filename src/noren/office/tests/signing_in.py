"""Signing in at the office in tests, without a password."""

from django.conf import settings
from django.test import Client

from noren.people.models import Account, Role
from noren.stores.models import Store
from tests.factories import make_staff

COOKIE = "noren_office"


def signed_in(account: Account) -> Client:
    """A browser in which this account is signed in at the office."""
    client = Client()
    client.force_login(account)
    client.cookies[COOKIE] = client.cookies.pop(settings.SESSION_COOKIE_NAME).value
    return client


def working(role: Role, store: Store | None = None) -> Client:
    """A browser in which somebody with a role is signed in, in one store or in all."""
    return signed_in(make_staff(role=role, store=store).account)
