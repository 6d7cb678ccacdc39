"""The processes: command line, supervisor, embedded database, doctor and audit.

What it owns
- NOREN_HOME: the folder of the embedded database, uploads, logs and the secret key (`home`).
- The life of the embedded PostgreSQL (`database`, `embedded`, `keeper`, `cluster`).
- `noren serve`: database, web and worker under one supervisor, which has the application loaded and forks them, so
  that what died answers again within a second (`supervisor`, `service`, `children`).
- The worker's loop, which calls the steps of the other rooms (`worker`).

Invariants
- Every command that uses the embedded database holds a shared lock on `run/in-use.lock`. Only the keeper, the
  parent of the postmaster, stops the server, and only when it got that lock for itself.
- At most one keeper per home, because it holds `run/keeper.lock` alone for its whole life.
- "The database is alive" means that `SELECT 1` answered. No decision rests on a process id read from a file.
- Nobody is left behind by a kill: web and worker end with their supervisor, the postmaster with the keeper, and the
  keeper shuts it down once the last lock of a command is gone.

Nothing here knows a rule of the trade, and no other room imports from here.
"""
