"""`noren bridge`: set it up, run it, pair a till, look at it, try it. Also `python -m noren.bridge`."""

import argparse
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from noren.bridge import pairing
from noren.bridge.bridge import Bridge
from noren.bridge.config import (
    DEFAULT_PORT,
    FILE,
    Config,
    PrinterConfig,
    find_home,
    read_config,
    read_origin,
    read_printer,
    write_config,
)
from noren.bridge.doctor import look
from noren.bridge.errors import BridgeError
from noren.bridge.server import HOST, Door
from noren.bridge.store import Store
from noren.bridge.trying import print_test

EXAMPLES = """\
  noren bridge init --till https://shop.example --printer counter=tcp://192.168.0.50
  noren bridge init --till https://shop.example --printer counter=/dev/usb/lp0 --paper 58
  noren bridge run                       print what the till gives, until Ctrl-C
  noren bridge pair                      a code to type at the till, once
  noren bridge doctor                    what is set up, and how the printers are
  noren bridge test-print counter        a page with Japanese, a barcode and a QR code
  noren bridge forget                    no till is paired any more

Its folder is NOREN_BRIDGE_HOME, else .noren-bridge of the user; bridge.toml in it may be edited.
"""


def main(words: Sequence[str] | None = None) -> int:
    """Do one command; the status is 0, 1 for something amiss, 2 when it could not start."""
    arguments = _parser().parse_args(words)
    try:
        return int(arguments.run(arguments))
    except BridgeError as error:
        print(f"noren bridge: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="noren bridge",
        description="Prints receipts on a real printer beside the till, with a network or without.",
        epilog=f"examples:\n{EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    init = commands.add_parser("init", help="write bridge.toml")
    init.add_argument("--till", required=True, help="the address of the till, such as https://shop.example")
    init.add_argument(
        "--printer",
        required=True,
        action="append",
        metavar="NAME=ADDRESS",
        help="tcp://HOST:9100, /dev/usb/lp0, serial:/dev/ttyUSB0?baud=19200 or file:/PATH; several are possible",
    )
    init.add_argument("--paper", type=int, choices=(58, 80), default=80, help="width of the paper in mm (80)")
    init.add_argument("--bridge-port", type=int, default=DEFAULT_PORT, help=f"port on this computer ({DEFAULT_PORT})")
    init.set_defaults(run=_init)
    commands.add_parser("run", help="print what the till gives").set_defaults(run=_run)
    commands.add_parser("pair", help="show a code to type at the till").set_defaults(run=_pair)
    commands.add_parser("forget", help="no till is paired any more").set_defaults(run=_forget)
    commands.add_parser("doctor", help="what is set up, and how the printers are").set_defaults(run=_doctor)
    trying = commands.add_parser("test-print", help="print a page to look at")
    trying.add_argument("name", nargs="?", help="the printer; the first one if none is named")
    trying.set_defaults(run=_test_print)
    return parser


def _init(arguments: argparse.Namespace) -> int:
    if not 1 <= arguments.bridge_port <= 65_535:
        raise BridgeError("a port is a number from 1 to 65535")
    printers = [_printer(told, paper_mm=arguments.paper) for told in arguments.printer]
    home = find_home()
    config = Config(home, read_origin(arguments.till), arguments.bridge_port, {each.name: each for each in printers})
    write_config(config)
    print(f"{home / FILE} is written. Next: noren bridge test-print, noren bridge run, noren bridge pair")
    return 0


def _printer(told: str, *, paper_mm: int) -> PrinterConfig:
    name, _, address = told.partition("=")
    return read_printer(name, address, paper_mm=paper_mm)


def _run(_arguments: argparse.Namespace) -> int:
    bridge = Bridge(read_config(find_home()), say=_say)
    # The port first: of two bridges of one folder only one may print.
    with Door(bridge, port=bridge.config.port) as door:
        unsure = bridge.start()
        _say(f"listens on http://{HOST}:{bridge.config.port} for {bridge.config.till}")
        if unsure:
            _say(f"{unsure} jobs were being printed when the bridge was stopped; the till prints them again if need be")
        if not pairing.count_tills(bridge.store):
            _say(f"pairing code for the till: {_spaced(pairing.new_code(bridge.store))}")
        signal.signal(signal.SIGTERM, _leave)
        try:
            door.serve_forever()
        except KeyboardInterrupt:
            pass
        finally:
            bridge.stop()
    _say("stopped")
    return 0


def _pair(_arguments: argparse.Namespace) -> int:
    config = read_config(find_home())
    code = pairing.new_code(Store(config.home))
    minutes = pairing.CODE_VALID_S // 60
    print(f"Type this at the till, under Settings, Printer, within {minutes} minutes:\n\n    {_spaced(code)}\n")
    print(f"The till finds the bridge on port {config.port} of this computer.")
    return 0


def _forget(_arguments: argparse.Namespace) -> int:
    print(f"tills forgotten: {pairing.forget_tills(Store(read_config(find_home()).home))}")
    return 0


def _doctor(_arguments: argparse.Namespace) -> int:
    findings = look(find_home())
    for finding in findings:
        print(finding.line())
    problems = sum(not finding.is_well for finding in findings)
    print(f"\nproblems: {problems}")
    return 1 if problems else 0


def _test_print(arguments: argparse.Namespace) -> int:
    config = read_config(find_home())
    name = arguments.name or next(iter(config.printers))
    job = print_test(config, name, say=_say)
    print(f"{name}: {job.state}{f', {job.why}' if job.why else ''}")
    return 0 if job.state == "printed" else 1


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    """SIGTERM ends as Ctrl-C does: after what is being printed."""
    raise KeyboardInterrupt


def _say(words: str) -> None:
    print(f"bridge  {words}", flush=True)


def _spaced(code: str) -> str:
    return f"{code[:4]} {code[4:]}"


if __name__ == "__main__":
    sys.exit(main())
