"""The client: `MetaAgent.connect(url, key)`."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterable
from hashlib import sha256
from multiprocessing.util import Finalize, register_after_fork
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import NoOpTracerProvider
from opentelemetry.trace import TracerProvider as AnyProvider

from .agent import Agent, Services
from .decider import Decider
from .execution import Execution, current_execution
from .problems import Problems
from .remote.disk import Disk
from .remote.fetcher import Fetcher
from .remote.follower import Follower
from .remote.held import HeldPolicy
from .remote.http import Http
from .remote.identity import SDK, Identity
from .remote.outbox import Outbox
from .remote.questions import Questions
from .remote.stream import Stream
from .remote.trust import Trust
from .settings import Settings, read_settings
from .telemetry import git
from .telemetry.encode import Encoder
from .telemetry.logs import LogSettings
from .telemetry.pipeline import Pipeline
from .telemetry.provider import provider_with, service_name
from .version import __version__

_clients: set[MetaAgent] = set()
_TICK_SECONDS = 0.01
_EXIT_SECONDS = 2.0


class MetaAgent:
    """Records and governs the agents of a process. Made by `connect`; safe in any thread."""

    def __init__(self, settings: Settings, provider: TracerProvider | None, set_global: bool):
        self.settings = settings
        self.problems = Problems()
        self._identity = Identity()
        self._http = Http(settings.url, settings.key, self._identity)
        self._disk = Disk(settings.data, settings.url, settings.key)
        self._trust = Trust(settings.public_keys, self._disk, self.problems)
        self._outbox = Outbox(self._http, self.problems)
        self._questions = Questions(self._http, self.problems, lambda: self._follower.listening)
        self._follower = Follower(
            Fetcher(self._http, self._trust, self._identity, self.problems),
            Stream(self._http),
            self._identity,
            self.problems,
            self._questions.answered,
        )
        self._agents: dict[str, Agent] = {}
        self._lock = threading.Lock()
        self._closed = False
        self._pipeline: Pipeline | None = None
        self.tracer_provider: AnyProvider = NoOpTracerProvider()
        if not settings.disabled:
            self._trust.load()
            self._record(provider, set_global)
            _clients.add(self)

    @staticmethod
    def connect(
        url: str | None = None,
        key: str | None = None,
        *,
        agents: Iterable[str] = (),
        wait: float = 0.0,
        tracer_provider: TracerProvider | None = None,
        set_global: bool = False,
        **settings: Any,
    ) -> MetaAgent:
        """A client; `url` and `key` come from METAAGENT_URL and METAAGENT_KEY by default.

        Does not wait for the server. With `agents` and `wait` it waits up to so many seconds
        for their policies; without, the first run of an agent does (`policy_wait`). The host's
        TracerProvider is used if there is one; `set_global` makes ours the global one otherwise.
        Raises ValueError for settings that cannot be meant.
        """
        client = MetaAgent(read_settings(url, key, **settings), tracer_provider, set_global)
        deadline = monotonic() + wait
        held = [client.agent(name) for name in agents]
        while any(agent.policy.status().source != "server" for agent in held):
            if client.settings.disabled or monotonic() >= deadline:
                break
            sleep(_TICK_SECONDS)
        return client

    def agent(self, name: str) -> Agent:
        """The agent of this name, whose policy is fetched and followed from now on."""
        if not isinstance(name, str) or not name.strip():
            raise ValueError("An agent needs a name.")
        with self._lock:
            agent = self._agents.get(name)
            if agent is None:
                agent = self._agents[name] = self._new_agent(name)
        return agent

    @property
    def current(self) -> Execution | None:
        """The run in which this code runs."""
        return current_execution()

    def outcome(
        self,
        success: bool | None,
        evidence: Any = None,
        *,
        execution_id: str | None = None,
        key: str | None = None,
        kind: str = "outcome",
    ) -> None:
        """What became of a run, maybe days later: by `execution.id` or its outcome key."""
        if (execution_id is None) == (key is None):
            raise ValueError("An outcome needs either execution_id or key.")
        if not self.settings.disabled:
            name = "traceId" if key is None else "key"
            self._outbox.post({name: str(key or execution_id)}, kind, success, evidence)

    def flush(self, timeout: float = 10.0) -> bool:
        """Whether all that was recorded so far was answered within so many seconds."""
        deadline = monotonic() + timeout
        sent = self._pipeline.force_flush(int(timeout * 1000)) if self._pipeline else True
        self._outbox.hurry()
        while not self._outbox.is_empty() and monotonic() < deadline:
            sleep(_TICK_SECONDS)
        return sent and self._outbox.is_empty()

    def close(self, timeout: float = 5.0) -> bool:
        """Ends all runs of threads; what was not sent within the time is lost, or on disk."""
        if self._closed:
            return True
        self._closed = True
        sent = self.flush(timeout)
        if self._pipeline is not None:
            sent = self._pipeline.close(0.0) and sent
        self._follower.stop()
        self._questions.stop()
        self._outbox.stop()
        _clients.discard(self)
        return sent

    def __enter__(self) -> MetaAgent:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _new_agent(self, name: str) -> Agent:
        services = Services(
            self.tracer_provider.get_tracer("metaagent", __version__),
            self._identity,
            self._outbox,
            self.problems,
            self.settings.content,
        )
        if self.settings.disabled:
            return Agent(name, None, services)
        wait = self.settings.policy_wait
        held = HeldPolicy(name, self._disk, self._trust, self.problems, wait)
        held.load()
        self._follower.follow(held)
        required, content = self.settings.policy_required, self.settings.content
        decider = Decider(held, self._http, self._questions, required, content)
        return Agent(name, decider, services)

    def _record(self, provider: TracerProvider | None, set_global: bool) -> None:
        settings = self.settings
        resource = {"metaagent.sdk": SDK, **git.here()}
        name = service_name(settings.service_name)
        self._pipeline = Pipeline(
            LogSettings(
                _log_folder(settings) if settings.durable else None,
                settings.log_bytes,
                settings.when_full,
                settings.block_seconds,
            ),
            Encoder({"service.name": name, **resource}, settings.content),
            self._http,
            self._identity,
            self.problems,
        )
        self.tracer_provider = provider_with(
            self._pipeline, {"service.name": name, **resource}, provider, set_global
        )

    def _forked(self) -> None:
        self._lock = threading.Lock()
        self._identity.renew()
        self._http.forget_connections()
        if self._pipeline is not None:
            self._pipeline.forked()
        self._outbox.forked()
        self._questions.forked()
        self._follower.forked()


def _log_folder(settings: Settings) -> Path:
    """One for each server and key, so that nothing is sent to another organization."""
    name = sha256(f"{settings.url}\0{settings.key or ''}".encode()).hexdigest()[:32]
    return settings.data / "telemetry" / name


def _each_forked() -> None:
    for client in list(_clients):
        client._forked()


def _close_all() -> None:
    for client in list(_clients):
        client.close(_EXIT_SECONDS)


def _close_at_the_end_of_a_worker(_: object) -> None:
    """Workers of multiprocessing end without the functions of atexit."""
    Finalize(None, _close_all, exitpriority=100)


atexit.register(_close_all)
register_after_fork(_close_all, _close_at_the_end_of_a_worker)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_each_forked)
