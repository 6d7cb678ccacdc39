"""NOREN_HOME: the one folder in which a deployment on this machine keeps what must survive."""

import hashlib
import os
import secrets
import stat
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .errors import HomeUnusable

SOCKET_NAME = ".s.PGSQL.5432"
# sockaddr_un holds 108 bytes on Linux and 104 on macOS, each with a closing NUL.
SOCKET_PATH_LIMIT = 107 if sys.platform == "linux" else 103


@dataclass(frozen=True, slots=True)
class Home:
    """The places below NOREN_HOME; naming one does not create it."""

    root: Path

    @property
    def pg(self) -> Path:
        """The data folder of the embedded PostgreSQL."""
        return self.root / "pg"

    @property
    def media(self) -> Path:
        """Uploaded pictures."""
        return self.root / "media"

    @property
    def static(self) -> Path:
        """Collected pictures, styles and scripts, where a deployment collects them."""
        return self.root / "static"

    @property
    def logs(self) -> Path:
        """Logs of the processes."""
        return self.root / "logs"

    @property
    def run(self) -> Path:
        """Lock files."""
        return self.root / "run"

    @property
    def in_use_lock(self) -> Path:
        """Held shared by every command that uses the embedded database."""
        return self.run / "in-use.lock"

    @property
    def keeper_lock(self) -> Path:
        """Held alone by the keeper of the embedded database, from before its start until after its end."""
        return self.run / "keeper.lock"

    @property
    def database_log(self) -> Path:
        """What the keeper and the server wrote."""
        return self.logs / "postgresql.log"

    @property
    def settings(self) -> Path:
        """The server's settings, written by us before each start."""
        return self.run / "postgresql.conf"

    @property
    def own_settings(self) -> Path:
        """The operator's settings for the server, which win over ours; usually there is none."""
        return self.root / "postgresql.conf"

    @property
    def secret_key(self) -> Path:
        """The key that signs sessions and links."""
        return self.root / "secret-key"

    @property
    def socket_folder(self) -> Path:
        """The folder of the server's socket: in the home, or below /tmp when that path would be too long."""
        inside = self.root / "sock"
        if len(os.fsencode(inside / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
            return inside
        name = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        # Always /tmp, never TMPDIR: two commands with different environments must agree on the place.
        return Path("/tmp") / f"noren-{os.getuid()}-{name}"  # noqa: S108 - checked by claim_folder


def find_home() -> Home:
    """The home that the environment names: NOREN_HOME, or the platform's place for data."""
    if named := os.environ.get("NOREN_HOME"):
        root = Path(named).expanduser()
    elif os.geteuid() == 0:
        root = Path("/var/lib/noren")
    else:
        root = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "noren"
    return Home(Path(os.path.abspath(root)))


def prepare(home: Home) -> None:
    """Create the home and its folders; safe to repeat and to race.

    Started as root the folders may be passed through by others (the database runs as another user) but not listed.

    Raises:
        HomeUnusable: a folder cannot be created or written.
    """
    mode = 0o711 if os.geteuid() == 0 else 0o700
    try:
        home.root.parent.mkdir(parents=True, exist_ok=True)
        for folder in (home.root, home.media, home.static, home.logs, home.run):
            _make_folder(folder, mode)
        with tempfile.TemporaryFile(dir=home.run):
            pass
    except OSError as error:
        raise HomeUnusable(
            f"NOREN_HOME {home.root} cannot be used: {error.strerror}: {error.filename or home.run}\n"
            "Make the folder writable for this user, or set NOREN_HOME to another folder."
        ) from error


def _make_folder(folder: Path, mode: int) -> None:
    try:
        folder.mkdir()
    except FileExistsError:
        if not folder.is_dir():
            raise
    else:
        folder.chmod(mode)  # mkdir's own mode would be cut by the umask


def claim_folder(folder: Path, *, owner: int) -> None:
    """Make `folder` one that only the user id `owner` can enter, or refuse it.

    Raises:
        HomeUnusable: it exists and is a link, a file, or belongs to somebody else.
    """
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, owner, -1)
    except FileExistsError:
        pass
    except OSError as error:
        raise HomeUnusable(f"the socket folder {folder} cannot be created: {error.strerror}") from error
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
        raise HomeUnusable(
            f"the socket folder {folder} belongs to user id {found.st_uid}, not to {owner}; "
            "remove it, or set NOREN_HOME to a shorter path"
        )
    if found.st_uid != owner:
        os.chown(folder, owner, -1, follow_symlinks=False)
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)


def read_secret_key(home: Home) -> str:
    """The secret key of this home, made at the first call; four first calls at once get the same one."""
    if not home.secret_key.exists():
        handle, draft = tempfile.mkstemp(dir=home.root, prefix="secret-key.")
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, home.secret_key)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return home.secret_key.read_text().strip()
