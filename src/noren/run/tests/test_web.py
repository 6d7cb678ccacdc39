"""Who asked, where a proxy stands before the web."""

from collections.abc import Callable

import pytest

from .. import web

SAID = {"HTTP_X_FORWARDED_FOR": "203.0.113.9, 10.0.0.7", "HTTP_X_FORWARDED_PROTO": "https", "wsgi.url_scheme": "http"}


def _application(seen: dict[str, str]) -> Callable[..., object]:
    return lambda scope, _respond: seen.update(scope)


@pytest.mark.parametrize(
    ("trusted", "asks", "address", "scheme"),
    [
        ("", "10.0.0.7", "10.0.0.7", "http"),
        ("10.0.0.7", "10.0.0.7", "203.0.113.9", "https"),
        ("127.0.0.1,10.0.0.0/8", "10.1.2.3", "203.0.113.9", "https"),
        ("10.0.0.7", "198.51.100.1", "198.51.100.1", "http"),
    ],
)
def test_only_a_trusted_proxy_says_who_asked(
    trusted: str, asks: str, address: str, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOREN_TRUSTED_PROXIES", trusted)
    seen: dict[str, str] = {}

    web.behind_proxies(_application(seen))({**SAID, "REMOTE_ADDR": asks}, None)

    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]) == (address, scheme)
