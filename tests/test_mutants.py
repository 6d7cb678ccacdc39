"""The list of mutants fits the code: what is to be taken out stands there, and the test that must notice exists."""

import ast

import pytest

from tests.mutants import ROOT, Mutant, read_mutants

MUTANTS = read_mutants()


def test_no_two_mutants_have_one_name() -> None:
    names = [mutant.name for mutant in MUTANTS]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_a_mutant_changes_the_code_or_takes_out_a_constraint(mutant: Mutant) -> None:
    code = (ROOT / "src" / "noren" / mutant.file).read_text(encoding="utf-8")

    changed = mutant.changed(code)

    assert mutant.drop or ast.dump(ast.parse(changed)) != ast.dump(ast.parse(code))
    ast.parse(changed)


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_the_test_of_a_mutant_exists(mutant: Mutant) -> None:
    path, _, name = mutant.test.partition("::")
    functions = {
        node.name for node in ast.walk(ast.parse((ROOT / path).read_text())) if isinstance(node, ast.FunctionDef)
    }

    assert name.partition("[")[0] in functions
