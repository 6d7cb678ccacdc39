"""Receipts as files: the bytes of a rendering in the active language, with the name and type that go with them."""

from dataclasses import dataclass

from noren.orders.links import receipt_url
from noren.orders.receipt_document import ReceiptDocument
from noren.orders.slips import escpos, pdf
from noren.orders.slips.pdf import Paper
from noren.orders.slips.slip import Medium, slip_of


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """A rendered receipt."""

    name: str
    media_type: str
    content: bytes

    @property
    def disposition(self) -> str:
        """The header that makes a browser keep it under its name, which is digits and letters."""
        return f'attachment; filename="{self.name}"'


def escpos_file(document: ReceiptDocument, *, paper_mm: int, opens_drawer: bool = False) -> ReceiptFile:
    """A receipt for a thermal printer of 58 or 80 mm; a plain one has the QR code of its electronic form."""
    link = "" if document.formal else receipt_url(document.token)
    slip = slip_of(document, medium=Medium.PAPER, link=link)
    content = escpos.render_escpos(slip, paper_mm=paper_mm, opens_drawer=opens_drawer)
    return ReceiptFile(f"{document.number}-{paper_mm}mm.escpos", escpos.MEDIA_TYPE, content)


def pdf_file(document: ReceiptDocument, *, paper: Paper) -> ReceiptFile:
    """The electronic receipt as a PDF."""
    slip = slip_of(document, medium=Medium.SCREEN)
    return ReceiptFile(f"{document.number}.pdf", pdf.MEDIA_TYPE, pdf.render_pdf(slip, paper=paper))
