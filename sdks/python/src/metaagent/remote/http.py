"""Requests to the server. A failed connection is an answer without a status, not an exception."""

import threading
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import time
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from ..policy.clock import parse_http_date
from .identity import SDK, Identity

CONNECT_SECONDS = 5.0
READ_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is None where no answer came; `problem` says why then."""

    status: int | None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    problem: str = ""

    @property
    def ok(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    def __str__(self) -> str:
        if self.status is None:
            return self.problem or "no connection"
        return f"status {self.status}"


class Http:
    """One session for each thread. Redirects are not followed: the key goes to one server only."""

    def __init__(self, url: str, key: str | None, identity: Identity):
        self.url = url
        self._key = key
        self._identity = identity
        self._local = threading.local()
        self.offset = 0.0
        """The server's clock less the local one, in seconds, by the last answer."""

    def now(self) -> float:
        """The time by the server's clock, in seconds since 1970."""
        return time() + self.offset

    def request(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        timeout: float = READ_SECONDS,
        **body: Any,
    ) -> Answer:
        """Waits for the answer. `body` is json=, data= or params=, as requests has it."""
        try:
            response = self._session().request(
                method,
                self.url + path,
                headers=self._headers(headers),
                timeout=(min(CONNECT_SECONDS, timeout), timeout),
                allow_redirects=False,
                **body,
            )
            self._observe(response)
            return Answer(response.status_code, response.headers, response.content)
        except (requests.RequestException, HTTPError, OSError, ValueError) as problem:
            return Answer(None, problem=f"no connection: {type(problem).__name__}")

    @contextmanager
    def stream(self, path: str, *, headers: Mapping[str, str], read_seconds: float, params: Any):
        """The response, whose body is read piece by piece. Raises requests' exceptions."""
        with self._session().get(
            self.url + path,
            params=params,
            headers=self._headers(headers),
            timeout=(CONNECT_SECONDS, read_seconds),
            allow_redirects=False,
            stream=True,
        ) as response:
            self._observe(response)
            yield response

    def forget_connections(self) -> None:
        """In the child of a fork: the parent's connections are not used."""
        self._local = threading.local()

    def _session(self) -> requests.Session:
        session = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
        return session

    def _headers(self, more: Mapping[str, str] | None) -> dict[str, str]:
        headers = {"MetaAgent-Sdk": SDK, "MetaAgent-Instance": self._identity.instance}
        if self._key is not None:
            headers["Authorization"] = f"Bearer {self._key}"
        return {**headers, **(more or {})}

    def _observe(self, response: requests.Response) -> None:
        date = parse_http_date(response.headers.get("Date"))
        if date is not None:
            self.offset = date - time()
