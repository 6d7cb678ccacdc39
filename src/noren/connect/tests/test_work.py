"""The worker's share and the shell's: imports that wait are run once, by one process at a time."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.utils import translation
from pytest_django import Settings

from noren.catalog.models import Variant
from noren.connect import work
from noren.connect.commands import main
from noren.connect.errors import CheckedFileGone, ImportAtWork, ImportNotFound
from noren.connect.models import BadValue, Import
from noren.connect.progress import Bar
from noren.connect.queries import bad_values_csv, get_import, kinds, latest_imports, template_csv
from noren.connect.receive import receive_checked, receive_upload
from noren.connect.run import LOCK, run_import
from noren.connect.store import path_of
from noren.connect.sweeping import sweep_files
from noren.connect.tests.files import NOON, FakeUpload, make_goods, run, write
from noren.kernel.ids import uuid7

PRODUCTS = "商品コード,商品名,価格\nA1,食パン,150\n"


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_an_upload() -> None:
    upload = FakeUpload(PRODUCTS.encode("cp932"), "C:\\商品.csv")
    uid = receive_upload(kind="products", upload=upload, is_dry_run=False, account_id=None, at=NOON)

    assert work.step() == 1
    work.wait()

    view = get_import(uid)
    assert (view.status, view.changed_count, view.is_running, view.share) == ("finished", 1, False, 1.0)
    assert view.format.startswith("CSV, Shift_JIS (CP932), ")
    assert Variant.objects.get().sku == "A1"
    assert work.step() == 0


@pytest.mark.django_db(transaction=True)
def test_two_processes_never_run_the_same_import(tmp_path: Path) -> None:
    upload = FakeUpload(PRODUCTS.encode())
    uid = receive_upload(kind="products", upload=upload, is_dry_run=False, account_id=None, at=NOON)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, Import.objects.get(uid=uid).pk])

        assert work.step() == 0
        with pytest.raises(ImportAtWork):
            run_import(uid)
    finally:
        other.close()

    assert get_import(uid).is_running
    assert run_import(uid) == "finished"


@pytest.mark.django_db
def test_an_error_ends_an_import_as_failed_with_words_in_the_language_of_the_reader() -> None:
    upload = FakeUpload(PRODUCTS.encode())
    uid = receive_upload(kind="products", upload=upload, is_dry_run=False, account_id=None, at=NOON)
    path_of(uid).unlink()

    assert run_import(uid) == "failed"
    with translation.override("en"):
        assert get_import(uid).failure.startswith("The import stopped because of an error on our side")
    with translation.override("ja"):
        assert get_import(uid).failure.startswith("システム側のエラー")
    assert not Variant.objects.exists()


class Killed(BaseException):
    """What a process that is killed has no time to catch."""


@pytest.mark.parametrize("end", [Killed(), OperationalError("could not extend file: No space left on device")])
@pytest.mark.django_db
def test_an_import_that_ends_its_process_each_time_is_given_up(
    monkeypatch: pytest.MonkeyPatch, end: BaseException
) -> None:
    def fail(*_anything: object) -> None:
        raise end

    upload = FakeUpload(PRODUCTS.encode())
    uid = receive_upload(kind="products", upload=upload, is_dry_run=False, account_id=None, at=NOON)
    monkeypatch.setattr("noren.connect.run.stage", fail)
    for _time in range(3):
        with pytest.raises(type(end)):
            run_import(uid)
    assert get_import(uid).is_running

    assert run_import(uid) == "failed"
    with translation.override("en"):
        assert get_import(uid).failure.startswith("The import was begun three times")
    assert not path_of(uid).exists()


@pytest.mark.django_db
def test_a_step_that_was_finished_makes_the_count_of_beginnings_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(*_anything: object) -> None:
        raise Killed

    upload = FakeUpload(PRODUCTS.encode())
    uid = receive_upload(kind="products", upload=upload, is_dry_run=False, account_id=None, at=NOON)
    for step in ("stage", "stage", "_check", "_check", "_publish", "_publish"):
        with monkeypatch.context() as patched:
            patched.setattr(f"noren.connect.run.{step}", kill)
            with pytest.raises(Killed):
                run_import(uid)

    assert run_import(uid) == "finished"
    assert Variant.objects.get().sku == "A1"


@pytest.mark.django_db
def test_an_import_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(ImportNotFound):
        run_import(uuid7())


@pytest.mark.django_db
def test_the_shell_imports_and_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(write(tmp_path, PRODUCTS, "cp932"))

    with translation.override("en"):
        assert main(["products", path, "--dry-run"]) == 0
        assert main(["products", path]) == 0

    out = capsys.readouterr().out
    assert "Shift_JIS" in out
    assert out.count("  new: 1, changes to what was there: 0\n  1 new category: other\n") == 2
    assert Variant.objects.count() == 1


@pytest.mark.django_db
def test_the_shell_says_that_a_stock_file_was_imported_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_goods()
    path = str(write(tmp_path, "store,sku,on_hand\nS1,BREAD,10\n"))
    with translation.override("en"):
        assert main(["stock", path]) == 0
        assert "was imported before" not in capsys.readouterr().out
        assert main(["stock", path]) == 0
    assert "was imported before" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_shell_names_bad_values_and_writes_them_into_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "sku,name,price\nA1,=1+1,1.5\n" + "A2,B,x\n" * 30)
    errors = tmp_path / "errors.csv"

    assert main(["products", str(path), "--errors", str(errors)]) == 1

    assert "1.5" in capsys.readouterr().out
    assert errors.read_bytes().startswith("\ufeff".encode())
    assert len(errors.read_text("utf-8-sig").splitlines()) == 32


@pytest.mark.django_db
def test_the_shell_refuses_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["products", str(tmp_path / "nothing.csv")]) == 1
    assert "nothing.csv" in capsys.readouterr().err


def test_the_shell_documents_the_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["columns"]) == 0
    assert "商品コード" in capsys.readouterr().out
    assert main(["template", "stock"]) == 0
    assert capsys.readouterr().out == "\ufeff店舗コード,商品コード,在庫数,安全在庫,発注点\r\n"


@pytest.mark.django_db
def test_a_bad_value_does_not_become_a_formula(tmp_path: Path) -> None:
    batch = run("products", write(tmp_path, "sku,name,price\nA1,B,=1+1\n"))

    assert "'=1+1" in "".join(bad_values_csv(batch.uid))


@pytest.mark.django_db
def test_all_bad_values_are_counted_and_a_limited_number_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("noren.connect.stage.MOST_KEPT", 3)

    batch = run("products", write(tmp_path, "sku,name,price\n" + "A,B,x\n" * 5))

    assert (batch.error_count, BadValue.objects.count()) == (5, 3)


@pytest.mark.django_db
def test_the_office_sees_what_can_be_imported_and_what_was(tmp_path: Path) -> None:
    run("products", write(tmp_path, PRODUCTS))

    assert [kind.name for kind in kinds()] == ["stores", "products", "stock", "members", "sales"]
    assert [view.filename for view in latest_imports()] == ["file.csv"]
    assert template_csv("stock", language="en") == "\ufeffstore,sku,on_hand,safety,reorder_point\r\n"


def test_the_bar_tells_rate_and_rest_of_time() -> None:
    out = io.StringIO()
    bar = Bar(out)

    bar("reading", 0, 0.0)
    bar("reading", 10, 1.0)
    bar.close()

    assert "100%" in out.getvalue()
    assert "10" in out.getvalue()


@pytest.mark.django_db
def test_the_file_of_a_good_dry_run_is_imported_as_it_was_checked(tmp_path: Path) -> None:
    dry = run("products", write(tmp_path, PRODUCTS), is_dry_run=True)

    uid = receive_checked(dry.uid, account_id=7, at=NOON)
    again = receive_checked(dry.uid, account_id=8, at=NOON)
    run_import(uid)
    Variant.objects.update(price_minor=999)
    late = receive_checked(dry.uid, account_id=8, at=NOON)
    run_import(late)

    real = Import.objects.get(uid=uid)
    assert again == late == uid
    assert not get_import(dry.uid).can_be_imported
    assert Variant.objects.get().price_minor == 999
    assert (real.status, real.kind, real.filename, real.is_dry_run) == ("finished", "products", "file.csv", False)
    assert (real.digest, real.account_id) == (dry.digest, 7)
    assert Variant.objects.get().sku == "A1"


@pytest.mark.django_db
def test_only_a_good_dry_run_can_be_imported(tmp_path: Path) -> None:
    refused = run("products", write(tmp_path, PRODUCTS.replace("150", "1.5")), is_dry_run=True)
    real = run("products", write(tmp_path, PRODUCTS))

    for uid in (refused.uid, real.uid, uuid7()):
        with pytest.raises(ImportNotFound):
            receive_checked(uid, account_id=None, at=NOON)

    assert not path_of(refused.uid).exists()
    assert Import.objects.count() == 2


@pytest.mark.django_db
def test_the_file_of_a_dry_run_is_kept_for_a_day(tmp_path: Path, settings: Settings) -> None:
    settings.HOME = tmp_path / "home"
    dry = run("products", write(tmp_path, PRODUCTS), is_dry_run=True)
    other = run("products", write(tmp_path, PRODUCTS.replace("150", "160")), is_dry_run=True)
    waiting = receive_checked(other.uid, account_id=None, at=NOON)
    draft = path_of(uuid7()).with_suffix(".new")
    draft.write_bytes(b"half")
    now = datetime.now(UTC)

    assert sweep_files(at=now + timedelta(hours=23)) == 0
    assert get_import(dry.uid).can_be_imported
    assert sweep_files(at=now + timedelta(hours=25)) == 2

    assert not get_import(dry.uid).can_be_imported
    assert not draft.exists()
    assert path_of(waiting).exists()
    with pytest.raises(CheckedFileGone):
        receive_checked(dry.uid, account_id=None, at=NOON)
    assert Import.objects.count() == 3
