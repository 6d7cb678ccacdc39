"""`python -m noren.bridge`: the bridge where nothing else of Noren is installed."""

import sys

from noren.bridge.commands import main

sys.exit(main())
