"""Questions to people: sent in the background, answered by the stream or by asking."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import random
from time import monotonic
from typing import Any

from ..policy.approvals import PENDING, ApprovalEnd, Question
from ..policy.clock import format_time
from ..policy.retry import is_retried, retry_delay
from ..problems import Problems
from ..threads import start_daemon
from .http import Answer, Http

ASK_SECONDS = 5.0
ASK_WHILE_LISTENING_SECONDS = 30.0
_POST_SECONDS = 10.0


@dataclass
class Asked:
    """A question and what is known of it; `ended` is called once, when it ends."""

    id: str
    body: dict[str, Any]
    question: Question
    ended: Callable[[ApprovalEnd], None]
    failures: int = 0
    due: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)
    end: ApprovalEnd = PENDING

    def update(self, now: float, **known: Any) -> ApprovalEnd:
        """Notes what became known, and ends the question if that decides it."""
        with self.lock:
            if self.end is not PENDING:
                return self.end
            self.question = replace(self.question, **known)
            self.end = self.question.end(now)
            if self.end is not PENDING:
                self.ended(self.end)
            return self.end

    def expire(self) -> None:
        """Ends the question: nobody waits longer than this."""
        self.update(self.question.expires_at)


class Questions:
    """Delivers questions one after the other in a daemon thread that runs while any is open."""

    def __init__(self, http: Http, problems: Problems, listening: Callable[[], bool]):
        self._http = http
        self._problems = problems
        self._listening = listening
        self._open: dict[str, Asked] = {}
        self._stopped = False
        self._reset()

    def ask(self, asked: Asked) -> None:
        """Returns at once."""
        self._open = {**self._open, asked.id: asked}
        self._start()
        self._wake.set()

    def answered(self, answer: dict[str, Any]) -> None:
        """An answer `{id, state, reason}` arrived."""
        asked = self._open.get(str(answer.get("id")))
        if asked is not None:
            asked.update(self._http.now(), delivered=True, answer=answer)
            self._wake.set()

    def stop(self) -> None:
        """Asks no longer. Open questions end when they expire, for whoever waits for them."""
        self._stopped = True
        self._wake.set()

    def forked(self) -> None:
        """In the child of a fork: goes on with the open questions in a thread of its own."""
        self._reset()
        for asked in self._open.values():
            asked.lock = threading.Lock()
        if self._open and not self._stopped:
            self._start()

    def _reset(self) -> None:
        self._wake = threading.Event()
        self._lock = threading.Lock()
        self._running = False

    def _start(self) -> None:
        with self._lock:
            if self._running or self._stopped:
                return
            self._running = True
        if start_daemon("metaagent-approvals", self._run) is None:
            self._running = False

    def _run(self) -> None:
        while not self._stopped:
            self._wake.clear()
            for asked in list(self._open.values()):
                self._advance(asked)
            with self._lock:
                self._open = {i: a for i, a in self._open.items() if a.end is PENDING}
                if not self._open:
                    self._running = False
                    return
            self._wake.wait(max(0.0, min(self._next(), ASK_SECONDS)))

    def _next(self) -> float:
        now, server_now = monotonic(), self._http.now()
        return min(
            (
                min(asked.due - now, asked.question.expires_at - server_now)
                for asked in self._open.values()
            ),
            default=0.0,
        )

    def _advance(self, asked: Asked) -> None:
        if asked.update(self._http.now()) is not PENDING or asked.due > monotonic():
            return
        if asked.question.delivered:
            self._look(asked)
        else:
            self._deliver(asked)

    def _deliver(self, asked: Asked) -> None:
        answer = self._http.request(
            "POST",
            "/api/v1/approvals",
            json=asked.body,
            headers={"Idempotency-Key": asked.id},
            timeout=self._timeout(asked),
        )
        if answer.ok:
            self._problems.over("approvals")
            asked.due = monotonic() + self._pause()
            asked.update(self._http.now(), delivered=True, answer=_state(answer))
        elif is_retried(answer.status):
            self._again(asked, answer)
        else:
            self._problems.report("approvals", f"a question was refused: {answer}")
            asked.update(self._http.now(), rejected=True)

    def _look(self, asked: Asked) -> None:
        answer = self._http.request(
            "GET", f"/api/v1/approvals/{asked.id}", timeout=self._timeout(asked)
        )
        if answer.ok:
            asked.due = monotonic() + self._pause()
            asked.update(self._http.now(), answer=_state(answer))
        else:
            self._again(asked, answer)

    def _again(self, asked: Asked, answer: Answer) -> None:
        asked.failures += 1
        self._problems.report("approvals", f"the server cannot be asked: {answer}")
        after = answer.headers.get("Retry-After")
        delay = retry_delay(asked.failures, after, self._http.now(), random())
        asked.due = monotonic() + delay

    def _timeout(self, asked: Asked) -> float:
        left = asked.question.expires_at - self._http.now()
        return max(0.5, min(_POST_SECONDS, left))

    def _pause(self) -> float:
        seconds = ASK_WHILE_LISTENING_SECONDS if self._listening() else ASK_SECONDS
        return seconds * (0.8 + 0.4 * random())


def question_body(
    approval_id: str,
    agent: str,
    execution_id: str | None,
    tool: str,
    arguments: Any,
    rule_id: str | None,
    expires_at: float,
) -> dict[str, Any]:
    """What is posted; the arguments are redacted already."""
    return {
        "id": approval_id,
        "agent": agent,
        "executionId": execution_id,
        "tool": tool,
        "arguments": arguments,
        "ruleId": rule_id,
        "expiresAt": format_time(expires_at),
    }


def _state(answer: Answer) -> dict[str, Any] | None:
    try:
        content = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None
