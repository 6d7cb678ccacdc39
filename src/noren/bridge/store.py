"""The bridge's one file, `bridge.sqlite3`: its tables, and how it is opened; each step is on the disk."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

FILE = "bridge.sqlite3"
_TABLES = """
CREATE TABLE IF NOT EXISTS job (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    printer TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    content BLOB NOT NULL,
    opens_drawer INTEGER NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'printing', 'printed', 'unsure', 'called_off')),
    why TEXT NOT NULL DEFAULT '',
    taken_at REAL NOT NULL,
    ended_at REAL
);
CREATE INDEX IF NOT EXISTS job_next ON job (printer, state, place);
CREATE TABLE IF NOT EXISTS pairing (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    code TEXT NOT NULL,
    valid_until REAL NOT NULL,
    tries_left INTEGER NOT NULL CHECK (tries_left >= 0)
);
CREATE TABLE IF NOT EXISTS till (
    fingerprint TEXT PRIMARY KEY,
    paired_at REAL NOT NULL
);
"""


class Store:
    """The file, opened anew for each step, so that every thread and every command may use it."""

    def __init__(self, home: Path) -> None:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = home / FILE
        # Receipts have names on them: nobody else of this computer reads them.
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        with self.open() as db:
            db.executescript(_TABLES)

    @contextlib.contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A transaction that others wait for; what was done in it is on disk afterwards, or nothing is."""
        db = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        try:
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA synchronous = FULL")
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.rollback()
                raise
            db.commit()
        finally:
            db.close()
