"""Records in segments on disk: what was appended survives the end of the process.

The folder of a process is named after its instance and locked while the process lives. Folders
of processes that ended are adopted: what they left is sent in their name.
"""

import shutil
import threading
from collections import deque
from pathlib import Path

from ..problems import Problems
from .batch import MAX_BATCH_BYTES, MAX_BATCH_RECORDS, Batch, Record, consecutive
from .frames import HEADER_BYTES
from .locks import FolderLock
from .segment import Segment, SegmentWriter, segments_of

ASIDE = "aside"
ASIDE_BYTES = 16 * 1024 * 1024


class DiskLog:
    """The log of one instance. Appended to by one thread, sent by another."""

    def __init__(self, folder: Path, instance: str, capacity: int, problems: Problems):
        self.folder = folder / instance
        self._instance = instance
        self._capacity = capacity
        self._problems = problems
        self._sealed: deque[Segment] = deque()
        self._writer: SegmentWriter | None = None
        self._taken: Segment | None = None
        self._dropped = 0
        self._lock = threading.RLock()
        self._folder_lock = FolderLock(self.folder)

    def open(self) -> bool:
        """Makes or adopts the folder; False where a living process has it. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self._folder_lock.acquire():
            return False
        self._sealed.extend(segments_of(self.folder))
        self._dropped = self._read_dropped()
        return True

    def append(self, records: list[Record]) -> list[Record]:
        kept = 0
        with self._lock:
            try:
                for part in _parts(records):
                    self._writer_for(part).append(part)
                    kept += len(part)
                self._problems.over("telemetryInMemory")
            except OSError as problem:
                self._problems.report(
                    "telemetryInMemory", f"telemetry is kept in memory only: {problem}"
                )
                self._seal()
        return records[kept:]

    def take(self) -> Batch | None:
        while True:
            with self._lock:
                if not self._sealed:
                    self._seal()
                if not self._sealed:
                    return None
                segment = self._taken = self._sealed[0]
            records = self._read(segment)
            if records:
                return Batch(self._instance, tuple(records), self._dropped)
            self._remove(segment)

    def done(self, batch: Batch) -> None:
        with self._lock:
            segment, self._taken = self._taken, None
        if segment is not None:
            self._remove(segment)

    def set_aside(self, batch: Batch) -> None:
        aside = self.folder.parent / ASIDE
        try:
            aside.mkdir(exist_ok=True, mode=0o700)
            if sum(path.stat().st_size for path in aside.iterdir()) > ASIDE_BYTES:
                return
            writer = SegmentWriter(aside, batch.records[0].number)
            writer.append(list(batch.records))
            writer.close()
            writer.segment.path.rename(aside / f"{batch.instance}-{writer.segment.path.name}")
        except OSError as problem:
            self._problems.report(
                "telemetryOnDisk", f"a refused record is not set aside: {problem}"
            )

    def is_empty(self) -> bool:
        with self._lock:
            return not self._sealed and self._writer is None

    def is_full(self, more: int) -> bool:
        with self._lock:
            active = self._writer.segment.bytes if self._writer is not None else 0
            kept = active + sum(segment.bytes for segment in self._sealed)
        return kept + more > self._capacity

    def drop_oldest(self) -> int:
        with self._lock:
            segment = next((s for s in self._sealed if s is not self._taken), None)
            if segment is None:
                self._seal()
                segment = next((s for s in self._sealed if s is not self._taken), None)
            if segment is None:
                return 0
        count = len(self._read(segment)) if segment.count is None else segment.count
        self._remove(segment)
        self._dropped += count
        self._write_dropped()
        return count

    @property
    def dropped(self) -> int:
        """Records that were dropped since the instance started."""
        return self._dropped

    def note_dropped(self, count: int) -> None:
        """Records that were dropped before they were appended."""
        self._dropped += count
        self._write_dropped()

    def close(self) -> None:
        with self._lock:
            self._seal()
            self._folder_lock.release()
            if not self._sealed:
                shutil.rmtree(self.folder, ignore_errors=True)

    def forked(self) -> None:
        """In the child of a fork: the files, and the lock, are the parent's."""
        self._folder_lock.release()

    def _writer_for(self, records: list[Record]) -> SegmentWriter:
        writer = self._writer
        if writer is not None:
            full = writer.segment.bytes + _size(records) > MAX_BATCH_BYTES
            many = writer.count + len(records) > MAX_BATCH_RECORDS
            if full or many or writer.next_number != records[0].number:
                self._seal()
        if self._writer is None:
            self._writer = SegmentWriter(self.folder, records[0].number)
        return self._writer

    def _seal(self) -> None:
        if self._writer is None:
            return
        self._writer.close()
        if self._writer.segment.count:
            self._sealed.append(self._writer.segment)
        else:
            self._writer.segment.path.unlink(missing_ok=True)
        self._writer = None

    def _read(self, segment: Segment) -> list[Record]:
        try:
            records, lost = segment.read()
        except OSError as problem:
            self._report(f"{segment.path.name} is lost: {problem}")
            return []
        if lost:
            self._report(f"{segment.path.name}: {lost} bytes are lost")
        return records

    def _remove(self, segment: Segment) -> None:
        with self._lock:
            if segment in self._sealed:
                self._sealed.remove(segment)
        try:
            segment.path.unlink(missing_ok=True)
        except OSError as problem:
            self._problems.report(
                "telemetryOnDisk", f"{segment.path.name} is not removed: {problem}"
            )

    def _report(self, text: str, kind: str = "telemetryOnDisk") -> None:
        self._problems.report(kind, text)

    def _read_dropped(self) -> int:
        try:
            return int((self.folder / "dropped").read_text())
        except (OSError, ValueError):
            return 0

    def _write_dropped(self) -> None:
        try:
            (self.folder / "dropped").write_text(str(self._dropped))
        except OSError as problem:
            self._report(f"the number of dropped records: {problem}")


def left_behind(folder: Path, own: str, problems: Problems) -> list[DiskLog]:
    """Logs of processes that have ended, locked for us."""
    found = []
    try:
        names = sorted(path.name for path in folder.iterdir() if path.is_dir())
    except OSError:
        return []
    for name in names:
        if name in (own, ASIDE):
            continue
        log = DiskLog(folder, name, 0, problems)
        try:
            if not log.open():
                continue
        except OSError as problem:
            problems.report("telemetryOnDisk", f"{name} cannot be read: {problem}")
            continue
        if log.is_empty():
            log.close()
        else:
            found.append(log)
    return found


def _parts(records: list[Record]) -> list[list[Record]]:
    """Pieces of consecutive numbers that fit into a segment each."""
    parts = []
    for run in consecutive(records):
        part: list[Record] = []
        size = 0
        for record in run:
            size += len(record.payload) + HEADER_BYTES
            if part and (size > MAX_BATCH_BYTES or len(part) == MAX_BATCH_RECORDS):
                parts.append(part)
                part, size = [], len(record.payload) + HEADER_BYTES
            part.append(record)
        parts.append(part)
    return parts


def _size(records: list[Record]) -> int:
    return sum(len(record.payload) + HEADER_BYTES for record in records)
