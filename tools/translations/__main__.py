"""The command line of the translations."""

import argparse
import sys
from pathlib import Path

from .parts import find_faults, read_parts, write_catalog
from .texts import texts_said

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "noren"
LOCALE = PACKAGE / "locale"
LANGUAGES = ("ja",)


def main() -> int:
    """Compile or check; the status of a check is 1 when something is amiss."""
    parser = argparse.ArgumentParser(prog="python -m tools.translations")
    parser.add_argument("deed", choices=["compile", "check"], help="put the parts together, or judge them")
    deed = parser.parse_args().deed
    said = texts_said(PACKAGE)
    faults = []
    for language in LANGUAGES:
        entries = read_parts(LOCALE / "parts", language)
        if deed == "compile":
            print(f"{language}: {write_catalog(LOCALE, language, said, entries)} texts")
        else:
            faults += find_faults(said, entries)
    for fault in faults:
        print(fault)
    if deed == "check":
        print(f"{len(faults)} faults in the translations" if faults else f"{len(said)} texts, all translated")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
