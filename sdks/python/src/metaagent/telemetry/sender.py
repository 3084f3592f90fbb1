"""Sends batches and tries again until they are answered."""

import gzip
from collections.abc import Callable
from random import random

from ..policy.retry import is_retried, retry_delay
from ..problems import Problems
from ..remote.http import Answer, Http
from .batch import Batch, Log

REFUSED_PAUSE_SECONDS = 60.0
"""How long to wait after a refusal that concerns the key or address, not the records."""

_SPLIT = (400, 413)


class Sender:
    """Sends from one log at a time; used by one thread.

    `wait` pauses for so many seconds, less if it is time to stop, and says whether to go on.
    """

    def __init__(
        self, http: Http, problems: Problems, numbered: bool, wait: Callable[[float], bool]
    ):
        self._http = http
        self._problems = problems
        self._numbered = numbered
        self._wait = wait
        self.lost = 0
        """Records that the server refused for good."""

    def send_all(self, log: Log) -> bool:
        """Until the log is empty; False where it was time to stop before."""
        while True:
            batch = log.take()
            if batch is None:
                return True
            if not self._deliver(batch, log):
                return False
            log.done(batch)

    def _deliver(self, batch: Batch, log: Log) -> bool:
        failures = 0
        while True:
            answer = self._post(batch)
            if answer.ok:
                self._problems.over("telemetry")
                return True
            if answer.status in _SPLIT:
                return self._refused(batch, log, answer)
            failures += 1
            self._problems.report("telemetry", f"the server does not take telemetry: {answer}")
            if not self._wait(self._pause(failures, answer)):
                return False

    def _refused(self, batch: Batch, log: Log, answer: Answer) -> bool:
        if len(batch.records) > 1:
            return all(self._deliver(half, log) for half in batch.halves())
        self.lost += 1
        self._problems.report(
            "telemetryRefused", f"{self.lost} spans were refused for good, the last with {answer}"
        )
        log.set_aside(batch)
        return True

    def _pause(self, failures: int, answer: Answer) -> float:
        after = answer.headers.get("Retry-After")
        if after is None and not is_retried(answer.status):
            return REFUSED_PAUSE_SECONDS
        return retry_delay(failures, after, self._http.now(), random())

    def _post(self, batch: Batch) -> Answer:
        headers = {
            "Content-Type": "application/x-protobuf",
            "Content-Encoding": "gzip",
            "MetaAgent-Instance": batch.instance,
        }
        if self._numbered:
            first, last = batch.records[0].number, batch.records[-1].number
            headers["MetaAgent-Sequence"] = f"{first}-{last}"
            headers["MetaAgent-Dropped"] = str(batch.dropped)
        body = gzip.compress(request_body(batch), compresslevel=5)
        return self._http.request("POST", "/v1/traces", data=body, headers=headers)


def request_body(batch: Batch) -> bytes:
    """An ExportTraceServiceRequest: each record is one more of its field 1, resource_spans."""
    parts: list[bytes] = []
    for record in batch.records:
        parts += (b"\x0a", _varint(len(record.payload)), record.payload)
    return b"".join(parts)


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
