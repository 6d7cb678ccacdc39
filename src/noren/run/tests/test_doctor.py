"""The doctor: names what is wrong and how to mend it, and never falls over what it looks for."""

import os
from pathlib import Path

import pytest
from django.conf import settings

from ..check_deployment import _approvals
from ..check_machine import check_machine
from ..cli import main
from ..finding import Finding
from ..home import Home


def _by_name(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.what: finding for finding in findings}


def test_the_machine_is_looked_at_without_making_the_home(tmp_path: Path) -> None:
    found = _by_name(check_machine(Home(tmp_path / "nothing" / "yet")))

    assert found["Python"].state == found["home"].state == "ok"
    assert str(tmp_path / "nothing" / "yet") in found["home"].found
    assert not list(tmp_path.iterdir())


def test_a_home_that_holds_newer_data_is_a_problem_with_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    (tmp_path / "pg").mkdir()
    (tmp_path / "pg" / "PG_VERSION").write_text("99\n")

    finding = _by_name(check_machine(Home(tmp_path)))["embedded database"]

    assert finding.state == "problem"
    assert finding.found.endswith("is of PostgreSQL 99; this Noren brings 18")
    assert "NOREN_HOME" in finding.mend


def test_every_mend_stands_below_its_problem() -> None:
    finding = Finding("tables", "problem", "2 migrations pending", "Run `noren migrate`.")

    assert finding.lines() == ["PROBLEM tables: 2 migrations pending", "          Run `noren migrate`."]


@pytest.mark.django_db(transaction=True)
def test_the_deployment_is_described_and_a_problem_makes_the_status_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "SECRET_KEY", "short")

        assert main(["doctor"]) == 1

    said = capsys.readouterr().out
    assert "ok      database: PostgreSQL " in said
    assert "ok      tables: as the code expects them" in said
    assert "PROBLEM secret key: shorter than 32 characters" in said
    assert f"home: {os.environ['NOREN_HOME']}" in said
    assert "\nproblems: " in said


@pytest.mark.parametrize(
    ("named", "found"),
    [
        (["void_sale"], "clerks take any amount off by hand"),
        (["void_sale", "mark_down"], "clerks take any amount off by hand without a network"),
    ],
)
def test_a_list_of_approvals_without_large_markdowns_is_worth_a_note(named: list[str], found: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "CLERKS_NEED_APPROVAL", named)
        (finding,) = _approvals()
        patch.setattr(settings, "CLERKS_NEED_APPROVAL", [])
        assert _approvals() == []
        patch.setattr(settings, "CLERKS_NEED_APPROVAL", [*named, "mark_down_large"])
        assert _approvals() == []

    assert finding.state == "note"
    assert finding.found.endswith(found)
