"""`noren bridge` in the terminal: set up, paired, looked at, tried, and run until it is told to stop."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from PIL import Image

from noren.bridge.commands import main
from noren.bridge.config import read_config
from noren.bridge.errors import BridgeError
from noren.bridge.reading import read_job
from noren.bridge.rendering import render_job
from noren.bridge.tests.printers import NO_PAPER, fake_printer
from noren.bridge.tests.wanted import job
from noren.orders.tests.printer import Printer


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bridge's folder, which is not there yet."""
    monkeypatch.setenv("NOREN_BRIDGE_HOME", str(tmp_path / "bridge"))
    return tmp_path / "bridge"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


def set_up(address: str, *more: str) -> int:
    """Write bridge.toml for one printer; answer its port."""
    port = free_port()
    words = ["init", "--till", "https://shop.example/till/", "--printer", f"counter={address}"]
    assert main([*words, "--bridge-port", str(port), *more]) == 0
    return port


def test_it_is_set_up_once_and_read_back(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port = set_up("tcp://192.0.2.1", "--paper", "58", "--printer", "レジ横=/dev/usb/lp0")

    config = read_config(home)

    assert (config.till, config.port) == ("https://shop.example", port)
    counter, beside = config.printers.values()
    assert (counter.address.port, counter.paper_mm, counter.answers) == (9100, 58, True)
    assert (beside.name, beside.address.kind, beside.answers) == ("レジ横", "device", False)
    assert main(["init", "--till", "https://other.example", "--printer", "a=tcp://192.0.2.2"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert read_config(home) == config


@pytest.mark.parametrize(
    ("printer", "till"),
    [
        ("counter=lpt1", "https://shop.example"),
        ("counter=tcp://", "https://shop.example"),
        ("counter=serial:/dev/ttyS0?baud=12", "https://shop.example"),
        ('counter=file:/tmp/"x', "https://shop.example"),
        ("=tcp://192.0.2.1", "https://shop.example"),
        ('a"b=tcp://192.0.2.1', "https://shop.example"),
        ("counter=tcp://192.0.2.1", "shop.example"),
        ("counter=tcp://192.0.2.1", "file:///etc"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    home: Path, capsys: pytest.CaptureFixture[str], printer: str, till: str
) -> None:
    assert main(["init", "--till", till, "--printer", printer]) == 2

    assert capsys.readouterr().err.startswith("noren bridge: ")
    assert not home.exists()


@pytest.mark.parametrize(
    "text",
    [
        "till = 5",
        'till = "https://shop.example"',
        'till = "https://shop.example"\nport = 0\n[printers.a]\naddress = "tcp://h"',
        'till = "https://shop.example"\n[printers.a]\naddress = "tcp://h"\npaper_mm = 72',
        'till = "https://shop.example"\n[printers.a]\naddress = "tcp://h"\ncolour = "red"',
        'till = "https://shop.example"\nprinter = 1',
        "till = ",
    ],
)
def test_a_file_that_says_nonsense_is_told_where(home: Path, text: str) -> None:
    home.mkdir()
    (home / "bridge.toml").write_text(text)

    with pytest.raises(BridgeError):
        read_config(home)


def test_without_a_set_up_every_command_says_how_to_begin(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("run", "pair", "test-print", "forget"):
        assert main([command]) == 2
    assert "noren bridge init" in capsys.readouterr().err
    assert main(["doctor"]) == 1
    assert not home.exists()


def test_a_test_page_is_printed_without_the_bridge_running(home: Path, tmp_path: Path) -> None:
    set_up(f"file:{tmp_path / 'out'}")

    assert main(["test-print", "counter"]) == 0

    printed = Printer().take((tmp_path / "out").read_bytes())
    assert "ひらがな カタカナ 漢字 ﾊﾝｶｸ ABC abc 0123456789" in printed.text()
    assert (printed.cuts, printed.kicks) == (1, 0)
    assert main(["test-print", "cellar"]) == 2


def test_the_doctor_says_what_is_amiss_and_how_to_mend_it(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with fake_printer(state=dict(NO_PAPER)) as printer:
        set_up(printer.address)
        capsys.readouterr()

        assert main(["doctor"]) == 1

        said = capsys.readouterr().out
    assert re.search(r"PROBLEM +printer counter: tcp.*: paper_out", said)
    assert "`noren bridge run` starts it." in said
    assert "`noren bridge pair` shows a code" in said
    assert main(["doctor"]) == 1
    assert "no_link" in capsys.readouterr().out


def test_a_logo_stands_above_a_receipt_and_not_above_a_test_page(home: Path, tmp_path: Path) -> None:
    set_up(f"file:{tmp_path / 'out'}")
    Image.new("L", (80, 16), 0).save(home / "logo.png")
    with (home / "bridge.toml").open("a") as file:
        file.write('logo = "logo.png"\n')
    printer = read_config(home).printers["counter"]
    assert printer.logo is not None

    receipt = render_job(read_job(job()), printer).content
    sheet = render_job(read_job(job({"kind": "sheet", "blocks": [{"kind": "rule"}]})), printer).content

    assert b"\x1dv0\x00\x0a\x00\x10\x00" + b"\xff" * 160 in receipt
    assert b"\x1dv0" not in sheet


def test_it_starts_within_a_second_prints_and_ends_when_told(home: Path, tmp_path: Path) -> None:
    port = set_up(f"file:{tmp_path / 'out'}")
    running = subprocess.Popen(
        [sys.executable, "-m", "noren.bridge", "run"], stdout=subprocess.PIPE, text=True, env={**os.environ}
    )
    try:
        assert running.stdout is not None
        assert "listens on" in running.stdout.readline()
        # Of the processor, as others may be busy on this machine.
        spent = psutil.Process(running.pid).cpu_times()
        code = re.sub(r"\D", "", running.stdout.readline())
        token = ask(port, "/pair", {"code": code})["token"]
        assert ask(port, "/jobs", job(), token)["state"] == "printed"
        # A second one of the same folder would mix its jobs with this one's.
        assert main(["run"]) == 2
        assert main(["test-print"]) == 0

        running.send_signal(signal.SIGTERM)

        assert running.wait(15) == 0
    finally:
        running.kill()
        running.wait()
    assert spent.user + spent.system < 1
    assert Printer().take((tmp_path / "out").read_bytes()).cuts == 2


def ask(port: int, path: str, body: object, token: str = "") -> dict[str, str]:
    """What the bridge answers to the till."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Origin": "https://shop.example", "Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    connection.request("POST", path, json.dumps(body), headers)
    answer = json.loads(connection.getresponse().read())
    connection.close()
    assert isinstance(answer, dict)
    return answer
