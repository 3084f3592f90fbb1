"""Outcomes of runs on their way to the server: sent in the background until they are answered."""

import threading
import uuid
from collections import deque
from collections.abc import Mapping
from random import random
from time import time
from typing import Any

from ..plain import text_of
from ..policy.clock import format_time
from ..policy.redaction import redactor
from ..policy.retry import is_retried, retry_delay
from ..problems import Problems
from ..threads import start_daemon
from .http import Http

MAX_WAITING = 1000
MAX_COMMENT = 4000


class Outbox:
    """Keeps at most 1,000 outcomes in memory; of more it drops the oldest, which is a problem."""

    def __init__(self, http: Http, problems: Problems):
        self._http = http
        self._problems = problems
        self._stopped = False
        self._waiting: deque[dict[str, Any]] = deque()
        self._reset()

    def post(self, run: Mapping[str, str], kind: str, success: bool | None, evidence: Any) -> None:
        """Returns at once. `run` names it by executionId, traceId or key."""
        outcome: dict[str, Any] = {"id": str(uuid.uuid4()), **run, "kind": kind}
        outcome["success"] = success
        outcome["at"] = format_time(time())
        if evidence is not None:
            outcome["comment"] = redactor().serialized(text_of(evidence))[:MAX_COMMENT]
        if len(self._waiting) >= MAX_WAITING:
            self._waiting.popleft()
            self._problems.report("outcomes", "outcomes were dropped: too many wait")
        self._waiting.append(outcome)
        self._start()
        self._wake.set()

    def is_empty(self) -> bool:
        return not self._waiting

    def hurry(self) -> None:
        """Tries now what failed before."""
        self._wake.set()

    def stop(self) -> None:
        self._stopped = True
        self._wake.set()

    def forked(self) -> None:
        """In the child of a fork: the parent sends what it has."""
        self._waiting = deque()
        self._reset()

    def _reset(self) -> None:
        self._wake = threading.Event()
        self._lock = threading.Lock()
        self._started = False

    def _start(self) -> None:
        with self._lock:
            if self._started or self._stopped:
                return
            self._started = True
        start_daemon("metaagent-outcomes", self._send_for_ever)

    def _send_for_ever(self) -> None:
        failures = 0
        while not self._stopped:
            if not self._waiting:
                self._wake.wait()
                self._wake.clear()
                continue
            delay = self._send(self._waiting[0], failures)
            failures = failures + 1 if delay else 0
            if delay:
                self._wake.wait(delay)
                self._wake.clear()

    def _send(self, outcome: dict[str, Any], failures: int) -> float:
        """Sends one; how many seconds to wait before the next."""
        answer = self._http.request("POST", "/api/v1/outcomes", json=outcome)
        if is_retried(answer.status):
            self._problems.report("outcomes", f"the server does not take outcomes: {answer}")
            after = answer.headers.get("Retry-After")
            return retry_delay(failures + 1, after, self._http.now(), random())
        if answer.ok:
            self._problems.over("outcomes")
        else:
            self._problems.report("outcomes", f"an outcome was refused: {answer}")
        if self._waiting and self._waiting[0] is outcome:
            self._waiting.popleft()
        return 0.0
