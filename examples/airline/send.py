#!/usr/bin/env python3
"""Sends recorded runs of an airline agent to MetaAgent as OpenTelemetry traces.

The input is a file of tau-bench trajectories (github.com/sierra-research/tau-bench): real runs of a
customer-service agent with its tools, each with the reward it earned. Nothing but Python 3.9 is needed.

    python3 examples/airline/send.py gpt-4o-airline.json
"""

import argparse
import gzip
import hashlib
import json
import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

AGENT = "airline-agent"
MILLISECOND = 1_000_000
OK, ERROR = 1, 2  # status codes of OTLP
INTERNAL, CLIENT = 1, 3  # span kinds of OTLP

# The tools that change something; the first one a task asks for names the class of the task.
CHANGES = {
    "book_reservation",
    "cancel_reservation",
    "send_certificate",
    "transfer_to_human_agents",
    "update_reservation_baggages",
    "update_reservation_flights",
    "update_reservation_passengers",
}


def attribute(key, value):
    """One attribute as OTLP/JSON writes it; a list or an object becomes its JSON text."""
    if isinstance(value, bool):
        return {"key": key, "value": {"boolValue": value}}
    if isinstance(value, int):
        return {"key": key, "value": {"intValue": str(value)}}
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False)
    return {"key": key, "value": {"stringValue": value}}


def message(turn):
    """One turn of the conversation in the message format of OpenTelemetry's GenAI conventions."""
    if turn["role"] == "tool":
        answer = {"type": "tool_call_response", "id": turn["tool_call_id"], "response": turn["content"]}
        return {"role": "tool", "parts": [answer]}
    parts = [{"type": "text", "content": turn["content"]}] if turn.get("content") else []
    for call in turn.get("tool_calls") or []:
        parts.append(
            {
                "type": "tool_call",
                "id": call["id"],
                "name": call["function"]["name"],
                "arguments": json.loads(call["function"]["arguments"]),
            }
        )
    return {"role": turn["role"], "parts": parts}


class Trace:
    """The spans of one run. Ids depend on the run alone, so that a run sent twice is stored once."""

    def __init__(self, run, model):
        self.run = run
        self.model = model
        self.seed = f"tau-bench airline {model} task {run['task_id']} trial {run['trial']}"
        self.trace_id = self.digest("trace", 32)
        self.root = self.digest("span 0", 16)
        self.spans = []
        self.clock = 0  # nanoseconds since the run began
        self.walk()

    def digest(self, what, digits):
        return hashlib.sha256(f"{self.seed} {what}".encode()).hexdigest()[:digits]

    def walk(self):
        """Lays the turns out in time. The recording has no times: they follow the length of the texts."""
        turns = self.run["traj"]
        history = []
        for turn in turns:
            if turn["role"] == "assistant":
                self.chat(history, turn)
            elif turn["role"] == "tool":
                self.tool(history[-1], turn)
            if turn["role"] != "system":
                history.append(turn)
        self.agent()

    def chat(self, history, turn):
        written = len(turn.get("content") or "") + sum(len(c["function"]["arguments"]) for c in turn.get("tool_calls") or [])
        answer = message(turn)
        answer["finish_reason"] = "tool_call" if turn.get("tool_calls") else "stop"
        self.add(
            f"chat {self.model}",
            CLIENT,
            (350 + 3 * written) * MILLISECOND,
            {
                "gen_ai.operation.name": "chat",
                "gen_ai.provider.name": "openai",
                "gen_ai.request.model": self.model,
                "gen_ai.system_instructions": [{"type": "text", "content": self.run["traj"][0]["content"]}],
                "gen_ai.input.messages": [message(earlier) for earlier in history],
                "gen_ai.output.messages": [answer],
            },
        )

    def tool(self, asked, turn):
        call = next(c for c in asked["tool_calls"] if c["id"] == turn["tool_call_id"])
        attributes = {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": turn["name"],
            "gen_ai.tool.type": "function",
            "gen_ai.tool.call.id": turn["tool_call_id"],
            "gen_ai.tool.call.arguments": call["function"]["arguments"],
            "gen_ai.tool.call.result": turn["content"],
        }
        status = {"code": OK}
        if turn["content"].startswith("Error: "):
            attributes["error.type"] = "ToolError"
            status = {"code": ERROR, "message": turn["content"][len("Error: ") :]}
        took = (30 + len(turn["content"]) // 40) * MILLISECOND
        self.add(f"execute_tool {turn['name']}", INTERNAL, took, attributes, status)

    def agent(self):
        said = [turn for turn in self.run["traj"] if turn["role"] in ("user", "assistant") and turn.get("content")]
        task = self.run["info"]["task"]
        expected = [action["name"] for action in task["actions"] if action["name"] in CHANGES]
        attributes = {
            "gen_ai.operation.name": "invoke_agent",
            "gen_ai.agent.name": AGENT,
            "gen_ai.provider.name": "openai",
            "gen_ai.request.model": self.model,
            "metaagent.session.id": f"airline-task-{self.run['task_id']}",
            "metaagent.user.id": task["user_id"],
            "metaagent.task.class": expected[0] if expected else "no change",
            "metaagent.attr.trial": self.run["trial"],
            "metaagent.success": self.run["reward"] == 1,
            "metaagent.input": next(turn["content"] for turn in said if turn["role"] == "user"),
            "metaagent.output": next(turn["content"] for turn in reversed(said) if turn["role"] == "assistant"),
        }
        self.spans.insert(0, self.span(self.root, f"invoke_agent {AGENT}", INTERNAL, 0, self.clock, attributes, {"code": OK}))

    def add(self, name, kind, duration, attributes, status=None):
        span_id = self.digest(f"span {len(self.spans) + 1}", 16)
        span = self.span(span_id, name, kind, self.clock, self.clock + duration, attributes, status or {"code": OK})
        self.spans.append({**span, "parentSpanId": self.root})
        self.clock += duration + 5 * MILLISECOND

    def span(self, span_id, name, kind, start, end, attributes, status):
        return {
            "traceId": self.trace_id,
            "spanId": span_id,
            "name": name,
            "kind": kind,
            "startTimeUnixNano": start,
            "endTimeUnixNano": end,
            "attributes": [attribute(key, value) for key, value in attributes.items()],
            "status": status,
        }

    def request(self, end):
        """The export request of a run that ended at a time, in nanoseconds since 1970."""
        start = end - self.clock
        moved = [
            {
                **span,
                "startTimeUnixNano": str(start + span["startTimeUnixNano"]),
                "endTimeUnixNano": str(start + span["endTimeUnixNano"]),
            }
            for span in self.spans
        ]
        resource = {"attributes": [attribute("service.name", AGENT), attribute("deployment.environment.name", "benchmark")]}
        scope = {"name": "metaagent.examples.airline"}
        return {"resourceSpans": [{"resource": resource, "scopeSpans": [{"scope": scope, "spans": moved}]}]}


class Sender:
    """Posts export requests, and waits where the server asks for it."""

    def __init__(self, endpoint, key):
        self.url = endpoint.rstrip("/") + "/v1/traces"
        self.headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        if key:
            self.headers["Authorization"] = f"Bearer {key}"

    def send(self, body):
        packed = gzip.compress(json.dumps(body, ensure_ascii=False).encode(), 5)
        for _ in range(20):
            try:
                request = urllib.request.Request(self.url, packed, self.headers)
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return json.load(answer).get("partialSuccess", {})
            except urllib.error.HTTPError as problem:
                if problem.code not in (429, 502, 503, 504):
                    sys.exit(f"{self.url} answered {problem.code}: {problem.read().decode(errors='replace')}")
                time.sleep(float(problem.headers.get("Retry-After") or 1))
            except urllib.error.URLError as problem:
                sys.exit(f"{self.url} is not reachable: {problem.reason}. Start MetaAgent with ./metaagent up")
        sys.exit(f"{self.url} stayed busy")


def arguments():
    endpoint = os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318")
    parser = argparse.ArgumentParser(description="Send recorded runs of an airline agent to MetaAgent.")
    parser.add_argument("file", type=Path, help="tau-bench trajectories (JSON)")
    parser.add_argument("--endpoint", default=endpoint, help=f"where OTLP/HTTP listens ({endpoint})")
    parser.add_argument("--key", default=os.environ.get("METAAGENT_KEY"), help="an ingest key; not needed in local mode")
    parser.add_argument("--model", default="gpt-4o", help="the model the runs were recorded with (gpt-4o)")
    parser.add_argument("--hours", type=float, default=6, help="the runs end evenly over the last hours (6)")
    parser.add_argument("--limit", type=int, help="send only the first runs")
    return parser.parse_args()


def main():
    options = arguments()
    if not options.file.is_file():
        sys.exit(f"{options.file} is not there; examples/airline/README.md says where to get it")
    runs = json.loads(options.file.read_text(encoding="utf-8"))[: options.limit]
    sender = Sender(options.endpoint, options.key)
    now = time.time_ns()
    apart = int(options.hours * 3600e9) // max(1, len(runs))
    spans = rejected = 0
    began = time.monotonic()
    for number, run in enumerate(runs, 1):
        trace = Trace(run, options.model)
        partial = sender.send(trace.request(now - (len(runs) - number) * apart))
        spans += len(trace.spans)
        rejected += int(partial.get("rejectedSpans", 0))
        if partial.get("errorMessage"):
            print(f"task {run['task_id']} trial {run['trial']}: {partial['errorMessage']}", file=sys.stderr)
    succeeded = sum(run["reward"] == 1 for run in runs)
    print(f"sent {len(runs)} runs of {AGENT} ({succeeded} reached their goal) as {spans} spans in {time.monotonic() - began:.1f} s to {sender.url}")
    if rejected:
        sys.exit(f"{rejected} spans were rejected")


if __name__ == "__main__":
    main()
