"""A log on disk that goes on in memory while the disk fails."""

from dataclasses import replace
from time import monotonic

from .batch import Batch, Record
from .disk_log import DiskLog
from .memory_log import MemoryLog

DISK_PAUSE_SECONDS = 30.0
"""After a failure of the disk it is not tried for so long."""


class FallbackLog:
    """What is on disk is sent first: it is older."""

    def __init__(self, disk: DiskLog, memory: MemoryLog):
        self._disk = disk
        self._memory = memory
        self._source: DiskLog | MemoryLog = disk
        self._disk_due = 0.0

    def append(self, records: list[Record]) -> list[Record]:
        if monotonic() >= self._disk_due:
            records = self._disk.append(records)
            if records:
                self._disk_due = monotonic() + DISK_PAUSE_SECONDS
        return self._memory.append(records)

    def take(self) -> Batch | None:
        self._source = self._disk
        batch = self._disk.take()
        if batch is None:
            self._source = self._memory
            batch = self._memory.take()
        return None if batch is None else replace(batch, dropped=self._disk.dropped)

    def done(self, batch: Batch) -> None:
        self._source.done(batch)

    def set_aside(self, batch: Batch) -> None:
        self._disk.set_aside(batch)

    def is_empty(self) -> bool:
        return self._disk.is_empty() and self._memory.is_empty()

    def is_full(self, more: int) -> bool:
        return self._memory.is_full(more) or self._disk.is_full(more)

    def drop_oldest(self) -> int:
        if not self._memory.is_full(0):
            dropped = self._disk.drop_oldest()
            if dropped:
                return dropped
        dropped = self._memory.drop_oldest()
        self._disk.note_dropped(dropped)
        return dropped

    def note_dropped(self, count: int) -> None:
        self._disk.note_dropped(count)

    def close(self) -> None:
        self._disk.close()

    def forked(self) -> None:
        self._disk.forked()
