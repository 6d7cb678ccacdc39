"""`python -m noren.run.tests.supervised SECONDS COMMAND…`: one small child for each COMMAND, stopped within SECONDS."""

import os
import sys
from functools import partial

from ..service import Service
from ..supervisor import say, supervise

if __name__ == "__main__":
    names = ("first", "second", "third")
    children = [
        Service(name, partial(os.execv, "/bin/sh", ["sh", "-c", script]), stop_within_s=float(sys.argv[1]), say=say)
        for name, script in zip(names, sys.argv[2:], strict=False)
    ]
    supervise(children)
    print("done", flush=True)
