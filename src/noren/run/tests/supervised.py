"""`python -m noren.run.tests.supervised COMMAND…`: a supervisor of one small child for each COMMAND."""

import os
import sys
from functools import partial

from ..service import Service
from ..supervisor import say, supervise

if __name__ == "__main__":
    names = ("first", "second", "third")
    children = [
        Service(name, partial(os.execv, "/bin/sh", ["sh", "-c", script]), stop_within_s=1, say=say)
        for name, script in zip(names, sys.argv[1:], strict=False)
    ]
    supervise(children)
    print("done", flush=True)
