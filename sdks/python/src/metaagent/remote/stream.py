"""Listens to the stream of the server and says what came."""

from collections.abc import Callable, Iterator
from threading import Event as Flag
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from .http import Http
from .sse import Event, events

SILENT_SECONDS = 40.0
"""A stream without an event (a ping comes every 15 s) for so long is broken."""

_PIECE = 65536


class StreamRefused(Exception):
    """The server answered, but not with a stream."""

    def __init__(self, status: int, retry_after: str | None):
        super().__init__(f"status {status}")
        self.status = status
        self.retry_after = retry_after


class Stream:
    """One connection at a time. It resumes after the last event that was handled."""

    def __init__(self, http: Http):
        self._http = http
        self._last_id: str | None = None
        self._response: Any = None

    def listen(
        self,
        agents: tuple[str, ...],
        refused: int,
        opened: Callable[[], None],
        handle: Callable[[Event], None],
        stop: Flag,
    ) -> None:
        """Hands over events until the stream ends or `stop` is set.

        Raises StreamRefused, or OSError where the connection broke.
        """
        headers = {"Accept": "text/event-stream", "MetaAgent-Refused": str(refused)}
        if self._last_id is not None:
            headers["Last-Event-ID"] = self._last_id
        params = [("agent", agent) for agent in agents]
        try:
            with self._http.stream(
                "/api/v1/policy/stream", headers=headers, read_seconds=SILENT_SECONDS, params=params
            ) as response:
                if response.status_code != 200:
                    raise StreamRefused(response.status_code, response.headers.get("Retry-After"))
                self._response = response
                opened()
                for event in events(_pieces(response, stop), self._last_id):
                    handle(event)
                    self._last_id = event.id
        except (requests.RequestException, HTTPError, ValueError, RuntimeError) as problem:
            raise OSError(type(problem).__name__) from problem
        finally:
            self._response = None

    def forked(self) -> None:
        """In the child of a fork: the connection is the parent's."""
        self._response = None

    def interrupt(self) -> None:
        """Ends the wait for the next event, from another thread, where the platform lets us."""
        response = self._response
        try:
            if response is not None:
                response.raw.shutdown()
        except (AttributeError, RuntimeError, ValueError, OSError):
            return


def _pieces(response: requests.Response, stop: Flag) -> Iterator[bytes]:
    while not stop.is_set():
        piece = response.raw.read1(_PIECE, decode_content=True)
        if not piece:
            return
        yield piece
