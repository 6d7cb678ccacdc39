"""Files: what they are recognized as, and what is refused before anything is kept."""

from pathlib import Path
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pytest_django import Settings

from noren.connect import errors
from noren.connect.files import FileFormat, read_header_of, recognize
from noren.connect.kinds import KINDS
from noren.connect.models import Import
from noren.connect.receive import check_length, receive_file, receive_upload
from noren.connect.tests.files import NOON, FakeUpload, write
from noren.kernel.errors import NorenError
from noren.kernel.racing import race

JAPANESE = "商品コード,商品名,価格\nA1,食パン,150\n"
ENGLISH = "sku;name;price\nA1;Bread;150\n"
PRODUCTS = KINDS["products"].columns


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (JAPANESE, "utf-8", FileFormat("csv", "utf-8", ",")),
        (JAPANESE, "utf-8-sig", FileFormat("csv", "utf-8-sig", ",")),
        (JAPANESE, "cp932", FileFormat("csv", "cp932", ",")),
        (JAPANESE.replace(",", "\t"), "cp932", FileFormat("csv", "cp932", "\t")),
        (JAPANESE.replace(",", "\t"), "utf-16", FileFormat("csv", "utf-16", "\t")),
        (ENGLISH, "ascii", FileFormat("csv", "utf-8", ";")),
        (JAPANESE.replace("食パン", "ﾊﾟﾝ①"), "cp932", FileFormat("csv", "cp932", ",")),
    ],
)
def test_encoding_and_delimiter_are_recognized(tmp_path: Path, text: str, encoding: str, found: FileFormat) -> None:
    path = write(tmp_path, text, encoding)

    format_, header = read_header_of(path, recognize(path), PRODUCTS)

    assert format_ == found
    assert [column.staged_as for column in header.columns if column] == ["sku", "name", "price_minor"]


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", errors.FileEmpty),
        (b"sku,name,price\n", errors.FileWithoutRows),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", errors.FileNotText),
        (bytes(range(256)) * 40, errors.FileNotText),
        (b"PK\x03\x04something", errors.SpreadsheetGiven),
        (b"PAR1 and nothing that belongs there", errors.ParquetBroken),
        ("sku,name,price\n1,食パン,1\n2,".encode() + b"\xff\xfe,1\n", errors.EncodingBroken),
        (b"sku,name,price\n1,\x82\xa0,1\n2,\x81\x01\xa0\xff,1\n", errors.FileNotText),
        (b"sku,name,price\n1,\x82\xa0,1\n2,\x82\xa0\xfd\xfe,1\n", errors.EncodingUnknown),
        (b"sku,name\nA1,Bread\n", errors.ColumnsMissing),
        (b"sku,name,price,color\nA1,Bread,1,red\n", errors.ColumnUnknown),
        ("sku,商品コード,name,price\nA1,A1,Bread,1\n".encode(), errors.ColumnRepeated),
    ],
)
@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_refused_and_not_kept(
    tmp_path: Path, settings: Settings, content: bytes, cause: type[NorenError]
) -> None:
    settings.HOME = tmp_path / "home"  # of this test alone: others run beside it and keep files of their own
    path = tmp_path / "file.csv"
    path.write_bytes(content)

    with pytest.raises(cause) as refused:
        receive_file(kind="products", path=path, is_dry_run=False, at=NOON)

    assert str(refused.value)
    assert refused.value.field == "file"
    assert not Import.objects.exists()
    assert not list((tmp_path / "home").glob("imports/*"))


def test_the_line_of_a_character_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("sku,name,price\n1,食パン,1\n2,".encode() + b"\xff\xfe,1\n")

    with pytest.raises(errors.EncodingBroken) as refused:
        recognize(path)

    assert refused.value.details == {"line": 3, "encoding": "UTF-8"}


@pytest.mark.parametrize(("codec", "bom"), [("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")])
@pytest.mark.parametrize("lines_before", [1, 100_000])
def test_the_damaged_line_of_utf_16_is_named(tmp_path: Path, codec: str, bom: bytes, lines_before: int) -> None:
    path = tmp_path / "file.csv"
    half_a_pair = "\ud842".encode(codec, "surrogatepass")
    before = "sku,name,price\n" + "1,上上,1\n" * lines_before + "2,"  # 上 has the byte of a line's end in it
    path.write_bytes(bom + before.encode(codec) + half_a_pair + ",1\n".encode(codec))

    with pytest.raises(errors.EncodingBroken) as refused:
        recognize(path)

    assert refused.value.details == {"line": lines_before + 2, "encoding": "UTF-16"}


def test_utf_16_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(JAPANESE.encode("utf-16")[:-1])

    with pytest.raises(errors.EncodingBroken):
        recognize(path)


@pytest.mark.django_db
def test_a_file_over_the_limit_is_refused_before_it_is_read(settings: Settings) -> None:
    settings.IMPORT_MAX_BYTES = 250 * 1024 * 1024
    upload = FakeUpload(b"sku,name,price\nA1,Bread,1\n", size=250 * 1024 * 1024 + 1)

    with pytest.raises(errors.FileTooLarge) as refused:
        receive_upload(kind="products", upload=upload, is_dry_run=False, account_id=None, at=NOON)

    assert refused.value.details == {"size_mb": 251, "limit_mb": 250}
    assert not upload.was_read


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_one_file_brought_twice_at_once_is_one_import() -> None:
    def bring() -> UUID:
        upload = FakeUpload(b"sku,name,price\nA1,Bread,1\n")
        return receive_upload(kind="products", upload=upload, is_dry_run=False, account_id=None, at=NOON)

    first, second = race(bring, bring, queue_on=Import)

    assert first == second == Import.objects.get().uid


def test_a_request_over_the_limit_is_refused_by_its_length() -> None:
    check_length(None)
    check_length("250000000")

    with pytest.raises(errors.FileTooLarge):
        check_length(str(300 * 1024 * 1024))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.FileNotThere):
        receive_file(kind="products", path=tmp_path / "nothing.csv", is_dry_run=False, at=NOON)


def test_a_kind_that_does_not_exist_is_refused() -> None:
    with pytest.raises(errors.KindUnknown) as refused:
        receive_upload(kind="dreams", upload=FakeUpload(b"x"), is_dry_run=False, account_id=None, at=NOON)

    assert refused.value.field == "kind"


@pytest.mark.parametrize("names", [pa.array([["Bread"]]), pa.array([b"Bread"]).dictionary_encode()])
def test_parquet_with_nested_values_or_bytes_is_refused(tmp_path: Path, names: pa.Array) -> None:
    path = tmp_path / "file.parquet"
    pq.write_table(pa.table({"sku": ["A1"], "name": names, "price": [1]}), path)

    with pytest.raises(errors.ColumnTypeInvalid) as refused:
        read_header_of(path, recognize(path), PRODUCTS)

    assert refused.value.details["column"] == "name"


@pytest.mark.parametrize(
    "table", [{"sku": ["A1"], "name": ["Bread"]}, {"sku": ["A"], "name": ["B"], "price": [1], "x": [1]}]
)
def test_parquet_with_other_columns_is_refused(tmp_path: Path, table: dict[str, list[object]]) -> None:
    path = tmp_path / "file.parquet"
    pq.write_table(pa.table(table), path)

    with pytest.raises((errors.ColumnsMissing, errors.ColumnUnknown)):
        read_header_of(path, recognize(path), PRODUCTS)


def test_parquet_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.parquet"
    pq.write_table(pa.table({"sku": ["A1"], "name": ["Bread"], "price": [1]}), path)
    path.write_bytes(path.read_bytes()[:-20])

    with pytest.raises(errors.ParquetBroken):
        read_header_of(path, recognize(path), PRODUCTS)
