"""The queue on disk: a job is taken once by its id, printed in its turn, and never a second time by itself."""

import hashlib
import sqlite3
import time
from dataclasses import dataclass

from noren.bridge.errors import IdTaken, JobUnknown, QueueFull
from noren.bridge.store import Store

# What ended is told for so long, then forgotten.
KEPT_S = 7 * 24 * 3_600
MOST_WAITING = 500
# A drawer opens for who stands before it, not for who put the paper in later.
DRAWER_S = 30


@dataclass(frozen=True, slots=True)
class Job:
    """A job.

    Attributes:
        content: the bytes for its printer, without the kick of the drawer; empty for the drawer alone, and once it
            ended: names that are printed are kept nowhere.
        reason: why the drawer is opened without a sale.
        state: waiting, printing, printed, called_off, or unsure: begun, and nobody knows how much is on paper.
        why: what it waits for, as `status.REASONS` has it; empty when nothing is wrong.
    """

    id: str
    printer: str
    content: bytes
    opens_drawer: bool
    reason: str
    state: str = "waiting"
    why: str = ""
    taken_at: float = 0.0


class Queue:
    """The jobs of all printers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def take(self, job: Job) -> Job:
        """Keep a job and answer it as it stands; a repeat answers the first and adds nothing.

        Raises:
            IdTaken: a job with other content has this id.
            QueueFull: 500 wait for this printer.
        """
        fingerprint = _fingerprint(job)
        with self._store.open() as db:
            row = db.execute("SELECT * FROM job WHERE id = ?", [job.id]).fetchone()
            if row is None:
                self._add(db, job, fingerprint)
                return job
        if row["fingerprint"] != fingerprint:
            raise IdTaken(f"job {job.id} was another one")
        return _job(row)

    def get(self, job_id: str) -> Job:
        """A job as it stands.

        Raises:
            JobUnknown: none has this id, or it ended a week ago.
        """
        with self._store.open() as db:
            row = db.execute("SELECT * FROM job WHERE id = ?", [job_id]).fetchone()
        if row is None:
            raise JobUnknown(f"no job {job_id}")
        return _job(row)

    def next_of(self, printer: str) -> Job | None:
        """The job that waits longest."""
        with self._store.open() as db:
            row = db.execute(
                "SELECT * FROM job WHERE printer = ? AND state = 'waiting' ORDER BY place LIMIT 1", [printer]
            ).fetchone()
        return row and _job(row)

    def begin(self, job_id: str) -> bool:
        """From here on it is not printed again by itself; False when it was called off meanwhile."""
        with self._store.open() as db:
            return self._move(db, job_id, "waiting", "printing")

    def explain(self, job_id: str, why: str) -> None:
        """Keep what a job waits for."""
        with self._store.open() as db:
            db.execute("UPDATE job SET why = ? WHERE id = ?", [why, job_id])

    def end(self, job_id: str, state: str) -> None:
        """It is printed, or unsure."""
        with self._store.open() as db:
            self._move(db, job_id, "printing", state)

    def call_off(self, job_id: str) -> Job:
        """A job that waits is not printed any more; one that began stays as it is.

        Raises:
            JobUnknown: none has this id.
        """
        with self._store.open() as db:
            self._move(db, job_id, "waiting", "called_off")
        return self.get(job_id)

    def recover(self) -> int:
        """At the start: what was being printed when the bridge was stopped is unsure; answer how many."""
        with self._store.open() as db:
            self._forget_old(db)
            ended = "UPDATE job SET state = 'unsure', content = x'', ended_at = ? WHERE state = 'printing'"
            return db.execute(ended, [time.time()]).rowcount

    def waiting(self, printer: str) -> list[Job]:
        """What waits for a printer or is being printed on it, the oldest first."""
        with self._store.open() as db:
            rows = db.execute(
                "SELECT * FROM job WHERE printer = ? AND state IN ('waiting', 'printing') ORDER BY place", [printer]
            ).fetchall()
        return [_job(row) for row in rows]

    @staticmethod
    def _forget_old(db: sqlite3.Connection) -> None:
        db.execute("DELETE FROM job WHERE ended_at < ?", [time.time() - KEPT_S])

    @classmethod
    def _add(cls, db: sqlite3.Connection, job: Job, fingerprint: str) -> None:
        cls._forget_old(db)
        (waiting,) = db.execute(
            "SELECT count(*) FROM job WHERE printer = ? AND state = 'waiting'", [job.printer]
        ).fetchone()
        if waiting >= MOST_WAITING:
            raise QueueFull(f"{waiting} jobs wait for {job.printer}")
        db.execute(
            "INSERT INTO job (id, printer, fingerprint, content, opens_drawer, reason, state, taken_at)"
            " VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?)",
            [job.id, job.printer, fingerprint, job.content, job.opens_drawer, job.reason, time.time()],
        )

    @staticmethod
    def _move(db: sqlite3.Connection, job_id: str, before: str, after: str) -> bool:
        ended_at = None if after == "printing" else time.time()
        moved = db.execute(
            "UPDATE job SET state = ?, why = '', ended_at = ?, content = CASE WHEN ? THEN x'' ELSE content END"
            " WHERE id = ? AND state = ?",
            [after, ended_at, ended_at is not None, job_id, before],
        )
        return moved.rowcount == 1


def _fingerprint(job: Job) -> str:
    parts = (job.printer.encode(), job.content, bytes([job.opens_drawer]), job.reason.encode())
    return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).hexdigest()


def _job(row: sqlite3.Row) -> Job:
    return Job(
        id=row["id"],
        printer=row["printer"],
        content=row["content"],
        opens_drawer=bool(row["opens_drawer"]),
        reason=row["reason"],
        state=row["state"],
        why=row["why"],
        taken_at=row["taken_at"],
    )
