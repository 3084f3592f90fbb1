"""A MetaAgent server over real HTTP, with policies, keys, stream, approvals and telemetry."""

import gzip
import json
import queue
import threading
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from urllib.parse import parse_qs, unquote, urlsplit

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from .signing import SigningKey


def _etag(document):
    try:
        return f'"{json.loads(document)["version"]}"'
    except (ValueError, KeyError, TypeError):
        return f'"{hash(document)}"'


class FakeServer:
    """`statuses[path prefix]` makes requests fail; `silent` prefixes are never answered.

    All others are answered after `delay` seconds.
    """

    def __init__(self):
        self.key = SigningKey(1)
        self.keys = [self.key.item()]
        self.policies: dict[str, str] = {}
        self.approvals: dict[str, dict] = {}
        self.answer_at_once: dict | None = None
        self.outcomes: list[dict] = []
        self.traces: list[tuple[dict, bytes]] = []
        self.requests: list[tuple[str, str, dict]] = []
        self.statuses: dict[str, int] = {}
        self.retry_after: str | None = None
        self.max_spans: int | None = None
        self.streams: list[queue.Queue] = []
        self.silent: set[str] = set()
        self.delay = 0.0
        self.clock_offset = 0.0
        self.released = threading.Event()
        self.changed = threading.Condition()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def publish(self, document: dict, key: SigningKey | None = None) -> None:
        """Holds a policy and pushes it to all streams."""
        text = (key or self.key).signed(document)
        self.policies[document["agent"]["name"]] = text
        self.push("policy", text)

    def push(self, name: str, data: str, id: str | None = None) -> None:
        for stream in list(self.streams):
            stream.put((name, data, id))

    def end_streams(self) -> None:
        for stream in list(self.streams):
            stream.put(None)

    def decide(self, approval_id: str, state: str, reason: str | None = None) -> None:
        answer = {"id": approval_id, "state": state, "reason": reason}
        self.approvals[approval_id].update(answer)
        self.push("approval", json.dumps(answer))

    def spans(self) -> list:
        """All spans that arrived, as protobuf messages."""
        return [
            span
            for _, body in list(self.traces)
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    def resources(self) -> list[dict]:
        return [
            attributes(resource.resource)
            for _, body in list(self.traces)
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        ]

    def asked(self, prefix: str) -> list[tuple[str, str, dict]]:
        return [request for request in list(self.requests) if request[1].startswith(prefix)]

    def wait(self, condition, timeout: float = 10.0):
        """Until the condition holds; fails where it does not in time. Its value."""
        with self.changed:
            assert self.changed.wait_for(lambda: condition(), timeout), "it did not happen"
        return condition()

    def close(self) -> None:
        self.released.set()
        self.end_streams()
        self._http.shutdown()
        self._http.server_close()


def attributes(message) -> dict:
    """Attributes of a protobuf message as Python values."""
    found = {}
    for attribute in message.attributes:
        kind = attribute.value.WhichOneof("value")
        value = getattr(attribute.value, kind)
        if kind == "array_value":
            value = [getattr(item, item.WhichOneof("value")) for item in value.values]
        found[attribute.key] = value
    return found


def _handler(server: FakeServer):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self._handle("GET", b"")

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            self._handle("POST", body)

        def _handle(self, method, body):
            with server.changed:
                server.requests.append((method, self.path, dict(self.headers)))
                server.changed.notify_all()
            path = urlsplit(self.path).path
            server.released.wait(server.delay)
            if any(path.startswith(prefix) for prefix in server.silent):
                server.released.wait()
                return
            for prefix, status in list(server.statuses.items()):
                if path.startswith(prefix):
                    headers = {"Retry-After": server.retry_after} if server.retry_after else {}
                    self._answer(status, b"{}", headers)
                    return
            self._route(method, path, body)
            with server.changed:
                server.changed.notify_all()

        def _route(self, method, path, body):
            if path == "/api/v1/policy/keys":
                self._json({"items": server.keys})
            elif path == "/api/v1/policy/stream":
                self._stream()
            elif path.endswith("/policy"):
                self._policy(unquote(path.split("/")[4]))
            elif path == "/api/v1/approvals":
                asked = json.loads(body)
                answer = server.answer_at_once or {"state": "pending", "reason": None}
                server.approvals[asked["id"]] = {**asked, **answer}
                self._json(server.approvals[asked["id"]], 201)
            elif path.startswith("/api/v1/approvals/"):
                self._json(server.approvals[path.rsplit("/", 1)[1]])
            elif path == "/api/v1/outcomes":
                server.outcomes.append(json.loads(body))
                self._json({"items": []})
            elif path == "/v1/traces":
                self._traces(body)
            else:
                self._json({}, 404)

        def _traces(self, body):
            count = len(ExportTraceServiceRequest.FromString(body).resource_spans)
            if server.max_spans is not None and count > server.max_spans:
                self._json({}, 413)
                return
            server.traces.append((dict(self.headers), body))
            self._answer(200, b"", {})

        def _policy(self, agent):
            text = server.policies.get(agent)
            if text is None:
                self._json({}, 404)
                return
            etag = _etag(text)
            if self.headers.get("If-None-Match") == etag:
                self._answer(304, b"", {"ETag": etag})
            else:
                self._answer(200, text.encode(), {"ETag": etag})

        def _stream(self):
            self.agents = parse_qs(urlsplit(self.path).query).get("agent", [])
            events = queue.Queue()
            self.send_response(200)
            self._date()
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            server.streams.append(events)
            with server.changed:
                server.changed.notify_all()
            number = 0
            try:
                while (event := events.get()) is not None:
                    number += 1
                    name, data, id = event
                    self._chunk(f"id: {id or number}\nevent: {name}\ndata: {data}\n\n".encode())
                self._chunk(b"")
            except OSError:
                pass
            server.streams.remove(events)
            self.close_connection = True

        def _chunk(self, content):
            self.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")
            self.wfile.flush()

        def _json(self, content, status=200):
            self._answer(status, json.dumps(content).encode(), {})

        def _answer(self, status, body, headers):
            self.send_response_only(status)
            self._date()
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _date(self):
            self.send_header("Date", formatdate(time() + server.clock_offset, usegmt=True))

        def log_message(self, *args):
            pass

    return Handler
