"""Records in memory: lost when the process ends."""

import threading
from collections import deque

from .batch import MAX_BATCH_BYTES, MAX_BATCH_RECORDS, Batch, Record


class MemoryLog:
    """Safe to use from several threads."""

    def __init__(self, instance: str, capacity: int):
        self._instance = instance
        self._capacity = capacity
        self._dropped = 0
        self._records: deque[Record] = deque()
        self._bytes = 0
        self._lock = threading.Lock()

    def append(self, records: list[Record]) -> list[Record]:
        with self._lock:
            self._records.extend(records)
            self._bytes += sum(len(record.payload) for record in records)
        return []

    def take(self) -> Batch | None:
        with self._lock:
            taken: list[Record] = []
            size = 0
            for record in self._records:
                size += len(record.payload)
                gap = taken and taken[-1].number + 1 != record.number
                if taken and (gap or size > MAX_BATCH_BYTES or len(taken) == MAX_BATCH_RECORDS):
                    break
                taken.append(record)
        return Batch(self._instance, tuple(taken), self._dropped) if taken else None

    def done(self, batch: Batch) -> None:
        last = batch.records[-1].number
        with self._lock:
            while self._records and self._records[0].number <= last:
                self._bytes -= len(self._records.popleft().payload)

    def set_aside(self, batch: Batch) -> None:
        """Nothing is kept of it."""

    def is_empty(self) -> bool:
        return not self._records

    def is_full(self, more: int) -> bool:
        return self._bytes + more > self._capacity

    def drop_oldest(self) -> int:
        with self._lock:
            if not self._records:
                return 0
            self._bytes -= len(self._records.popleft().payload)
            self._dropped += 1
            return 1

    def note_dropped(self, count: int) -> None:
        self._dropped += count

    def close(self) -> None:
        """There is nothing to let go of."""
