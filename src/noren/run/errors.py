"""What can keep a command from starting. The message says what is wrong and how to mend it, for the operator."""


class CannotStart(Exception):
    """A command cannot do its work; the command line prints the message and ends with status 2."""


class HomeUnusable(CannotStart):
    """NOREN_HOME, or a folder in it, cannot be created, written or trusted."""


class BinariesMissing(CannotStart):
    """The package with PostgreSQL's binaries is not installed, or has another major version."""


class DataOfOtherVersion(CannotStart):
    """The data folder was written by another major version of PostgreSQL."""


class NoServerUser(CannotStart):
    """Started as root, and there is no unprivileged account for the database to run as."""


class DatabaseNotStarted(CannotStart):
    """The embedded server did not answer in time; the message ends with the last lines of its log."""


class PortUnusable(CannotStart):
    """Another program listens on the port that the web was to use, or we may not listen there."""
