"""Who the database runs as: PostgreSQL refuses to run as root, so root hands it to an unprivileged account."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from .errors import HomeUnusable, NoServerUser
from .home import Home

ACCOUNT = "noren"
LAST_RESORT = "nobody"


class RunAs(TypedDict, total=False):
    """Keyword arguments for `subprocess`; empty when the process stays who it is."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class ServerUser:
    """The account that owns the data folder and runs the server."""

    uid: int
    gid: int
    name: str

    @property
    def run_as(self) -> RunAs:
        """How a child becomes this account."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may(self, tests: str, path: Path) -> bool:
        """Whether the account passes the shell's file tests, such as `rx`, on `path` (links and ACLs included)."""
        script = " && ".join(f'test -{test} "$0"' for test in tests)
        done = subprocess.run(["/bin/sh", "-c", script, path], check=False, cwd="/", **self.run_as)
        return done.returncode == 0


def find_server_user(home: Home) -> ServerUser:
    """The account for this home: ourselves, or for root the owner of the data folder, `noren` (made) or `nobody`.

    Raises:
        HomeUnusable: the data folder belongs to another user and we are not root.
        NoServerUser: root, and no account is left to run the server.
    """
    owner = home.pg.stat().st_uid if home.pg.exists() else None
    if os.geteuid() != 0:
        if owner is not None and owner != os.geteuid():
            raise HomeUnusable(
                f"the database in {home.pg} belongs to user {user_name(owner)}; "
                "run as that user or as root, or set NOREN_HOME to another folder"
            )
        return ServerUser(os.geteuid(), os.getegid(), user_name(os.geteuid()))
    if owner:
        return ServerUser(owner, home.pg.stat().st_gid, user_name(owner))
    return _of(_account_for_root())


def check_reach(user: ServerUser, home: Home) -> None:
    """Raise HomeUnusable, naming the closed folder, when the server's account cannot enter the home."""
    for folder in [*reversed(home.root.parents), home.root]:
        if not user.may("x", folder):
            raise HomeUnusable(
                f"the database runs as user {user.name}, who may not pass through {folder}\n"
                f"Run `chmod o+x {folder}`, or set NOREN_HOME to a folder that others may pass, such as /var/lib/noren."
            )


def _account_for_root() -> pwd.struct_passwd:
    for make in (False, True):
        if make and (useradd := shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")):
            options = [
                "--system",
                "--user-group",
                "--no-create-home",
                "--home-dir",
                "/",
                "--shell",
                "/usr/sbin/nologin",
            ]
            # Two first starts at once: one useradd says that the account exists, which is as good.
            subprocess.run([useradd, *options, ACCOUNT], check=False, capture_output=True)
        try:
            return pwd.getpwnam(ACCOUNT)
        except KeyError:
            continue
    try:
        return pwd.getpwnam(LAST_RESORT)
    except KeyError:
        raise NoServerUser(
            f"the database cannot run as root, and there is no account {ACCOUNT!r}\n"
            f"Make one with `useradd --system {ACCOUNT}`, or start noren as an ordinary user."
        ) from None


def _of(entry: pwd.struct_passwd) -> ServerUser:
    return ServerUser(entry.pw_uid, entry.pw_gid, entry.pw_name)


def user_name(uid: int) -> str:
    """The name of an account, or its number where it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
