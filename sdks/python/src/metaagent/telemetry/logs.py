"""Which log a client has."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..problems import Problems
from .batch import Log, Record
from .disk_log import DiskLog
from .fallback_log import FallbackLog
from .memory_log import MemoryLog

MEMORY_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LogSettings:
    """`folder` is that of durable telemetry, None: memory only. `when_full`: drop_oldest, block."""

    folder: Path | None
    capacity: int
    when_full: str
    block_seconds: float

    @property
    def durable(self) -> bool:
        return self.folder is not None


def open_log(settings: LogSettings, instance: str, problems: Problems) -> Log:
    """On disk where that is asked for and can be had, else in memory, which is a problem then."""
    memory = MemoryLog(instance, min(settings.capacity, MEMORY_BYTES))
    if settings.folder is None:
        return memory
    disk = DiskLog(settings.folder, instance, settings.capacity, problems)
    try:
        disk.open()
    except OSError as problem:
        problems.report("telemetryInMemory", f"telemetry is kept in memory only: {problem}")
        return memory
    return FallbackLog(disk, memory)


def make_room(
    log: Log, records: list[Record], settings: LogSettings, wait: Callable[[], bool]
) -> None:
    """Until these records fit: waits, or drops the oldest ones, which the log counts.

    `wait` pauses a moment for the sender and says whether to go on waiting.
    """
    more = sum(len(record.payload) for record in records)
    while log.is_full(more):
        if settings.when_full == "block":
            if not wait():
                return
        elif log.drop_oldest() == 0:
            return


def pieces(records: list[Record], most: int) -> list[list[Record]]:
    """Pieces of at most so many bytes, or of one record."""
    found: list[list[Record]] = []
    size = 0
    for record in records:
        size += len(record.payload)
        if found and size <= most:
            found[-1].append(record)
        else:
            found.append([record])
            size = len(record.payload)
    return found
