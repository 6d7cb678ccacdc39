"""The data folder: made whole or not at all, checked for its version, and given our settings before each start."""

import os
import secrets
import shutil
import subprocess
from pathlib import Path

from .binaries import MAJOR
from .conf import settings_text
from .errors import DatabaseNotStarted, DataOfOtherVersion
from .home import Home
from .lifeline import die_with
from .server_user import ServerUser

SUPERUSER = "postgres"
DRAFT = "pg.new-"


def check_version(home: Home) -> None:
    """Raise DataOfOtherVersion when the data folder is not of the major version that we bring."""
    try:
        found = (home.pg / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        return
    if found == str(MAJOR):
        return
    if found.isdigit() and int(found) > MAJOR:
        mend = (
            "A newer Noren has used this folder. Install that version again, or set NOREN_HOME to a fresh folder\n"
            f"and restore a dump that PostgreSQL {found} made with `pg_dump`."
        )
    else:
        mend = (
            f"Dump it with the Noren that made it (`pg_dump`), move {home.pg} away,\n"
            "start this one and restore the dump."
        )
    raise DataOfOtherVersion(f"the data in {home.pg} is of PostgreSQL {found}; this Noren brings {MAJOR}\n{mend}")


def make_cluster(home: Home, *, install: Path, user: ServerUser) -> None:
    """Make the data folder if there is none. The caller holds the keeper's lock.

    initdb works in a folder of another name, which takes the real one in one step: a killed start leaves a draft,
    and the next start throws it away.

    Raises:
        DatabaseNotStarted: initdb failed; its words are in the message.
    """
    for leftover in home.root.glob(f"{DRAFT}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    if (home.pg / "PG_VERSION").exists():
        return
    draft = home.root / f"{DRAFT}{secrets.token_hex(4)}"
    draft.mkdir(mode=0o700)
    os.chown(draft, user.uid, user.gid)
    _initdb(draft, install=install, user=user)
    draft.rename(home.pg)
    _sync(home.root)


def write_settings(home: Home, *, durable: bool) -> None:
    """Write the server's settings; a file that was half-written by a kill is replaced whole.

    It stands outside the data folder, which belongs to the server's account: root never writes into a folder where
    another user could have put a link.
    """
    draft = home.settings.with_suffix(".new")
    draft.write_text(settings_text(home, durable=durable))
    draft.chmod(0o644)
    draft.rename(home.settings)


def _initdb(folder: Path, *, install: Path, user: ServerUser) -> None:
    keeper = os.getpid()
    command: list[str | Path] = [
        install / "bin" / "initdb",
        f"--pgdata={folder}",
        f"--username={SUPERUSER}",
        "--auth=trust",  # the socket's folder is closed to everybody else
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
    ]
    done = subprocess.run(
        command,
        check=False,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        preexec_fn=lambda: die_with(keeper),
        **user.run_as,
    )
    if done.returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        raise DatabaseNotStarted(f"initdb could not make the database:\n{done.stderr.strip() or done.stdout.strip()}")


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
