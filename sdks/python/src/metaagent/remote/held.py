"""The policy that is held for one agent."""

import asyncio
import threading
from dataclasses import dataclass
from time import monotonic, time

from ..policy.clock import stored_age
from ..policy.decide import Policy, compile_policy
from ..policy.documents import DocumentRefused, accept
from ..problems import Problems
from .disk import Disk
from .trust import Trust

STORE_CONTACT_SECONDS = 10.0
_TICK_SECONDS = 0.005


@dataclass(frozen=True, slots=True)
class Held:
    """A policy that was accepted; `source` is server or disk."""

    policy: Policy
    source: str


class HeldPolicy:
    """Written by the threads of the client, read by the host without a lock.

    A reader takes `held` once: it is immutable and replaced as a whole.
    """

    def __init__(self, agent: str, disk: Disk, trust: Trust, problems: Problems, wait: float = 0.0):
        self.agent = agent
        self._wait_until = monotonic() + wait
        self._asked = threading.Event()
        self.held: Held | None = None
        self.confirmed = False
        """Whether the last document or answer of the server agrees with what is held."""
        self._contact = float("-inf")
        self._stored_contact = float("-inf")
        self._lock = threading.Lock()
        self._disk = disk
        self._trust = trust
        self._problems = problems

    def age(self) -> float:
        """Seconds since the server last confirmed the policy, by the monotonic clock."""
        return monotonic() - self._contact

    def load(self) -> None:
        """Takes what was stored, as if the server had sent it at its last contact."""
        try:
            stored = self._disk.read(self.agent)
            if stored is None:
                return
            policy = self._accepted(stored.document, time())
        except (OSError, ValueError, DocumentRefused) as problem:
            self._problems.report("policyOnDisk", f"{self.agent}: {problem}")
            return
        self._contact = monotonic() - stored_age(stored.contact, time())
        self.held = Held(policy, "disk")

    def offer(self, document: str, now: float) -> None:
        """Takes a document of the server, `now` by the server's clock. Raises DocumentRefused.

        A refused one is reported, except for `unknownKey`: the server may have the key, and the
        caller asks it.
        """
        with self._lock:  # a document of the stream and an answer may come at once
            try:
                policy = self._accepted(document, now)
            except DocumentRefused as refused:
                self.confirmed = False
                if refused.why != "unknownKey":
                    self.report(refused)
                raise
            self._problems.over("policyRefused")
            self.held = Held(policy, "server")
            self._asked.set()
            self.confirmed = True
            self._contact = monotonic()
            self._store(document)

    def asked(self) -> None:
        """The server was asked for the first time, with or without an answer."""
        self._asked.set()

    def first(self) -> Held | None:
        """What is held; before the first answer of the server waits for it, for a bounded time.

        A thread that runs an event loop is not made to wait: see `first_async`.
        """
        if self._is_first_due() and not _runs_event_loop():
            self._asked.wait(max(0.0, self._wait_until - monotonic()))
        return self.held

    async def first_async(self) -> None:
        """As `first`, without blocking the event loop."""
        while self._is_first_due() and _runs_event_loop():
            await asyncio.sleep(_TICK_SECONDS)

    def _is_first_due(self) -> bool:
        return self.held is None and not self._asked.is_set() and monotonic() < self._wait_until

    def report(self, refused: DocumentRefused) -> None:
        """Tells the host why a document was refused."""
        self._problems.report("policyRefused", f"{self.agent}: {refused}")

    def confirm(self) -> None:
        """The server has said that the policy still holds."""
        with self._lock:
            self.confirmed = True
            self._contact = monotonic()
            held = self.held
            if held is not None and held.source == "disk":
                self.held = Held(held.policy, "server")
        if self._contact - self._stored_contact > STORE_CONTACT_SECONDS:
            self._stored_contact = self._contact
            self._on_disk(lambda: self._disk.touch(self.agent))

    def forked(self) -> None:
        """In the child of a fork: nobody holds the lock."""
        self._lock = threading.Lock()
        self._asked = threading.Event()

    def _accepted(self, document: str, now: float) -> Policy:
        version = self.held.policy.version if self.held is not None else None
        content = accept(document, self.agent, version, self._trust.keys, now)
        try:
            return compile_policy(content)
        except (ValueError, TypeError) as problem:
            raise DocumentRefused("malformed", str(problem)) from problem

    def _store(self, document: str) -> None:
        self._stored_contact = self._contact
        self._on_disk(lambda: self._disk.write(self.agent, document))

    def _on_disk(self, action) -> None:
        try:
            action()
            self._problems.over("policyNotStored")
        except OSError as problem:
            self._problems.report("policyNotStored", f"the policy is not stored: {problem}")


def _runs_event_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
