"""How many statements reach the server, counted in the server's own log in a short phase of its own."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from .workbench import Workbench

# `statement:` is a simple query, `execute name:` a prepared one; BEGIN and COMMIT come as either.
_LOGGED = re.compile(r"LOG:  (?:statement|execute [^:]*): (?P<text>.*)")
_CONNECTING = re.compile(r"^(SET |SELECT set_config|SHOW |SELECT pg_catalog.set_config)", re.IGNORECASE)


@dataclass(slots=True)
class Statements:
    """What the server was asked, in order of arrival; filled when the phase is over."""

    texts: list[str] = field(default_factory=list)

    def per_deed(self, deeds: int) -> float:
        """Statements per deed, BEGIN and COMMIT counted, settings of a new connection not."""
        return len(self.texts) / deeds

    def kinds(self) -> Counter[str]:
        """How often each statement came, by its first 100 characters."""
        return Counter(text[:100] for text in self.texts)


@contextmanager
def counted(workbench: Workbench) -> Iterator[Statements | None]:
    """Count the statements of connections that are opened within the block; start the web inside it.

    Gives None on a server that DATABASE_URL named: what it logs, and where, is not ours to change.
    """
    if workbench.server is None or workbench.superuser_url is None:
        yield None
        return
    log = workbench.server.home.database_log
    statements = Statements()
    database = sql.Identifier(urlsplit(workbench.url).path.strip("/"))
    with psycopg.connect(workbench.superuser_url, autocommit=True) as connection:
        starts_at = log.stat().st_size
        connection.execute(sql.SQL("ALTER DATABASE {} SET log_statement = 'all'").format(database))
        try:
            yield statements
        finally:
            connection.execute(sql.SQL("ALTER DATABASE {} RESET log_statement").format(database))
    with log.open("rb") as file:
        file.seek(starts_at)
        logged = file.read().decode(errors="replace")
    statements.texts += [
        found["text"] for found in _LOGGED.finditer(logged) if not _CONNECTING.match(found["text"].strip())
    ]
