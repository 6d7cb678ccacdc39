"""Pairing: a code that the bridge shows and somebody types at the till once, for the token that the till keeps."""

import hashlib
import hmac
import secrets
import time

from noren.bridge.errors import CodeWrong, NotPaired
from noren.bridge.store import Store

CODE_VALID_S = 15 * 60
_DIGITS = 8
_TRIES = 5


def new_code(store: Store) -> str:
    """A code of eight digits, good for one pairing within a quarter of an hour and five tries; the last one ends."""
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    with store.open() as db:
        db.execute(
            "INSERT OR REPLACE INTO pairing (only, code, valid_until, tries_left) VALUES (1, ?, ?, ?)",
            [code, time.time() + CODE_VALID_S, _TRIES],
        )
    return code


def pair(store: Store, code: str) -> str:
    """Trade the code for a token, of which only the fingerprint is kept.

    Raises:
        CodeWrong: another code, none, an old one, or one that was tried too often.
    """
    typed = "".join(symbol for symbol in code if symbol.isdigit())
    with store.open() as db:
        row = db.execute("SELECT * FROM pairing").fetchone()
        is_live = row is not None and row["valid_until"] > time.time() and row["tries_left"] > 0
        is_right = is_live and hmac.compare_digest(typed.encode(), row["code"].encode())
        if is_right:
            token = secrets.token_urlsafe(32)
            db.execute("INSERT INTO till (fingerprint, paired_at) VALUES (?, ?)", [_fingerprint(token), time.time()])
            db.execute("DELETE FROM pairing")
            return token
        if is_live:
            db.execute("UPDATE pairing SET tries_left = tries_left - 1")
    raise CodeWrong("not the code, or an old one; `noren bridge pair` shows a new one")


def check_token(store: Store, token: str) -> None:
    """Nothing for a token that was given out here.

    Raises:
        NotPaired: any other.
    """
    with store.open() as db:
        known = db.execute("SELECT 1 FROM till WHERE fingerprint = ?", [_fingerprint(token)]).fetchone()
    if known is None:
        raise NotPaired("pair the till with the bridge")


def count_tills(store: Store) -> int:
    """How many tills were paired."""
    with store.open() as db:
        return int(db.execute("SELECT count(*) FROM till").fetchone()[0])


def forget_tills(store: Store) -> int:
    """No token is good any more; answer how many were."""
    with store.open() as db:
        return db.execute("DELETE FROM till").rowcount


def _fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
