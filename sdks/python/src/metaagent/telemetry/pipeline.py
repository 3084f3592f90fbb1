"""Takes ended spans from OpenTelemetry and brings them into a log, from which they are sent."""

import threading
from collections import deque
from dataclasses import dataclass
from time import monotonic, sleep

from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor

from ..problems import Problems, logger
from ..remote.http import Http
from ..remote.identity import Identity
from ..threads import start_daemon
from .batch import Record
from .disk_log import left_behind
from .encode import Encoder
from .fallback_log import FallbackLog
from .logs import LogSettings, make_room, open_log, pieces
from .sender import Sender

QUEUE_SPANS = 4096
GROUP_SECONDS = 0.025
"""How long spans are gathered before they are written and synced together."""

ENCODED_SPANS = 8
"""How many spans are encoded at once; more would keep the threads of the host waiting."""
GROUP_SPANS = 128
"""How many spans are encoded before they are written, so that the first need not wait long."""

LINGER_SECONDS = 0.5
"""How long records are gathered before fewer than a whole batch are sent."""

_TICK_SECONDS = 0.01


@dataclass(slots=True)
class Counts:
    """Spans since the start of the process: ended, dropped because something was full."""

    ended: int = 0
    dropped: int = 0


class Pipeline(SpanProcessor):
    """A span processor whose `on_end` never waits, unless the host chose `block`.

    One daemon thread encodes, redacts, writes and syncs; another one sends.
    """

    def __init__(
        self,
        settings: LogSettings,
        encoder: Encoder,
        http: Http,
        identity: Identity,
        problems: Problems,
    ):
        self._settings = settings
        self._encoder = encoder
        self._http = http
        self._identity = identity
        self._problems = problems
        self._closed = False
        self._reset()
        if settings.durable:
            self._start()

    def on_end(self, span: ReadableSpan) -> None:
        context = span.context
        if self._closed or context is None or not context.trace_flags.sampled:
            return
        if not self._started:
            self._start()
        self._put(span)
        if not self._filled.is_set():
            self._filled.set()

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        """Whether everything that ended before was answered within the time."""
        end = monotonic() + timeout_millis / 1000
        self._flushes += 1
        self._filled.set()
        self._hurry.set()
        while not self._idle() and monotonic() < end:
            self._ready.set()
            self._stop.wait(_TICK_SECONDS)
        self._flushes -= 1
        return self._idle()

    def shutdown(self) -> None:
        self.close(2.0)

    def close(self, timeout: float) -> bool:
        """Takes no more spans, writes those it has, and sends for at most so many seconds."""
        if self._closed:
            return True
        self._closed = True
        sent = self.force_flush(int(timeout * 1000))
        self._stop.set()
        for event in (self._filled, self._ready, self._hurry):
            event.set()
        if self._writer is not None:
            self._writer.join(1.0)
        self._log.close()
        return sent

    def forked(self) -> None:
        """In the child of a fork: the parent sends its own spans; the child begins anew."""
        if isinstance(self._log, FallbackLog):
            self._log.forked()
        self._reset()

    def _reset(self) -> None:
        self.counts = Counts()
        self._queue: deque[tuple[int, ReadableSpan]] = deque()
        self._lock = threading.Lock()
        self._room = threading.Condition(self._lock)
        self._filled, self._ready = threading.Event(), threading.Event()
        self._hurry, self._stop = threading.Event(), threading.Event()
        self._writing = self._started = False
        self._flushes = 0
        self._writer: threading.Thread | None = None
        self._log = open_log(self._settings, self._identity.instance, self._problems)

    def _start(self) -> None:
        with self._lock:
            if self._started:
                return
            self._started = True
        self._writer = start_daemon("metaagent-writer", self._write_for_ever)
        start_daemon("metaagent-sender", self._send_for_ever)

    def _idle(self) -> bool:
        return not self._queue and not self._writing and self._log.is_empty()

    def _put(self, span: ReadableSpan) -> None:
        """The number of a span that is dropped is missing at the server, which so knows of it."""
        with self._room:
            full = not self._has_room()
            if full and self._settings.when_full == "block":
                full = not self._room.wait_for(self._has_room, self._settings.block_seconds)
            self.counts.ended += 1
            self.counts.dropped += full
            if full and self._settings.when_full == "block":
                return
            if full:
                self._queue.popleft()
            self._queue.append((self.counts.ended, span))

    def _has_room(self) -> bool:
        return len(self._queue) < QUEUE_SPANS

    def _write_for_ever(self) -> None:
        noted = 0
        while not (self._stop.is_set() and not self._queue):
            if not self._queue:
                self._filled.wait()
                self._stop.wait(GROUP_SECONDS)
            self._filled.clear()
            self._writing = True
            try:
                self._write(self._drain())
                if self.counts.dropped > noted:
                    self._log.note_dropped(self.counts.dropped - noted)
                    noted = self.counts.dropped
            except Exception:
                logger.exception("spans are lost")
            finally:
                self._writing = False
            self._ready.set()

    def _drain(self) -> list[tuple[int, ReadableSpan]]:
        with self._room:
            count = min(len(self._queue), GROUP_SPANS)
            drained = [self._queue.popleft() for _ in range(count)]
            self._room.notify_all()
        return drained

    def _write(self, spans: list[tuple[int, ReadableSpan]]) -> None:
        records = []
        for at in range(0, len(spans), ENCODED_SPANS):
            sleep(0)  # lets the threads of the host go first, these few spans at most later
            records += self._encoded(spans[at : at + ENCODED_SPANS])
        for part in pieces(records, self._settings.capacity // 8):
            make_room(self._log, part, self._settings, lambda: not self._stop.wait(_TICK_SECONDS))
            self._log.append(part)

    def _encoded(self, spans: list[tuple[int, ReadableSpan]]) -> list[Record]:
        """One that cannot be encoded does not take the others with it."""
        try:
            encoded = self._encoder.encode([span for _, span in spans])
        except Exception as problem:
            if len(spans) > 1:
                return [record for one in spans for record in self._encoded([one])]
            self._problems.report("telemetryEncoding", f"a span cannot be encoded: {problem!r}")
            return []
        numbers = (number for number, _ in spans)
        return [Record(number, body) for number, body in zip(numbers, encoded, strict=True)]

    def _send_for_ever(self) -> None:
        sender = Sender(self._http, self._problems, self._settings.durable, self._pause)
        if self._settings.folder is not None:
            own = self._identity.instance
            for log in left_behind(self._settings.folder, own, self._problems):
                if sender.send_all(log):
                    log.close()
        while not self._stop.is_set():
            self._ready.wait()
            self._ready.clear()
            if self._flushes == 0:
                self._hurry.wait(LINGER_SECONDS)
            self._hurry.clear()
            sender.send_all(self._log)

    def _pause(self, seconds: float) -> bool:
        """Waits, less while somebody flushes; whether to go on."""
        self._hurry.wait(seconds)
        self._hurry.clear()
        return not self._stop.is_set()
