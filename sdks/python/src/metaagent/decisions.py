"""What a policy answers: a value, never an exception."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Permit:
    """It may be done, with these arguments (changed where a rule says redact)."""

    arguments: Any = None
    rule: str | None = None
    effect: str | None = None
    version: int | None = None

    permitted = True
    pending = False

    def __bool__(self) -> bool:
        return True

    def wait(self, timeout: float | None = None) -> Permit:
        """Itself: nothing is waited for."""
        return self

    def __await__(self) -> Generator[Any, None, Permit]:
        return self
        yield


@dataclass(frozen=True)
class Refusal:
    """It may not be done.

    `kind` is noPolicy, stopped, policyExpired, limit, denied, deniedByPerson, unanswered or
    unreachable. `resets_at`, where it is known, is when it may be tried again (RFC 3339).
    """

    kind: str
    reason: str | None = None
    rule: str | None = None
    resets_at: str | None = None
    effect: str | None = None
    version: int | None = None

    permitted = False
    pending = False

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        """A sentence that a model or a person can read."""
        why = f": {self.reason}" if self.reason else ""
        return f"Refused by policy ({self.kind}){why}"

    def wait(self, timeout: float | None = None) -> Refusal:
        """Itself: nothing is waited for."""
        return self

    def __await__(self) -> Generator[Any, None, Refusal]:
        return self
        yield


@dataclass(frozen=True)
class Pending:
    """A person is asked. `expires_at` is in seconds since 1970 by the server's clock.

    `wait` blocks a thread, `await` does not block the event loop; both give the end.
    """

    approval_id: str
    expires_at: float
    rule: str | None = None
    version: int | None = None
    _future: Future = field(default_factory=Future, repr=False, compare=False)
    _left: Callable[[], float] = field(default=lambda: 0.0, repr=False, compare=False)
    _expire: Callable[[], Any] = field(default=lambda: None, repr=False, compare=False)

    permitted = False
    pending = True
    effect = "ask"

    def __bool__(self) -> bool:
        return False

    def wait(self, timeout: float | None = None) -> Permit | Refusal | Pending:
        """The end, or itself after `timeout` seconds; None waits until the question expires."""
        left = self._left()
        try:
            return self._future.result(left if timeout is None else min(timeout, left))
        except FutureTimeout:
            if timeout is not None and timeout < left:
                return self
        self._expire()
        return self._future.result(0)

    def __await__(self) -> Generator[Any, None, Permit | Refusal]:
        return self._wait_in_loop().__await__()

    async def _wait_in_loop(self) -> Permit | Refusal:
        ended = asyncio.shield(asyncio.wrap_future(self._future))
        try:
            return await asyncio.wait_for(ended, self._left())
        except (asyncio.TimeoutError, FutureTimeout):
            self._expire()
            return self._future.result(0)


Decision = Permit | Refusal | Pending


class PolicyRefused(Exception):
    """Raised only where the host asked for exceptions instead of values."""

    def __init__(self, refusal: Refusal):
        super().__init__(str(refusal))
        self.refusal = refusal
