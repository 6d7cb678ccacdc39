"""Files and goods for the tests of imports."""

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from noren.catalog.models import Category, Product, Variant
from noren.connect.models import Import
from noren.connect.receive import receive_file
from noren.connect.run import run_import
from noren.stores.models import Store

NOON = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)


class FakeUpload:
    """A file as a form brings it."""

    def __init__(self, content: bytes, name: str = "file.csv", size: int | None = None) -> None:
        self.name: str | None = name
        self.size: int | None = len(content) if size is None else size
        self._content = content
        self.was_read = False

    def chunks(self) -> Iterable[bytes]:
        """Its content."""
        self.was_read = True
        file = BytesIO(self._content)
        yield from iter(lambda: file.read(7), b"")


def write(folder: Path, text: str, encoding: str = "utf-8", name: str = "file.csv") -> Path:
    """A text file of these lines."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def run(kind: str, path: Path, *, is_dry_run: bool = False) -> Import:
    """Import a file to its end."""
    uid = receive_file(kind=kind, path=path, is_dry_run=is_dry_run, at=NOON)
    run_import(uid)
    return Import.objects.get(uid=uid)


def bad(batch: Import) -> list[tuple[int, str, str, str]]:
    """Line, column, value and cause of everything bad."""
    return [(each.line, each.column, each.value, each.code) for each in batch.errors.all()]


def make_goods() -> None:
    """A store and two variants."""
    category = Category.objects.create(code="food", name="食品")
    for code, name, tax in (("BREAD", "食パン", "reduced"), ("SOAP", "石けん", "standard")):
        product = Product.objects.create(code=code, name=name, category=category, tax_class=tax)
        Variant.objects.create(product=product, sku=code, price_minor=150)
    Store.objects.create(code="S1", name="青葉通り店")
