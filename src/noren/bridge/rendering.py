"""A wanted job as the bytes of its printer."""

from noren.bridge.config import PrinterConfig
from noren.bridge.logo import logo_bytes
from noren.bridge.queue import Job
from noren.bridge.reading import WantedJob
from noren.bridge.sheet import render_sheet
from noren.orders.slips.escpos import render_escpos
from noren.orders.slips.shape import Slip


def render_job(wanted: WantedJob, printer: PrinterConfig) -> Job:
    """The job for the queue. Nothing the till sent reaches the printer but as text, a QR code or a barcode."""
    content = b""
    if isinstance(wanted.document, Slip):
        logo = logo_bytes(printer.logo, printer.paper_mm) if printer.logo else b""
        content = logo + render_escpos(wanted.document, paper_mm=printer.paper_mm)
    elif wanted.document:
        content = render_sheet(wanted.document, paper_mm=printer.paper_mm)
    return Job(
        id=str(wanted.id),
        printer=printer.name,
        content=content,
        opens_drawer=wanted.opens_drawer,
        reason=wanted.reason.strip(),
    )
