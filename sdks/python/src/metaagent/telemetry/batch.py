"""Records on their way: each is the span of one number, encoded."""

from dataclasses import dataclass
from typing import Protocol

MAX_BATCH_BYTES = 1024 * 1024
MAX_BATCH_RECORDS = 512


@dataclass(frozen=True, slots=True)
class Record:
    """`number` grows by one for each span of an instance."""

    number: int
    payload: bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """Records of one instance, with consecutive numbers; `dropped` of it, since its start."""

    instance: str
    records: tuple[Record, ...]
    dropped: int

    def halves(self) -> tuple["Batch", "Batch"]:
        middle = len(self.records) // 2
        return (
            Batch(self.instance, self.records[:middle], self.dropped),
            Batch(self.instance, self.records[middle:], self.dropped),
        )


class Log(Protocol):
    """Keeps records until they are answered; appended to by one thread, sent by another."""

    def append(self, records: list[Record]) -> list[Record]:
        """Keeps them, as safe as the log can when it returns; those that it could not keep."""

    def take(self) -> Batch | None:
        """The oldest records, which stay kept until they are done. None: there are none."""

    def done(self, batch: Batch) -> None:
        """What `take` gave needs no longer be kept."""

    def set_aside(self, batch: Batch) -> None:
        """The server refused a record for good."""

    def is_empty(self) -> bool:
        """Whether everything was done."""

    def is_full(self, more: int) -> bool:
        """Whether so many more bytes exceed what may be kept."""

    def drop_oldest(self) -> int:
        """Forgets the oldest records; how many."""

    def note_dropped(self, count: int) -> None:
        """Records that were dropped before they were appended."""

    def close(self) -> None:
        """Lets go of files."""


def consecutive(records: list[Record]) -> list[list[Record]]:
    """Runs of records whose numbers have no gap between them."""
    runs: list[list[Record]] = []
    for record in records:
        if runs and runs[-1][-1].number + 1 == record.number:
            runs[-1].append(record)
        else:
            runs.append([record])
    return runs
