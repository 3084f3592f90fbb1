"""One file of records with consecutive numbers; its name is the first number."""

import os
from dataclasses import dataclass
from pathlib import Path

from .batch import Record
from .frames import frame, read_frames

SUFFIX = ".log"
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@dataclass(slots=True)
class Segment:
    """`count` is None for a file of an earlier process that was not read yet."""

    path: Path
    first: int
    count: int | None
    bytes: int

    def read(self) -> tuple[list[Record], int]:
        """Its whole records, and the bytes after them that are lost. Raises OSError."""
        payloads, lost = read_frames(self.path.read_bytes())
        if self.count is not None:
            payloads, lost = payloads[: self.count], 0 if len(payloads) >= self.count else lost
        return [Record(self.first + at, payload) for at, payload in enumerate(payloads)], lost


class SegmentWriter:
    """Appends to one segment. After an OSError it takes nothing more."""

    def __init__(self, folder: Path, first: int):
        path = folder / f"{first:020d}{SUFFIX}"
        self.count = 0
        self.segment = Segment(path, first, 0, 0)
        self._file = os.open(path, _NEW_FILE, 0o600)
        _sync_folder(folder)

    def append(self, records: list[Record]) -> None:
        """Writes and syncs; none of them counts where this raises OSError."""
        content = b"".join(frame(record.payload) for record in records)
        try:
            _write_all(self._file, content)
            os.fsync(self._file)
        except OSError:
            self._cut_off()
            raise
        self.count += len(records)
        self.segment.count = self.count
        self.segment.bytes += len(content)

    @property
    def next_number(self) -> int:
        return self.segment.first + self.count

    def close(self) -> None:
        os.close(self._file)

    def _cut_off(self) -> None:
        try:
            os.ftruncate(self._file, self.segment.bytes)
        except OSError:
            return


def segments_of(folder: Path) -> list[Segment]:
    """The segments in a folder, oldest first; files of other names are ignored."""
    found = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        if path.stem.isdigit():
            found.append(Segment(path, int(path.stem), None, path.stat().st_size))
    return found


def _sync_folder(folder: Path) -> None:
    """So that the name of a new file is durable too, where the platform can do that."""
    try:
        opened = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(opened)
    except OSError:
        return
    finally:
        os.close(opened)


def _write_all(file: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(file, view) :]
