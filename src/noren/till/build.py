"""What the browser's side was built into: the only code that reads its manifest."""

import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

_ENTRY = "src/main.tsx"


@dataclass(frozen=True, slots=True)
class Build:
    """Names of static files, as `{% static %}` takes them.

    Attributes:
        preloads: what the script cannot start without.
        files: all that the app may ask for, its script and styles among them.
        worker: the script that keeps them on the device.
    """

    script: str
    styles: tuple[str, ...]
    preloads: tuple[str, ...]
    files: tuple[str, ...]
    worker: str

    @property
    def version(self) -> str:
        """What tells this build from others: the part of its script's name that changes with what is in it."""
        return PurePosixPath(self.script).stem.rpartition("-")[2][:40]


def find_build(frontend: Path) -> Build | None:
    """The newest build of the till, or None when `npm run build` has not made one.

    Args:
        frontend: the folder that holds `till/manifest.json` (see `frontend/README.md`).
    """
    folder = frontend / "till"
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        worker = (folder / "worker.js").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    entry = manifest[_ENTRY]
    parts = {
        name for part in manifest.values() for name in (part["file"], *part.get("css", ()), *part.get("assets", ()))
    }
    # What a worker of the app loads, as the reader of barcodes does, is in the folder and in no manifest.
    parts.update(f"assets/{path.name}" for path in (folder / "assets").glob("*") if path.is_file())
    return Build(
        script=f"till/{entry['file']}",
        styles=tuple(f"till/{name}" for name in entry.get("css", ())),
        preloads=tuple(f"till/{manifest[name]['file']}" for name in entry.get("imports", ())),
        files=tuple(f"till/{name}" for name in sorted(parts)),
        worker=worker,
    )
