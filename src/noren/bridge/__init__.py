"""The print bridge: a small program beside the till that prints what the till's page gives it.

What it owns
- NOREN_BRIDGE_HOME: a folder on the shop's computer with `bridge.toml` (`config`) and `bridge.sqlite3`, which holds the
  queue of jobs, the tills that are paired, and the code of a pairing (`store`).
- The printers: one thread each, which alone speaks to its printer (`worker`), over a network, a device, a serial
  port or a file (`links`).

Words: a *job* is a document for one printer, or its drawer; a *document* is a slip or a *sheet* of blocks; a printer
that *answers* tells how it is.
Invariants: a job of one id is printed at most once; a job that was taken is on disk before the till hears so, and stays
until it is printed, called off or told to be unsure; nothing of the till's texts reaches a printer as a command; only
the one origin that was set up may ask, and only with the token of its pairing.

It runs where there is no database, no network and no Noren server: nothing here needs more than Python, Pillow for a
logo excepted.
"""
