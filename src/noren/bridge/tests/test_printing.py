"""What comes out of a printer: all of it once, whatever the printer does meanwhile."""

import os
import sqlite3
import threading
import time
import tty
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from noren.bridge.bridge import Bridge
from noren.bridge.config import Config, read_printer
from noren.bridge.errors import JobUnknown, NotReady
from noren.bridge.links import Address, Link, open_link, read_address
from noren.bridge.printing import Patience
from noren.bridge.queue import DRAWER_S, KEPT_S, Job, Queue
from noren.bridge.reading import read_job
from noren.bridge.store import Store
from noren.bridge.tests.printers import NO_PAPER, OPEN, WELL, fake_printer
from noren.bridge.tests.wanted import job, slip
from noren.orders.tests.printer import Printer

SOON = Patience(slice_s=0.1, whole_s=20)
Start = Callable[..., Bridge]


@pytest.fixture
def start(tmp_path: Path) -> Generator[Start, None, None]:
    """Starts a bridge for printers by name; all of them print what they are given until the test ends."""
    running: list[Bridge] = []

    def make(*, patience: Patience = SOON, **addresses: str) -> Bridge:
        printers = {name: read_printer(name, address) for name, address in addresses.items()}
        bridge = Bridge(Config(tmp_path, "https://shop.example", 0, printers), say=print, patience=patience)
        bridge.start()
        running.append(bridge)
        return bridge

    yield make
    for bridge in running:
        bridge.stop()


def ended(bridge: Bridge, job_id: str, *, within_s: float = 20) -> Job:
    """The job once it is over."""
    ends = time.monotonic() + within_s
    while (found := bridge.queue.get(job_id)).state in {"waiting", "printing"}:
        assert time.monotonic() < ends, found
        time.sleep(0.02)
    return found


def told(bridge: Bridge, job_id: str, why: str, *, within_s: float = 20) -> None:
    """Wait until the bridge says what is in the way of a job."""
    ends = time.monotonic() + within_s
    while bridge.queue.get(job_id).why != why:
        assert time.monotonic() < ends, bridge.queue.get(job_id)
        time.sleep(0.02)


def test_a_receipt_is_printed_with_its_total_at_the_right_edge_and_its_codes(start: Start) -> None:
    with fake_printer() as printer:
        bridge = start(counter=printer.address)

        done = bridge.take(read_job(job()))

        assert ended(bridge, done.id).state == "printed"
    printed = Printer().take(printer.jobs[0])
    total = next(line for line in printed.lines if line.text.startswith("合計"))
    assert (total.text.endswith("¥980"), total.columns) == (True, 48)
    assert (printed.barcode, printed.qr) == ("{B7K2M9PQX4A", "https://shop.example/r/Zk3v0bq1Xy9aLw2cD4eF6gH8/")
    assert (printed.cuts, printed.kicks) == (1, 0)


def test_a_job_that_is_sent_again_is_printed_once(start: Start) -> None:
    with fake_printer() as printer:
        bridge = start(counter=printer.address)
        wanted = read_job(job())

        states = [ended(bridge, bridge.take(wanted).id).state for _ in range(3)]

    assert states == ["printed"] * 3
    assert len(printer.jobs) == 1


@pytest.mark.parametrize(("state", "why"), [(NO_PAPER, "paper_out"), (OPEN, "cover_open")])
def test_a_printer_that_is_not_ready_gets_nothing_until_it_is(start: Start, state: dict[int, int], why: str) -> None:
    with fake_printer(state=state) as printer:
        bridge = start(counter=printer.address)

        waiting = bridge.take(read_job(job()))

        assert (waiting.state, waiting.why) == ("waiting", why)
        assert printer.jobs == []
        printer.state = dict(WELL)
        assert ended(bridge, waiting.id).state == "printed"
    assert len(printer.jobs) == 1


def test_paper_that_ends_within_a_receipt_is_told_and_the_receipt_goes_on_with_the_next_roll(start: Start) -> None:
    with fake_printer(stops_after=100) as printer:
        bridge = start(counter=printer.address)
        begun = bridge.take(read_job(job()))

        assert printer.got_stuck.wait(10)
        told(bridge, begun.id, "paper_out")
        assert bridge.queue.get(begun.id).state == "printing"
        printer.refill()

        assert ended(bridge, begun.id).state == "printed"
    assert len(printer.jobs) == 1
    assert Printer().take(printer.jobs[0]).cuts == 1


def test_a_printer_that_loses_its_power_half_way_leaves_the_job_unsure_and_is_not_sent_it_again(start: Start) -> None:
    with fake_printer(dies_after=200) as printer:
        bridge = start(counter=printer.address)
        first, second = bridge.take(read_job(job())), read_job(job())
        assert ended(bridge, first.id).state == "unsure"
        printer.dies_after = None

        assert ended(bridge, bridge.take(second).id).state == "printed"

        assert bridge.queue.get(first.id).state == "unsure"
    assert [len(each) == 200 for each in printer.jobs] == [True, False]


def test_a_slow_printer_is_waited_for(start: Start) -> None:
    with fake_printer(pause_s=0.15) as printer:
        bridge = start(counter=printer.address, patience=Patience(slice_s=0.2, whole_s=60))

        assert ended(bridge, bridge.take(read_job(job())).id, within_s=60).state == "printed"

    assert Printer().take(printer.jobs[0]).cuts == 1


def test_a_printer_that_says_nothing_and_one_that_is_not_there_leave_the_job_waiting(start: Start) -> None:
    with fake_printer() as gone:
        address = gone.address
    with fake_printer(is_mute=True) as mute:
        bridge = start(counter=mute.address, kitchen=address)

        jobs = [bridge.take(read_job(job(printer=name))).id for name in ("counter", "kitchen")]

        told(bridge, jobs[0], "no_answer")
        told(bridge, jobs[1], "no_link")
        assert [bridge.queue.get(each).state for each in jobs] == ["waiting", "waiting"]
    assert mute.jobs == []


def test_jobs_at_once_do_not_mix_and_keep_their_order(start: Start) -> None:
    numbers = [f"N{place:02}" for place in range(12)]
    with fake_printer() as printer:
        bridge = start(counter=printer.address)
        barrier = threading.Barrier(len(numbers))

        def send(number: str) -> None:
            barrier.wait()
            assert ended(bridge, bridge.take(read_job(job(slip(number=number)))).id).state == "printed"

        threads = [threading.Thread(target=send, args=[number]) for number in numbers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(Printer().take(each).barcode for each in printer.jobs) == [f"{{B{number}" for number in numbers]


def test_a_job_that_waits_outlasts_the_bridge_and_one_that_was_being_printed_is_unsure(tmp_path: Path) -> None:
    queue = Queue(Store(tmp_path))
    for name in ("begun", "waiting"):
        queue.take(Job(id=name, printer="counter", content=b"x", opens_drawer=False, reason=""))
    assert queue.begin("begun")

    again = Queue(Store(tmp_path))

    assert again.recover() == 1
    assert (again.get("begun").state, again.get("waiting").state) == ("unsure", "waiting")
    next_job = again.next_of("counter")
    assert next_job is not None
    assert next_job.id == "waiting"


def test_what_is_no_serial_port_is_a_printer_that_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "no_port"
    file.touch()

    with pytest.raises(NotReady), open_link(read_address(f"serial:{file}")):
        pass


def test_a_fault_of_one_job_is_told_and_the_printer_goes_on(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_printer() as printer:
        bridge = start(counter=printer.address)
        faults = [RuntimeError("no such thing")]
        monkeypatch.setattr("noren.bridge.worker.open_link", _broken_at_first(faults))

        done = ended(bridge, bridge.take(read_job(job())).id)

    assert (done.state, faults, len(printer.jobs)) == ("printed", [], 1)


def _broken_at_first(faults: list[RuntimeError]) -> Callable[[Address], AbstractContextManager[Link]]:
    def opened(address: Address) -> AbstractContextManager[Link]:
        if faults:
            raise faults.pop()
        return open_link(address)

    return opened


def test_a_job_that_ended_keeps_no_content_and_is_forgotten_after_a_week_without_a_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = Queue(Store(tmp_path))
    done = Job(id="done", printer="counter", content=b"a name", opens_drawer=False, reason="")
    queue.take(done)
    assert queue.begin("done")
    queue.end("done", "printed")
    assert (queue.get("done").content, queue.take(done).state) == (b"", "printed")

    in_a_week = time.time() + KEPT_S + 1
    monkeypatch.setattr("noren.bridge.queue.time.time", lambda: in_a_week)
    queue.take(Job(id="next", printer="counter", content=b"x", opens_drawer=False, reason=""))

    with pytest.raises(JobUnknown):
        queue.get("done")


def test_a_disk_that_is_full_stops_nothing_for_good(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_printer() as printer:
        bridge = start(counter=printer.address)
        begin, refusals = Queue.begin, [sqlite3.OperationalError("database or disk is full")]

        def refuse_once(queue: Queue, job_id: str) -> bool:
            if refusals:
                raise refusals.pop()
            return begin(queue, job_id)

        monkeypatch.setattr(Queue, "begin", refuse_once)

        assert ended(bridge, bridge.take(read_job(job())).id).state == "printed"
    assert (refusals, len(printer.jobs)) == ([], 1)


def test_a_job_that_is_called_off_is_not_printed(start: Start) -> None:
    with fake_printer(state=dict(NO_PAPER)) as printer:
        bridge = start(counter=printer.address)
        waiting = bridge.take(read_job(job()))

        assert bridge.queue.call_off(waiting.id).state == "called_off"

        printer.state = dict(WELL)
        assert ended(bridge, bridge.take(read_job(job(slip(number="NEXT")))).id).state == "printed"
    assert [Printer().take(each).barcode for each in printer.jobs] == ["{BNEXT"]


def test_the_drawer_opens_with_a_sale_and_by_itself_for_a_reason(start: Start) -> None:
    with fake_printer() as printer:
        bridge = start(counter=printer.address)

        for wanted in (job(opens_drawer=True), job(None, opens_drawer=True, reason="両替")):
            assert ended(bridge, bridge.take(read_job(wanted)).id).state == "printed"

    with_sale, alone = (Printer().take(each) for each in printer.jobs)
    assert (with_sale.kicks, with_sale.cuts) == (1, 1)
    assert (alone.kicks, alone.cuts, alone.lines) == (1, 0, [])


def test_a_drawer_does_not_open_long_after_it_was_wanted(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_printer(state=dict(NO_PAPER)) as printer:
        bridge = start(counter=printer.address)
        sale = bridge.take(read_job(job(opens_drawer=True)))
        alone = bridge.take(read_job(job(None, opens_drawer=True, reason="両替")))
        now = time.time()
        monkeypatch.setattr("noren.bridge.worker.time.time", lambda: now + DRAWER_S + 1)

        printer.state = dict(WELL)

        assert ended(bridge, sale.id).state == "printed"
        assert ended(bridge, alone.id).state == "called_off"
    assert [Printer().take(each).kicks for each in printer.jobs] == [0]


def test_a_file_and_a_serial_port_get_the_same_bytes(start: Start, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    bridge = start(file=f"file:{tmp_path / 'out'}", port=f"serial:{os.ttyname(theirs)}?baud=9600")
    got = bytearray()

    for name in ("file", "port"):
        done = bridge.take(read_job(job(printer=name)))
        assert ended(bridge, done.id).state == "printed"

    expected = (tmp_path / "out").read_bytes()
    while len(got) < len(expected):
        got += os.read(ours, 4096)
    os.close(ours)
    os.close(theirs)
    assert bytes(got) == expected
    assert Printer().take(expected).cuts == 1
