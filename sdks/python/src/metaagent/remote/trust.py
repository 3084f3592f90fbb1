"""The keys that may sign policies, kept between starts."""

from ..policy.keys import Keys, encode_key, keys_of, trusted_keys
from ..problems import Problems
from .disk import Disk


class Trust:
    """Pinned keys; without them the first keys of the server, which are stored."""

    def __init__(self, pinned: tuple[str, ...], disk: Disk, problems: Problems):
        self._pinned = keys_of(pinned)
        if pinned and not self._pinned:
            raise ValueError("METAAGENT_POLICY_PUBLIC_KEY holds no Ed25519 public key (base64url)")
        self._disk = disk
        self._problems = problems
        self.keys: Keys = dict(self._pinned)

    def load(self) -> None:
        if self._pinned:
            return
        try:
            self.keys = keys_of(self._disk.read_keys())
        except (OSError, ValueError) as problem:
            self._problems.report("keysOnDisk", str(problem))

    def learn(self, items: object) -> None:
        """Takes the keys that the server lists, as far as they are trusted."""
        keys = trusted_keys(self._pinned, self.keys, items)
        if keys == self.keys:
            return
        self.keys = keys
        if self._pinned:
            return
        try:
            self._disk.write_keys([encode_key(key) for key in keys.values()])
        except OSError as problem:
            self._problems.report("keysOnDisk", f"the keys are not stored: {problem}")
