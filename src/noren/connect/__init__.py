"""Connect: files in from other systems, and the demo's sample data.

Words: an *import* is a file read once: *staged*, *checked* whole, *published*, *finished*; a *dry run* stops after
the check. Tables: `connect_import`, `connect_badvalue`, and a staging table per import while it runs.
Invariants: nothing of a file with a bad row is published; a second run of the same file changes nothing; an import
that was killed goes on where it stopped.
"""
