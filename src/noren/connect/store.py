"""The files of imports, kept under NOREN_HOME until their import has ended, so that any process can go on with it.

The file of a dry run that found nothing bad stays for a day more, to be imported as it was checked.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

_BLOCK = 1 << 20


def path_of(uid: UUID) -> Path:
    """Where the file of an import is kept."""
    return Path(settings.HOME) / "imports" / str(uid)


def keep_file(uid: UUID, blocks: Iterable[bytes]) -> str:
    """Keep a file; answer the SHA-256 of its content as 64 hex digits. It is there whole or not at all."""
    path = path_of(uid)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = _draft_of(uid)
    digest = hashlib.sha256()
    try:
        with draft.open("wb") as file:
            for block in blocks:
                digest.update(block)
                file.write(block)
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    return digest.hexdigest()


def drop_file(uid: UUID) -> None:
    """Forget the file of an import, and what a killed upload left of it."""
    path_of(uid).unlink(missing_ok=True)
    _draft_of(uid).unlink(missing_ok=True)


def _draft_of(uid: UUID) -> Path:
    return path_of(uid).with_suffix(".new")


def files_before(at: datetime) -> set[UUID]:
    """The imports whose file, or what a killed upload left of it, was kept before an instant and is still there."""
    found = set()
    for path in path_of(UUID(int=0)).parent.glob("????????-????-????-????-????????????*"):
        with suppress(FileNotFoundError):  # its import ended this moment
            if path.stat().st_mtime < at.timestamp():
                found.add(UUID(path.stem))
    return found


def blocks_of(path: Path) -> Iterator[bytes]:
    """The content of a file, a megabyte at a time."""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block
