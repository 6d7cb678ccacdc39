"""The till's twin: baskets drawn anew with every run get the same answer in TypeScript as here."""

import json
import os
import subprocess
import sys
from pathlib import Path
from random import SystemRandom

import pytest

from noren.pricing.vectors.__main__ import write_baskets
from tests.depth import IS_THOROUGH

FRONTEND = Path(__file__).parents[4] / "frontend"
BASKETS = 5_000 if IS_THOROUGH else 500


def test_baskets_drawn_anew_get_the_same_answer_on_both_sides(tmp_path: Path) -> None:
    drawn, seed = tmp_path / "baskets.jsonl", SystemRandom().randrange(10**9)
    again = f"python -m noren.pricing.vectors --baskets {BASKETS} --seed {seed} --to FILE"
    print(f"{again}, then node frontend/scripts/quote_baskets.mjs FILE")
    write_baskets(drawn, count=BASKETS, seed=seed)

    compared = _compare(drawn)

    assert compared.stdout.splitlines()[-1:] == [f"{BASKETS} of {BASKETS} baskets get the same answer on both sides"], (
        f"drawn by {again}\n{compared.stdout}{compared.stderr}"
    )
    assert compared.returncode == 0


def test_a_difference_is_told_with_the_basket_its_seed_and_both_quotes(tmp_path: Path) -> None:
    drawn = tmp_path / "baskets.jsonl"
    write_baskets(drawn, count=3, seed=17)
    first, second, third = map(json.loads, drawn.read_text(encoding="ascii").splitlines())
    second["quote"]["points"] += 1
    drawn.write_text("\n".join(map(json.dumps, (first, second, third))), encoding="ascii")

    compared = _compare(drawn)

    basket, here, till, summary = compared.stdout.splitlines()
    assert compared.returncode == 1
    assert basket.startswith("basket of seed 18: {")
    assert json.loads(basket.partition(": ")[2])["goods"] == second["goods"]
    assert json.loads(here.partition(": ")[2]) == second["quote"]
    assert json.loads(till.partition(": ")[2]) == second["quote"] | {"points": second["quote"]["points"] - 1}
    assert summary == "2 of 3 baskets get the same answer on both sides"


def test_the_same_seed_draws_the_same_basket_alone(tmp_path: Path) -> None:
    many, alone = tmp_path / "many.jsonl", tmp_path / "alone.jsonl"

    write_baskets(many, count=5, seed=100)
    write_baskets(alone, count=1, seed=103)

    assert many.read_text().splitlines()[3:4] == alone.read_text().splitlines()


def _compare(drawn: Path) -> "subprocess.CompletedProcess[str]":
    """Let the till answer them, as the script says it does.

    Where node is not installed there is no twin to compare; `.ci/run` says that everything is there.
    """
    node = Path(sys.executable).with_name("node")
    missing = [path.name for path in (node, FRONTEND / "node_modules" / "vite") if not path.exists()]
    if missing:
        refuse = pytest.fail if os.environ.get("NOREN_REQUIRE_BROWSER") or os.environ.get("CI") else pytest.skip
        refuse(f"not installed: {', '.join(missing)}; `make setup` installs it")
    script = FRONTEND / "scripts" / "quote_baskets.mjs"
    return subprocess.run([node, script, drawn], capture_output=True, encoding="utf-8", timeout=120, check=False)
