"""Keeps the policies of all agents of a client up to date, in two daemon threads."""

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from random import random
from time import monotonic

from ..policy.documents import DocumentRefused
from ..policy.retry import retry_delay
from ..problems import Problems
from ..threads import start_daemon
from .fetcher import POLL_SECONDS, Fetcher
from .held import HeldPolicy
from .identity import Identity
from .sse import Event
from .stream import Stream, StreamRefused


class Follower:
    """One thread listens to the stream; the other asks, at first and while the stream is broken."""

    def __init__(
        self,
        fetcher: Fetcher,
        stream: Stream,
        identity: Identity,
        problems: Problems,
        answered: Callable[[dict], None],
    ):
        self._fetcher = fetcher
        self._stream = stream
        self._identity = identity
        self._problems = problems
        self._answered = answered
        self.policies: dict[str, HeldPolicy] = {}
        self._reset()

    def follow(self, policy: HeldPolicy) -> None:
        """Asks for the policy at once, and hears of its changes from now on."""
        with self._lock:
            if policy.agent in self.policies or self._stop.is_set():
                return
            self.policies = {**self.policies, policy.agent: policy}
            self._due[policy.agent] = 0.0
        self._wake.set()
        self._changed.set()
        if not self._start():
            self._stream.interrupt()

    @property
    def listening(self) -> bool:
        """Whether the stream is open for all agents."""
        return set(self._streamed) == set(self.policies)

    def stop(self) -> None:
        self._stop.set()
        self._changed.set()
        self._wake.set()
        self._stream.interrupt()

    def forked(self) -> None:
        """In the child of a fork: threads of its own."""
        stopped = self._stop.is_set()
        self._reset()
        self._stream.forked()
        for policy in self.policies.values():
            policy.forked()
        if stopped:
            self._stop.set()
        elif self.policies:
            self._due.update(dict.fromkeys(self.policies, 0.0))
            self._start()

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._changed = threading.Event()
        self._due: dict[str, float] = {}
        self._streamed: tuple[str, ...] = ()
        self._heard = False
        self._started = False

    def _start(self) -> bool:
        """Whether the threads were not running yet."""
        with self._lock:
            if self._started:
                return False
            self._started = True
        start_daemon("metaagent-policy", self._ask_when_due)
        start_daemon("metaagent-stream", self._listen_for_ever)
        return True

    def _ask_when_due(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            for agent, policy in self.policies.items():
                if self._due.get(agent, 0.0) <= monotonic() and not self._stop.is_set():
                    self._due[agent] = float("inf")
                    delay = self._fetcher.fetch(policy)
                    policy.asked()
                    streamed = agent in self._streamed and policy.confirmed
                    later = float("inf") if streamed else monotonic() + delay
                    self._due[agent] = min(self._due[agent], later)
            nearest = min(self._due.values(), default=float("inf"))
            self._wake.wait(min(max(0.0, nearest - monotonic()), POLL_SECONDS))

    def _ask_now(self, agents: tuple[str, ...]) -> None:
        for agent in agents:
            self._due[agent] = 0.0
        self._wake.set()

    def _listen_for_ever(self) -> None:
        failures = 0
        while not self._stop.is_set():
            self._changed.clear()
            self._heard = False
            agents = tuple(self.policies)
            problem, retry_after = self._listen(agents)
            if self._changed.is_set():
                continue
            self._problems.report("stream", f"the stream is broken: {problem}")
            failures = 1 if self._heard else failures + 1
            self._broken(agents)
            now = self._fetcher.now()
            self._changed.wait(max(0.1, retry_delay(failures, retry_after, now, random())))

    def _listen(self, agents: tuple[str, ...]) -> tuple[str, str | None]:
        """Until the stream ends: why, and what the server says about trying again."""
        try:
            self._stream.listen(
                agents,
                self._identity.refused,
                lambda: self._opened(agents),
                self._handle,
                self._changed,
            )
        except StreamRefused as refused:
            return str(refused), refused.retry_after
        except OSError as problem:
            return str(problem), None
        return "the server ended it", None

    def _opened(self, agents: tuple[str, ...]) -> None:
        self._problems.over("stream")
        self._streamed = agents
        self._ask_now(agents)

    def _broken(self, agents: tuple[str, ...]) -> None:
        if self._streamed:
            self._streamed = ()
            self._ask_now(agents)

    def _handle(self, event: Event) -> None:
        self._heard = True
        if event.name == "policy":
            self._pushed(event.data)
        elif event.name == "approval":
            self._answered(_object(event.data))
        elif event.name == "ping":
            for agent in self._streamed:
                if self.policies[agent].confirmed:
                    self.policies[agent].confirm()

    def _pushed(self, document: str) -> None:
        """Takes it, then asks once, which tells the server that it is held.

        One with a new key is taken by asking, which asks for the keys too.
        """
        agent = _object(document).get("agent")
        name = agent.get("name") if isinstance(agent, dict) else None
        policy = self.policies.get(name) if isinstance(name, str) else None
        if policy is None:
            self._problems.report("policyRefused", "the stream sent a policy of no agent here")
            return
        with suppress(DocumentRefused):
            policy.offer(document, self._fetcher.now())
        self._ask_now((policy.agent,))


def _object(text: str) -> dict:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
