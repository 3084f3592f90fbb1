"""Asks the server for policies and keys."""

import json
from random import random
from urllib.parse import quote

from ..policy.documents import DocumentRefused
from ..policy.retry import is_retried, retry_delay
from ..problems import Problems
from .held import HeldPolicy
from .http import Answer, Http
from .identity import Identity
from .trust import Trust

POLL_SECONDS = 30.0


class Fetcher:
    """One request at a time; used by one thread."""

    def __init__(self, http: Http, trust: Trust, identity: Identity, problems: Problems):
        self._http = http
        self._trust = trust
        self._identity = identity
        self._problems = problems
        self._failures = 0

    def now(self) -> float:
        """The time by the server's clock."""
        return self._http.now()

    def fetch(self, policy: HeldPolicy) -> float:
        """Asks once, takes what comes, and answers in how many seconds to ask again."""
        if not self._trust.keys:
            self._fetch_keys()
        answer = self._get(policy)
        if answer.status == 304:
            policy.confirm()
        elif answer.ok:
            self._take(policy, answer)
        else:
            return self._failed(answer)
        self._failures = 0
        self._problems.over("server")
        return poll_delay()

    def _take(self, policy: HeldPolicy, answer: Answer) -> None:
        document = answer.body.decode("utf-8", "replace")
        try:
            self._offer(policy, document)
        except DocumentRefused as refused:
            policy.report(refused)

    def _offer(self, policy: HeldPolicy, document: str) -> None:
        """Where its key is not known, the keys are asked for first. Raises DocumentRefused."""
        try:
            policy.offer(document, self._http.now())
        except DocumentRefused as refused:
            if refused.why != "unknownKey" or not self._fetch_keys():
                raise
            policy.offer(document, self._http.now())

    def _get(self, policy: HeldPolicy) -> Answer:
        headers = {"MetaAgent-Refused": str(self._identity.refused)}
        held = policy.held
        if held is not None:
            headers["If-None-Match"] = f'"{held.policy.version}"'
        path = f"/api/v1/agents/{quote(policy.agent, safe='')}/policy"
        return self._http.request("GET", path, headers=headers)

    def _fetch_keys(self) -> bool:
        answer = self._http.request("GET", "/api/v1/policy/keys")
        if not answer.ok:
            self._problems.report("server", f"no keys of policies: {answer}")
            return False
        try:
            content = json.loads(answer.body)
        except ValueError:
            return False
        self._trust.learn(content.get("items") if isinstance(content, dict) else None)
        return True

    def _failed(self, answer: Answer) -> float:
        self._failures += 1
        self._problems.report("server", f"no policy: {answer}")
        if not is_retried(answer.status):
            return poll_delay()
        after = answer.headers.get("Retry-After")
        delay = retry_delay(self._failures, after, self._http.now(), random())
        return delay if after is not None else min(delay, poll_delay())


def poll_delay() -> float:
    """30 seconds, 20 % more or less."""
    return POLL_SECONDS * (0.8 + 0.4 * random())
