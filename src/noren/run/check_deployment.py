"""The doctor's look at the deployment: settings, database and what has to be built. Django is set up."""

import os
from pathlib import Path

from django.conf import settings
from django.db import connection

import noren
from noren.connect.demo.whose import has_published_passwords

from .finding import Finding
from .schema import pending_migrations

OLDEST_POSTGRES = 150_000
PACKAGE = Path(noren.__file__).parent


def check_deployment() -> list[Finding]:
    """Database, tables, things to build, mail, and settings that must not go live."""
    findings = [_database(), _migrations(), _frontend(), *_translations(), _mail(), _secret_key(), _debug()]
    return [*findings, _time_zone(), *_demo(), *_proxies(), *_approvals()]


def _database() -> Finding:
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = str(cursor.fetchone()[0])
        cursor.execute("SELECT current_database(), pg_size_pretty(pg_database_size(current_database()))")
        name, size = cursor.fetchone()
    if connection.pg_version < OLDEST_POSTGRES:  # type: ignore[attr-defined]
        return Finding("database", "problem", f"PostgreSQL {version}", "Noren needs PostgreSQL 15 or newer.")
    return Finding("database", "ok", f"PostgreSQL {version} answers; database {name}, {size}")


def _migrations() -> Finding:
    pending = pending_migrations()
    if pending:
        return Finding(
            "tables", "problem", f"{len(pending)} migrations pending, first {pending[0]}", "Run `noren migrate`."
        )
    return Finding("tables", "ok", "as the code expects them")


def _frontend() -> Finding:
    built = Path(settings.FRONTEND)
    if not built.is_dir() or not any(built.rglob("*.js")):
        return Finding("till app", "problem", f"not built: {built} has no scripts", "Run `make frontend`.")
    return Finding("till app", "ok", f"built in {built}")


def _translations() -> list[Finding]:
    findings = []
    for source in sorted(PACKAGE.glob("locale/*/LC_MESSAGES/django.po")):
        language, compiled = source.parent.parent.name, source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            findings.append(Finding(f"translation {language}", "ok", "compiled"))
        else:
            state = "older than its source" if compiled.exists() else "not compiled"
            findings.append(Finding(f"translation {language}", "problem", state, "Run `make translations`."))
    return findings or [Finding("translations", "problem", "none", "Run `make translations`.")]


def _mail() -> Finding:
    backend = settings.EMAIL_BACKEND
    if not backend.endswith("smtp.EmailBackend"):
        return Finding("mail", "ok" if settings.DEMO else "note", f"goes to {backend}")
    server = f"{settings.EMAIL_HOST} port {settings.EMAIL_PORT}"
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        return Finding("mail", "note", f"by {server}, from {settings.DEFAULT_FROM_EMAIL}", "Set NOREN_MAIL_FROM.")
    return Finding("mail", "ok", f"by {server}, from {settings.DEFAULT_FROM_EMAIL}")


def _secret_key() -> Finding:
    if len(settings.SECRET_KEY) < 32:
        return Finding(
            "secret key", "problem", "shorter than 32 characters", "Unset NOREN_SECRET_KEY, and noren makes a good one."
        )
    return Finding("secret key", "ok", f"{len(settings.SECRET_KEY)} characters")


def _debug() -> Finding:
    if settings.DEBUG:
        return Finding("debug", "note", "on: pages of errors show the inside", "Unset NOREN_DEBUG before going live.")
    return Finding("debug", "ok", "off")


def _time_zone() -> Finding:
    named = "" if os.environ.get("NOREN_TIME_ZONE") else " (NOREN_TIME_ZONE is not set)"
    return Finding("time zone", "ok", f"{settings.TIME_ZONE}{named}")


def _demo() -> list[Finding]:
    if pending_migrations() or not has_published_passwords():
        return []
    found = "this home holds the demo, whose passwords everybody knows"
    return [Finding("demo", "note" if settings.DEMO else "problem", found, "Give a shop another NOREN_HOME.")]


def _proxies() -> list[Finding]:
    """Without them every visitor behind a proxy has one address, and shares the limits on guessing passwords."""
    proxies = os.environ.get("NOREN_TRUSTED_PROXIES", "")
    if proxies:
        return [Finding("proxies", "ok", f"trusted: {proxies}")]
    if not settings.SECURE:
        return []
    mend = "Name the proxy that speaks https: NOREN_TRUSTED_PROXIES=127.0.0.1 (addresses or networks)."
    return [Finding("proxies", "problem", "none is trusted, so that all visitors seem to come from one", mend)]


def _approvals() -> list[Finding]:
    """A list of before prices could be given by hand lets clerks give any; an empty one is said on purpose."""
    named = set(settings.CLERKS_NEED_APPROVAL)
    if not named or "mark_down_large" in named:
        return []
    where = " without a network" if "mark_down" in named else ""
    found = f"NOREN_CLERKS_NEED_APPROVAL does not name mark_down_large: clerks take any amount off by hand{where}"
    return [Finding("approvals", "note", found, "Add mark_down_large to it, if they should not.")]
