"""The settings of the embedded server: safe first, then fast, within a small share of the machine."""

import os
import sys
from pathlib import Path

from .home import Home

MIB = 1024 * 1024
CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")


def settings_text(home: Home, *, durable: bool) -> str:
    """The text of postgresql.conf.

    Args:
        durable: False only for throw-away test databases: a power cut may then lose or spoil everything.
    """
    lines = [
        "# Written by Noren before each start; changes here are lost.",
        f"# Your own settings go into {home.own_settings}, which is read last.",
        *(f"{name} = {_quoted(value)}" for name, value in _settings(home).items()),
    ]
    if not durable:
        # Tests empty their tables again and again: what was learned of an empty one would mislead the planner.
        lines += ["fsync = off", "full_page_writes = off", "autovacuum_analyze_threshold = 2147483647"]
    if home.own_settings.exists():
        lines.append(f"include = {_quoted(str(home.own_settings))}")
    return "\n".join([*lines, ""])


def _settings(home: Home) -> dict[str, str]:
    memory = _memory_mib()
    return {
        # Only through the socket, and its folder is closed: no port to guard and no password to keep.
        "listen_addresses": "",
        "unix_socket_directories": f'"{home.socket_folder}"',
        "unix_socket_permissions": "0700",
        "port": "5432",
        "max_connections": "100",
        # What was answered "done" is on the disk.
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        # replica, not minimal: pg_basebackup and a standby must be possible without a restart.
        "wal_level": "replica",
        "max_wal_senders": "4",
        "max_logical_replication_workers": "0",
        "max_wal_size": "2GB",
        "min_wal_size": "256MB",
        "checkpoint_timeout": "15min",
        # An eighth of the machine, at most 1 GB: the shop shares it with other programs.
        "shared_buffers": f"{max(128, min(1024, memory // 8))}MB",
        "effective_cache_size": f"{max(256, memory // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{max(64, min(256, memory // 16))}MB",
        "dynamic_shared_memory_type": _shared_memory(),
        # Disks of today: a random read costs about what the next one costs.
        "random_page_cost": "1.1",
        # Our queries are short: compiling them cost more than running them.
        "jit": "off",
        "max_worker_processes": "8",
        "max_parallel_workers_per_gather": "2",
        "autovacuum_vacuum_scale_factor": "0.05",
        "autovacuum_analyze_scale_factor": "0.02",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "datestyle": "iso, ymd",
        "lc_messages": "C",
        "default_text_search_config": "pg_catalog.simple",
        # A refused row is answered to its caller; here it would only put shoppers' data into a file.
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
        "log_checkpoints": "off",
        "log_line_prefix": "%m [%p] ",
    }


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _memory_mib() -> int:
    """What this machine, or the container around us, may use."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = int(CONTAINER_LIMIT.read_text())
    except (OSError, ValueError):  # no container, or its limit is the word "max"
        limit = machine
    return min(machine, limit) // MIB


def _shared_memory() -> str:
    """Files in the data folder where /dev/shm is small: a container's 64 MB end a parallel report with an error."""
    if sys.platform != "linux":
        return "posix"
    try:
        room = os.statvfs("/dev/shm")  # noqa: S108 - only asked for its size
    except OSError:
        return "mmap"
    return "posix" if room.f_blocks * room.f_frsize >= 256 * MIB else "mmap"
