"""One module per command: `add_to` gives it its words on the command line, `run` does it and answers the status.

The modules are imported before Django is set up. So what needs models is imported inside `run`, the one place where
that is right: after `opened()` has set Django up.
"""
