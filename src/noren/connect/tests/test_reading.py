"""Reading: no value of a file ends it or takes the machine's memory; each that cannot be kept is named."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from noren.connect.columns import Column
from noren.connect.errors import ParquetBroken, ValueTooLarge
from noren.connect.files import read_header_of, recognize
from noren.connect.kinds import KINDS
from noren.connect.reading import MOST_BYTES, ReadRow, read_rows
from noren.connect.reasons import words_for
from noren.connect.tests.files import bad, run, write

TEXT_TYPES = (pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string()))


def _rows(path: Path) -> list[ReadRow]:
    found, header = read_header_of(path, recognize(path), KINDS["products"].columns)
    return list(read_rows(path, found, header))


def _parquet(folder: Path, table: pa.Table, **options: object) -> Path:
    path = folder / "file.parquet"
    pq.write_table(table, path, **options)
    return path


@pytest.mark.parametrize("error", [ValueError, OverflowError, ZeroDivisionError])
def test_what_a_converter_did_not_think_of_is_one_bad_value(tmp_path: Path, error: type[Exception]) -> None:
    def stumble(text: str) -> str:
        raise error(text)

    path = write(tmp_path, "sku,name\nA1,Bread\n")
    found, header = read_header_of(path, recognize(path), [Column("sku", (), stumble), Column("name", (), str)])

    (row,) = read_rows(path, found, header)

    assert [(cell.column, cell.value, cell.code) for cell in row.bad] == [("sku", "A1", "not_readable")]
    assert row.values == {"name": "Bread"}
    assert words_for("not_readable", {})


@pytest.mark.django_db
def test_values_that_no_number_or_text_can_be_are_named_one_by_one(tmp_path: Path) -> None:
    text = "sku,name,price\nA1,Bread,1e999999\nA2,Bread,1e9999999\nA3,Br\x00ead,1\nA4,\x00,1,x\nA5,Bread,1\n"

    batch = run("products", write(tmp_path, text, "utf-16"))

    assert (batch.status, batch.row_count) == ("refused", 1)
    assert bad(batch) == [
        (2, "price", "1e999999", "out_of_range"),
        (3, "price", "1e9999999", "out_of_range"),
        (4, "name", "Br\ufffdead", "not_readable"),
        (5, "", "A4, \ufffd, 1, x", "row_too_long"),
    ]


@pytest.mark.django_db
def test_a_nul_in_parquet_is_a_bad_value(tmp_path: Path) -> None:
    path = _parquet(tmp_path, pa.table({"sku": ["A1"], "name": ["Br\x00ead"], "price": [1]}))

    assert bad(run("products", path)) == [(2, "name", "Br\ufffdead", "not_readable")]


@pytest.mark.parametrize("kind", TEXT_TYPES)
def test_texts_of_parquet_are_read_alike_in_every_form(tmp_path: Path, kind: pa.DataType) -> None:
    names = [None if n % 5 == 0 else f"name {n % 7 if n < 3_000 else n}" for n in range(5_000)]
    skus = [f"A{n}" for n in range(5_000)]
    table = pa.table({"sku": skus, "name": pa.array(names, pa.string()).cast(kind), "price": range(5_000)})

    rows = _rows(_parquet(tmp_path, table, row_group_size=1_500, dictionary_pagesize_limit=4_000))

    assert [row.values.get("name") for row in rows] == names
    assert [row.line for row in rows] == list(range(2, 5_002))


@pytest.mark.parametrize("is_written_once", [True, False])
@pytest.mark.parametrize("kind", TEXT_TYPES)
def test_a_small_file_cannot_ask_for_all_the_memory(tmp_path: Path, kind: pa.DataType, is_written_once: bool) -> None:
    texts = pa.array(["Bread", "a" * 2 * MOST_BYTES]).take(pa.array([0, *[1] * 200]))
    table = pa.table({"sku": [f"A{n}" for n in range(201)], "name": texts.cast(kind), "price": [1] * 201})
    path = _parquet(tmp_path, table, compression="zstd", use_dictionary=is_written_once)
    assert path.stat().st_size < MOST_BYTES

    with pytest.raises(ValueTooLarge) as refused:
        _rows(path)

    assert refused.value.details == {"column": "name", "most_kb": 64}


def test_parquet_damaged_on_the_way_is_refused_as_such(tmp_path: Path) -> None:
    table = pa.table({"sku": [f"A{n}" for n in range(9_000)], "name": ["Bread"] * 9_000, "price": [1] * 9_000})
    path = _parquet(tmp_path, table, use_dictionary=False, compression="zstd")
    content = path.read_bytes()
    path.write_bytes(content[:4] + b"\xff" * 400 + content[404:])

    with pytest.raises(ParquetBroken):
        _rows(path)


def test_parquet_with_text_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    ends, content = pa.py_buffer(b"\x00\x00\x00\x00\x02\x00\x00\x00"), pa.py_buffer(b"\x82\xa0")
    names = pa.Array.from_buffers(pa.string(), 1, [None, ends, content])

    with pytest.raises(ParquetBroken):
        _rows(_parquet(tmp_path, pa.table({"sku": ["A1"], "name": names, "price": [1]})))
