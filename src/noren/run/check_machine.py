"""The doctor's look at the machine: nothing here needs Django or a database."""

import glob
import os
import platform
import shutil
import sys

from .binaries import installed
from .cluster import check_version
from .errors import CannotStart
from .finding import Finding
from .home import Home
from .server_user import find_server_user, user_name

OLDEST_PYTHON = (3, 11)
GIB = 1024**3
TIGHT_GIB = 2.0
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
JAPANESE_FONTS = ("/usr/share/fonts/**/*CJK*", "/usr/share/fonts/**/*[Ii][Pp][Aa]*", "/System/Library/Fonts/*Hiragino*")


def check_machine(home: Home) -> list[Finding]:
    """Python, the home and its space, and the programs that this machine has."""
    return [_python(), _user(), _home(home), _space(home), _binaries(home), _chromium(), _fonts()]


def _python() -> Finding:
    found = f"{platform.python_version()} in {sys.prefix}"
    if sys.version_info < OLDEST_PYTHON:
        return Finding("Python", "problem", found, "Install Python 3.11 or newer and make the environment again.")
    return Finding("Python", "ok", found)


def _user() -> Finding:
    if os.geteuid() == 0:
        return Finding(
            "user", "note", "root; the database runs as somebody else", "Run web and worker as an ordinary user too."
        )
    return Finding("user", "ok", user_name(os.geteuid()))


def _home(home: Home) -> Finding:
    named = "NOREN_HOME" if os.environ.get("NOREN_HOME") else "NOREN_HOME is not set, so this is its usual place"
    parent = next(folder for folder in (home.root, *home.root.parents) if folder.exists())
    if not os.access(parent, os.W_OK | os.X_OK):
        return Finding("home", "problem", f"{home.root} cannot be written", "Set NOREN_HOME to a folder of this user.")
    return Finding("home", "ok", f"{home.root} ({named})")


def _space(home: Home) -> Finding:
    parent = next(folder for folder in (home.root, *home.root.parents) if folder.exists())
    free = shutil.disk_usage(parent).free / GIB
    if free < TIGHT_GIB:
        return Finding("space", "problem", f"{free:.1f} GiB free", f"Free at least {TIGHT_GIB:.0f} GiB on this disk.")
    return Finding("space", "ok", f"{free:.0f} GiB free")


def _binaries(home: Home) -> Finding:
    if os.environ.get("DATABASE_URL"):
        return Finding("embedded database", "ok", "not used: DATABASE_URL names another")
    try:
        check_version(home)
        user = find_server_user(home)
        return Finding("embedded database", "ok", f"programs in {installed()}, runs as user {user.name}")
    except CannotStart as error:
        return _refused("embedded database", error)


def _chromium() -> Finding:
    for name in CHROMIUM:
        if path := shutil.which(name):
            return Finding("Chromium", "ok", path)
    return Finding(
        "Chromium", "note", "not found", "Only the browser tests need it: install your system's chromium package."
    )


def _fonts() -> Finding:
    for pattern in JAPANESE_FONTS:
        if found := glob.glob(pattern, recursive=True):
            return Finding("Japanese font", "ok", found[0])
    return Finding(
        "Japanese font", "note", "not found", "Pictures made on this machine need one: install fonts-noto-cjk."
    )


def _refused(what: str, error: CannotStart) -> Finding:
    first, _, rest = str(error).partition("\n")
    return Finding(what, "problem", first, " ".join(rest.split("\n")))
