"""A test print: through the same queue and the same bytes as a receipt, whether the bridge runs or not."""

import socket
import time
import uuid
from collections.abc import Callable
from dataclasses import replace

from noren.bridge.bridge import Bridge
from noren.bridge.config import Config, PrinterConfig
from noren.bridge.errors import BridgeError, Refused
from noren.bridge.queue import Job
from noren.bridge.reading import WantedJob
from noren.bridge.rendering import render_job
from noren.bridge.server import HOST
from noren.bridge.sheet import Block

_PATIENCE_S = 20.0


def page_of(printer: PrinterConfig) -> tuple[Block, ...]:
    """What shows whether a printer is set up right: both scripts, the whole width, a barcode and a QR code."""
    return (
        Block("title", "テスト印刷"),
        Block("center", "Noren test print"),
        Block("rule"),
        Block("row", "プリンター", printer.name),
        Block("row", "用紙", f"{printer.paper_mm} mm"),
        Block("words", "ひらがな カタカナ 漢字 ﾊﾝｶｸ ABC abc 0123456789"),
        Block("words", "髙島屋 ① ㈱ ※ 〒 ～ － ¥"),
        Block("total", "合計", "¥1,234"),
        Block("barcode", "0123456789"),
        Block("qr", "https://example.com/"),
        Block("center", "漢字が読め、上の線が一行なら正常です。"),
    )


def print_test(config: Config, name: str, *, say: Callable[[str], None]) -> Job:
    """Print a test page, and answer its job as it stands after 20 s at most; one that waits then is called off.

    Raises:
        BridgeError: no printer has this name.
    """
    printer = config.printers.get(name)
    if printer is None:
        raise BridgeError(f"no printer is called {name}; there are: {', '.join(config.printers)}")
    bridge = Bridge(config, say=say)
    wanted = WantedJob(uuid.uuid4(), name, page_of(printer), opens_drawer=False, reason="")
    try:
        job = bridge.queue.take(render_job(wanted, printer))
    except Refused as error:
        raise BridgeError(str(error)) from None
    if _is_running(config.port):
        return _wait(bridge, job.id)
    bridge.start()
    try:
        return _wait(bridge, job.id)
    finally:
        bridge.stop()


def _is_running(port: int) -> bool:
    """A bridge that listens prints what it finds in the queue; two would mix their jobs."""
    with socket.socket() as asking:
        asking.settimeout(1)
        return asking.connect_ex((HOST, port)) == 0


def _wait(bridge: Bridge, job_id: str) -> Job:
    ends = time.monotonic() + _PATIENCE_S
    while (job := bridge.watch(job_id)).state in {"waiting", "printing"} and time.monotonic() < ends:
        if job.why:
            time.sleep(0.5)
    if job.state == "waiting":
        return replace(bridge.queue.call_off(job_id), why=job.why)
    return job
