"""`python -m noren.run.tests.join HOME`: a command that uses the embedded database until a line comes in."""

import signal
import sys
from pathlib import Path

from ..embedded import embedded
from ..home import Home

if __name__ == "__main__":
    # As in a terminal: a shell without job control starts what runs in the background with Ctrl+C ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with embedded(Home(Path(sys.argv[1])), durable=False):
        print("joined", flush=True)
        sys.stdin.readline()
    print("left", flush=True)
