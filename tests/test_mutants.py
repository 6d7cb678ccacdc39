"""The lists of mutants fit the code: what is to be taken out stands there, and the test that must notice exists."""

import ast
from functools import cache

import pytest

from tests.mutant import ROOT
from tests.mutants import Mutant, read_mutants
from tests.mutants_of_till import PRICING, TillMutant, read_till_mutants

MUTANTS = read_mutants()
OF_TILL = read_till_mutants()


def test_no_two_mutants_have_one_name() -> None:
    names = [*(mutant.name for mutant in MUTANTS), *(mutant.name for mutant in OF_TILL)]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_a_mutant_changes_the_code_or_takes_out_a_constraint(mutant: Mutant) -> None:
    code = (ROOT / "src" / "noren" / mutant.file).read_text(encoding="utf-8")

    changed = ast.parse(mutant.changed(code))

    assert mutant.drop or ast.dump(changed) != ast.dump(ast.parse(code))


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_the_test_of_a_mutant_exists(mutant: Mutant) -> None:
    path, _, name = mutant.test.partition("::")

    assert name.partition("[")[0] in _functions_of(path)


@cache
def _functions_of(path: str) -> set[str]:
    module = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(module) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("mutant", OF_TILL, ids=[mutant.name for mutant in OF_TILL])
def test_a_mutant_of_the_till_changes_its_code_and_names_a_file_of_tests(mutant: TillMutant) -> None:
    code = (ROOT / mutant.path).read_text(encoding="utf-8")
    file, _, name = mutant.test.partition("::")

    assert mutant.changed(code) != code
    assert (ROOT / PRICING / file).is_file()
    assert name
