"""Who may ask the bridge, and with what: everything else is refused and leaves nothing behind."""

import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from noren.bridge import pairing
from noren.bridge.bridge import Bridge
from noren.bridge.config import Config, read_printer
from noren.bridge.server import LARGEST, Door
from noren.bridge.tests.wanted import job, slip
from noren.orders.slips.strip import COLUMNS
from noren.orders.tests.printer import Printer

TILL = "https://shop.example"


@dataclass
class Till:
    """A page that asks the bridge."""

    bridge: Bridge
    port: int
    out: Path
    token: str = ""

    def ask(self, method: str, path: str, body: Any = None, **headers: str | None) -> tuple[int, dict[str, Any]]:
        """What the bridge answers. `Host`, `Origin` and others in place of the usual; None leaves one out."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        sent = {"Host": f"127.0.0.1:{self.port}", "Origin": TILL, "Content-Length": str(len(raw))}
        sent |= {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        for name, value in headers.items():
            sent.pop(name.replace("_", "-"), None)
            if value is not None:
                sent[name.replace("_", "-")] = value
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in sent.items():
            connection.putheader(name, value)
        connection.endheaders()
        if int(sent["Content-Length"]) == len(raw):
            connection.send(raw)
        answer = connection.getresponse()
        content = answer.read()
        self.headers = answer.headers
        connection.close()
        return answer.status, json.loads(content) if content else {}

    def print(self, document: Any, **changed: Any) -> Printer:
        """Print a document, and read what is on the paper."""
        before = self.out.read_bytes() if self.out.exists() else b""
        status, told = self.ask("POST", "/jobs", job(document, **changed))
        assert (status, told["state"]) == (200, "printed"), told
        return Printer().take(self.out.read_bytes()[len(before) :])

    def kept(self) -> int:
        """How many jobs there are."""
        with self.bridge.store.open() as db:
            return int(db.execute("SELECT count(*) FROM job").fetchone()[0])


@pytest.fixture
def till(tmp_path: Path) -> Generator[Till, None, None]:
    """A paired till, and a printer that is a file."""
    out = tmp_path / "out.escpos"
    printers = {
        name: read_printer(name, f"file:{out}", paper_mm=paper_mm)
        for name, paper_mm in (("counter", 80), ("small", 58))
    }
    bridge = Bridge(Config(tmp_path, TILL, 0, printers), say=print)
    with Door(bridge, port=0) as door:
        bridge.start()
        threading.Thread(target=door.serve_forever, args=[0.05], daemon=True).start()
        token = pairing.pair(bridge.store, pairing.new_code(bridge.store))
        yield Till(bridge, door.server_address[1], out, token)
        door.shutdown()
        bridge.stop()


def test_a_till_is_paired_by_a_code_once(till: Till) -> None:
    code = pairing.new_code(till.bridge.store)
    till.token = ""
    assert till.ask("GET", "/printers")[0] == 401

    status, told = till.ask("POST", "/pair", {"code": f"{code[:4]} {code[4:]}"}, Authorization=None)

    assert status == 200
    till.token = told["token"]
    assert till.ask("GET", "/printers") == (
        200,
        {
            "printers": [
                {"name": "counter", "paper_mm": 80, "waiting": 0, "why": ""},
                {"name": "small", "paper_mm": 58, "waiting": 0, "why": ""},
            ]
        },
    )
    assert till.ask("POST", "/pair", {"code": code})[1]["code"] == "code_wrong"
    assert told["token"].encode() not in (till.bridge.config.home / "bridge.sqlite3").read_bytes()


def test_a_code_is_not_found_by_trying_and_runs_out(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    code = pairing.new_code(till.bridge.store)
    wrong = f"{(int(code) + 1) % 10**8:08}"

    tries = [till.ask("POST", "/pair", {"code": wrong})[0] for _ in range(5)]

    assert tries == [403] * 5
    assert till.ask("POST", "/pair", {"code": code})[0] == 403
    late = pairing.new_code(till.bridge.store)
    now = time.time()
    monkeypatch.setattr("noren.bridge.pairing.time.time", lambda: now + pairing.CODE_VALID_S + 1)
    assert till.ask("POST", "/pair", {"code": late})[0] == 403
    assert pairing.count_tills(till.bridge.store) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": None},
        {"Origin": "http://shop.example"},
        {"Origin": "https://shop.example:8443"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:9180"},
        {"Host": None},
    ],
    ids=str,
)
@pytest.mark.parametrize(("method", "path"), [("POST", "/jobs"), ("POST", "/pair"), ("GET", "/printers")])
def test_another_page_or_another_name_is_refused(
    till: Till, method: str, path: str, headers: dict[str, str | None]
) -> None:
    code = pairing.new_code(till.bridge.store)
    body = {"/jobs": job(), "/pair": {"code": code}}.get(path)

    status, told = till.ask(method, path, body, **headers)

    assert (status, told["code"]) == (403, "origin_refused")
    assert till.headers["Access-Control-Allow-Origin"] == TILL
    assert till.kept() == 0
    assert pairing.pair(till.bridge.store, code)


def test_a_browser_is_told_that_the_page_of_the_till_may_ask_and_no_other(till: Till) -> None:
    asked = {"Access_Control_Request_Private_Network": "true", "Access_Control_Request_Method": "POST"}

    assert till.ask("OPTIONS", "/jobs", **asked)[0] == 204
    assert till.headers["Access-Control-Allow-Origin"] == TILL
    assert till.headers["Access-Control-Allow-Private-Network"] == "true"
    assert "Authorization" in till.headers["Access-Control-Allow-Headers"]

    assert till.ask("OPTIONS", "/jobs", Origin="https://evil.example", **asked)[0] == 403
    assert till.headers["Access-Control-Allow-Private-Network"] is None


@pytest.mark.parametrize("token", [None, "Bearer ", "Bearer wrong", "Basic eA=="])
def test_without_its_token_nobody_prints(till: Till, token: str | None) -> None:
    status, told = till.ask("POST", "/jobs", job(), Authorization=token)

    assert (status, told["code"]) == (401, "not_paired")
    assert till.kept() == 0


def test_a_token_is_worth_nothing_once_the_tills_are_forgotten(till: Till) -> None:
    assert pairing.forget_tills(till.bridge.store) == 1

    assert till.ask("POST", "/jobs", job())[0] == 401


def test_ten_megabytes_are_refused_before_they_are_read(till: Till) -> None:
    status, told = till.ask("POST", "/jobs", b"", Content_Length=str(10 * 1024 * 1024))

    assert (status, told["code"]) == (413, "too_large")
    assert till.ask("POST", "/jobs", b" " * (LARGEST + 1))[0] == 413
    assert till.kept() == 0


MALFORMED: dict[str, Any] = {
    "not JSON": b"{",
    "deep": b"[" * 100_000,
    "a list": [],
    "no printer": {key: value for key, value in job().items() if key != "printer"},
    "more than a job": {**job(), "raw": "G3A="},
    "an id that is none": job(id="1"),
    "a drawer that is a word": job(opens_drawer="yes"),
    "a drawer without a reason": job(None, opens_drawer=True),
    "nothing at all": job(None),
    "bytes": job({"kind": "raw", "bytes": "G3AAGfo="}),
    "a slip with more": job(slip(raw="x")),
    "a number for a text": job(slip(title=5)),
    "a long text": job(slip(title="豆" * 301)),
    "many goods": job(slip(goods=[{"name": "豆", "rows": []}] * 1_001)),
    "a link with a command": job(slip(link="https://shop.example/\x1bp\x00")),
    "a link that is not ASCII": job(slip(link="https://店.example/")),
    "an empty sheet": job({"kind": "sheet", "blocks": []}),
    "a block of an unknown kind": job({"kind": "sheet", "blocks": [{"kind": "image", "text": "x"}]}),
    "half a letter": job(slip(title="\ud800")),
    "half a letter as a reason": job(None, opens_drawer=True, reason="\udfff"),
    "a document of a kind that is none": job({"kind": ["slip"]}),
    "a kind that is none": job({"kind": "sheet", "blocks": [{"kind": ["row"], "text": "x"}]}),
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_job_is_refused(till: Till, body: Any) -> None:
    status, told = till.ask("POST", "/jobs", body)

    assert (status, told["code"]) == (422, "malformed")
    assert till.kept() == 0


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data", "application/x-www-form-urlencoded"])
def test_what_a_form_of_any_page_could_send_is_refused(till: Till, content_type: str) -> None:
    assert till.ask("POST", "/jobs", job(), Content_Type=content_type)[0] == 422
    assert till.kept() == 0


def test_an_unknown_printer_job_and_place_are_said_so(till: Till) -> None:
    assert till.ask("POST", "/jobs", job(printer="cellar"))[1]["code"] == "printer_unknown"
    assert till.ask("GET", "/jobs/0190b5b1-7d4e-7c3a-9a53-0242ac120002")[1]["code"] == "job_unknown"
    assert till.ask("GET", "/jobs/..%2f..%2fetc")[1]["code"] == "job_unknown"
    assert till.ask("POST", "/shell", {})[1]["code"] == "no_such_place"


def test_an_id_belongs_to_one_job(till: Till) -> None:
    first = job()
    assert till.ask("POST", "/jobs", first)[0] == 200

    status, told = till.ask("POST", "/jobs", {**first, "document": slip(title="別の")})

    assert (status, told["code"]) == (409, "id_taken")
    assert till.kept() == 1


COMMANDS = ("\x1bp\x00\x19\xfa", "\x1d(k\xff\xff", "\x10\x14\x01\x00\x01", "\x1dV\x00", "\x1b=\x00", "\n\x1b@", "\x1c.")


@pytest.mark.parametrize("printer", ["counter", "small"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_text_of_the_till_is_a_command(till: Till, command: str, printer: str) -> None:
    text = f"豆{command}豆"
    row = {"name": text, "value": text}
    hostile = slip(
        number=text, title=text, issuer=text, recipient=text, link_words=text,
        marks=[{"words": text, "detail": text}], issuer_details=[text], facts=[row],
        goods=[{"name": text, "rows": [row]}], sums=[row], total=row, statement=[text], taxes=[row], tenders=[row],
        points=[row], notes=[text],
    )  # fmt: skip
    kinds = ("words", "bold", "center", "title", "barcode")
    sheet = {"kind": "sheet", "blocks": [{"kind": kind, "text": text} for kind in kinds] + [{"kind": "total", **row}]}

    printed = [till.print(document, printer=printer) for document in (hostile, sheet)]

    columns = COLUMNS[{"counter": 80, "small": 58}[printer]]
    for each in printed:
        assert (each.kicks, each.cuts, each.barcode) == (0, 1, "")
        assert max(line.columns for line in each.lines) <= columns


def test_a_sheet_is_printed_as_it_is_laid_out(till: Till) -> None:
    blocks = [
        {"kind": "title", "text": "精算（Z）"},
        {"kind": "rule"},
        {"kind": "row", "name": "売上", "value": "¥12,345"},
        {"kind": "total", "name": "合計", "value": "¥12,345"},
        {"kind": "barcode", "text": "AB-12"},
        {"kind": "qr", "text": "AB12"},
    ]

    printed = till.print({"kind": "sheet", "blocks": blocks})

    assert [(line.text, line.columns) for line in printed.lines][:4] == [
        ("精算（Z）", 18),
        ("-" * 48, 48),
        (f"売上{' ' * 37}¥12,345", 48),
        (f"合計{' ' * 13}¥12,345", 48),
    ]
    assert (printed.barcode, printed.qr) == ("{BAB-12", "AB12")


def test_the_door_is_on_this_machine_alone(till: Till) -> None:
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}

    for address in {*others, "127.0.0.2"}:
        with socket.socket() as asking:
            asking.settimeout(2)
            assert asking.connect_ex((str(address), till.port)) != 0


def test_a_page_that_goes_away_or_dawdles_does_not_stop_the_others(till: Till) -> None:
    with socket.create_connection(("127.0.0.1", till.port)) as dawdling:
        dawdling.sendall(b"POST /jobs HTTP/1.1\r\nHost: ")
        socket.create_connection(("127.0.0.1", till.port)).close()

        assert till.print(slip()).cuts == 1


def test_the_bridge_needs_no_django() -> None:
    code = "import sys, noren.bridge.commands; print([name for name in sys.modules if name.startswith('django')])"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)

    assert said.stdout == "[]\n"
