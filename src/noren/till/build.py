"""What the browser's side was built into: the only code that reads its manifest."""

import json
from dataclasses import dataclass
from pathlib import Path

_ENTRY = "src/main.tsx"


@dataclass(frozen=True, slots=True)
class Build:
    """Names of static files, as `{% static %}` takes them."""

    script: str
    styles: tuple[str, ...]


def find_build(frontend: Path) -> Build | None:
    """The newest build of the till, or None when `npm run build` has not made one.

    Args:
        frontend: the folder that holds `till/manifest.json` (see `frontend/README.md`).
    """
    try:
        manifest = json.loads((frontend / "till" / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    entry = manifest[_ENTRY]
    return Build(script=f"till/{entry['file']}", styles=tuple(f"till/{name}" for name in entry.get("css", ())))
