"""Policies and trusted keys in a folder, so that an agent starts without the server.

Nothing is trusted because it lies there: a policy from disk is accepted by its signature.
"""

import json
import os
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import time


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as it was received, and when the server last confirmed it."""

    document: str
    contact: float


class Disk:
    """One folder for each server and key. A file's modification time is its last contact."""

    def __init__(self, folder: Path, url: str, key: str | None):
        self._folder = folder / "policies" / _digest(f"{url}\0{key or ''}")

    def read(self, agent: str) -> Stored | None:
        """What was stored last; None where there is nothing. Raises OSError, ValueError."""
        path = self._path(agent)
        try:
            content = json.loads(path.read_bytes())
            return Stored(content["document"], path.stat().st_mtime)
        except FileNotFoundError:
            return None
        except (KeyError, TypeError) as problem:
            raise ValueError("the stored policy cannot be read") from problem

    def write(self, agent: str, document: str) -> None:
        """Replaces what was stored, as a whole or not at all. Raises OSError."""
        content = json.dumps({"document": document}).encode()
        write_atomically(self._path(agent), content)

    def touch(self, agent: str) -> None:
        """The server confirmed the stored policy now. Raises OSError."""
        now = time()
        os.utime(self._path(agent), (now, now))

    def read_keys(self) -> list[str]:
        """The trusted public keys. Raises OSError, ValueError."""
        try:
            keys = json.loads((self._folder / "keys.json").read_bytes())
        except FileNotFoundError:
            return []
        if not isinstance(keys, list):
            raise ValueError("the stored keys cannot be read")
        return keys

    def write_keys(self, public_keys: list[str]) -> None:
        write_atomically(self._folder / "keys.json", json.dumps(public_keys).encode())

    def _path(self, agent: str) -> Path:
        return self._folder / f"{_digest(agent)}.json"


def write_atomically(path: Path, content: bytes) -> None:
    """Writes another file, syncs it and renames it; the file is the user's only. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
