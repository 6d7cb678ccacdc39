"""`python -m noren.pricing.vectors`: write the vector files anew; `--check` only says whether they are.

`--baskets 5000 --seed 1 --to FILE` instead draws baskets with their answers, one a line, as `wide.py` says.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from noren.pricing.quoting import quote
from noren.pricing.vectors import core_benefits, core_codes, core_markdowns, core_tax
from noren.pricing.vectors.case import Case, case_json, differences
from noren.pricing.vectors.generated import generated_cases
from noren.pricing.vectors.language import money_vectors, rule_vectors
from noren.pricing.vectors.refusals import refusal_vectors
from noren.pricing.vectors.wide import wide_cases

FOLDER = Path(__file__).parent
CORE = [*core_tax.CASES, *core_benefits.CASES, *core_codes.CASES, *core_markdowns.CASES]


def texts() -> dict[str, str]:
    """Every vector file's name and text. Big lists stand one entry a line, so that a change shows where it is."""
    return {
        "core.json": _text({"cases": [case_json(case) for case in CORE]}),
        "generated.json": _text({"cases": [case_json(case) for case in generated_cases()]}),
        "refusals.json": _text({"cases": refusal_vectors()}),
        "rules.json": _text(rule_vectors()),
        "money.json": _text(money_vectors()),
    }


def wrong_by_hand(cases: list[Case]) -> list[str]:
    """Each figure worked out by hand that the engine does not give."""
    return [
        f"{case.name}: {difference}"
        for case in cases
        if case.by_hand is not None
        for difference in differences(case.by_hand, quote(case.goods, case.benefits, case.terms, case.markdowns))
    ]


def _text(lists: dict[str, list[dict[str, Any]]]) -> str:
    blocks = []
    for name, entries in lists.items():
        lines = ",\n".join("  " + json.dumps(entry, ensure_ascii=False) for entry in entries)
        blocks.append(f" {json.dumps(name)}: [\n{lines}\n ]")
    return "{\n" + ",\n".join(blocks) + "\n}\n"


def write_baskets(to: Path, *, count: int, seed: int) -> None:
    """Draw baskets and write each with its answer on a line of its own; the same seed draws the same."""
    with to.open("w", encoding="ascii") as lines:
        for case in wide_cases(count, seed):
            lines.write(json.dumps(case) + "\n")


def main() -> int:
    """Write or check; 1 when figures differ from those worked out by hand, or files from the engine."""
    parser = argparse.ArgumentParser(prog="python -m noren.pricing.vectors", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file is out of date")
    parser.add_argument("--baskets", type=int, metavar="N", help="write no vector file, but draw so many baskets")
    parser.add_argument("--seed", type=int, default=0, help="of the first basket; the others count on from it")
    parser.add_argument("--to", type=Path, metavar="FILE", help="where the baskets go")
    asked = parser.parse_args()
    if (asked.baskets is None) != (asked.to is None):
        parser.error("--baskets and --to belong together")
    if asked.baskets is not None:
        write_baskets(asked.to, count=asked.baskets, seed=asked.seed)
        return 0
    return _write_files(check=asked.check)


def _write_files(*, check: bool) -> int:
    if wrong := wrong_by_hand(CORE):
        print(*wrong, sep="\n", file=sys.stderr)
        return 1
    stale = 0
    for name, text in texts().items():
        path = FOLDER / name
        same = path.exists() and path.read_text(encoding="utf-8") == text
        if not same and not check:
            path.write_text(text, encoding="utf-8")
        stale += not same
        print(f"{name}: {'unchanged' if same else 'out of date' if check else 'written'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
