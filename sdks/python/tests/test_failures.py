"""What goes wrong within the SDK stays within it."""

import logging

import pytest
from opentelemetry.sdk.trace import TracerProvider

from metaagent.policy.rules import Rules
from metaagent.problems import Problems
from metaagent.telemetry.encode import Encoder
from support.server import attributes
from support.signing import document, rule

NESTED = "[" * 900 + "]" * 900


@pytest.fixture
def govern(server, connect):
    def make(**settings):
        tools = [
            rule("r1", "mail", "redact", redactPaths=["x"]),
            rule("r2", "search", "allow"),
        ]
        server.policies["desk"] = server.key.signed(document(tools=tools))
        return connect(agents=["desk"], wait=10, **settings)

    return make


def test_rules_that_fail_refuse_the_tools_they_name_and_no_others(govern, monkeypatch, caplog):
    def fail(self, tool, arguments):
        raise RecursionError("too deep")

    agent = govern().agent("desk")
    monkeypatch.setattr(Rules, "first", fail)
    refusal = agent.policy.tool("mail", {})
    assert refusal.kind == "denied" and "could not be applied" in refusal.reason
    assert agent.policy.tool("other", {}).permitted
    assert "could not be decided on" in caplog.text


def test_a_run_that_cannot_be_decided_on_goes_on(connect, monkeypatch):
    def fail(*arguments):
        raise RuntimeError("broken")

    monkeypatch.setattr("metaagent.decider.begin", fail)
    assert connect().agent("desk").begin("run-1") is None
    assert connect(without_policy="closed").agent("desk").begin("run-1").kind == "noPolicy"


def test_a_tracer_that_fails_does_not_stop_the_host(server, connect):
    class Broken(TracerProvider):
        def get_tracer(self, *arguments, **more):
            return self

        def start_span(self, *arguments, **more):
            raise RuntimeError("broken")

    client = connect(tracer_provider=Broken())
    with client.agent("desk").execution() as run:
        assert len(run.id) == 32
        assert run.call("search", lambda: 1) == 1
        with run.llm("gpt-5") as call:
            call.usage(1, 1)
            call.output("x")
    assert client.flush() and server.spans() == []


def test_a_span_that_cannot_be_encoded_does_not_hold_up_the_rest(server, connect, monkeypatch):
    encode = Encoder.encode

    def fail(self, spans):
        if any(span.name == "invoke_agent desk" for span in spans):
            raise UnicodeError("half a character")
        return encode(self, spans)

    monkeypatch.setattr(Encoder, "encode", fail)
    client = connect()
    with client.agent("desk").execution() as run, run.tool("search"):
        pass
    assert client.flush()
    assert [span.name for span in server.spans()] == ["execute_tool search"]
    assert any("cannot be encoded" in text for text in client.problems.current())


def test_content_that_is_nested_deeply_is_recorded(server, connect):
    client = connect()
    with client.agent("desk").execution(NESTED):
        pass
    assert client.flush()
    assert attributes(server.spans()[0])["metaagent.input"] == NESTED


def test_answers_of_the_server_that_are_nonsense_are_problems(server, connect):
    server.policies["desk"] = "<html>"
    server.keys = None
    agent = connect(agents=["desk"], wait=0.3).agent("desk")
    server.wait(lambda: server.streams)
    server.push("approval", "[]")
    server.push("approval", "nonsense")
    server.push("policy", "nonsense")
    server.push("policy", '{"agent": {"name": "other"}}')
    server.push("news", "{}", id="last")
    server.end_streams()
    server.wait(lambda: server.asked("/api/v1/policy/stream")[-1][2].get("Last-Event-ID") == "last")
    assert "malformed" in " ".join(agent.policy.status().problems)
    assert agent.policy.tool("mail", {}).permitted


def test_a_problem_is_logged_once_and_told_until_it_is_over(caplog):
    problems = Problems()
    with caplog.at_level(logging.WARNING, "metaagent"):
        for _ in range(3):
            problems.report("disk", "full")
    assert len(caplog.records) == 1 and problems.current() == ["disk: full"]
    problems.over("disk")
    assert problems.current() == []


def test_an_exception_that_cannot_be_printed_goes_on_as_it_is(server, connect):
    class Unprintable(Exception):
        def __str__(self):
            raise RuntimeError("no")

    client = connect()
    with pytest.raises(Unprintable), client.agent("desk").execution() as run, run.tool("search"):
        raise Unprintable
    assert client.flush()
    told = [(span.status.code, attributes(span)["error.type"][-11:]) for span in server.spans()]
    assert told == [(2, "Unprintable")] * 2


def test_values_that_cannot_be_printed_do_not_stop_the_host(server, connect):
    class Unprintable:
        def __str__(self):
            raise RuntimeError("no")

    client = connect()
    with client.agent("desk").execution(Unprintable()) as run:
        run.output({Unprintable(): Unprintable(), (1, 2): {3}})
        run.set("what", Unprintable())
        assert run.policy.tool("search", {"x": Unprintable()}).permitted
        assert run.policy.prompt("p", "{{x}}").render(x=Unprintable()) == "<Unprintable>"
    assert client.flush()
    told = attributes(server.spans()[0])
    assert told["metaagent.output"] == '{"<Unprintable>": "<Unprintable>", "[1, 2]": [3]}'
