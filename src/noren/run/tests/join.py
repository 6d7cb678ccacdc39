"""`python -m noren.run.tests.join HOME`: a command that uses the embedded database until a line comes in."""

import sys
from pathlib import Path

from ..embedded import embedded
from ..home import Home

if __name__ == "__main__":
    with embedded(Home(Path(sys.argv[1])), durable=False):
        print("joined", flush=True)
        sys.stdin.readline()
    print("left", flush=True)
