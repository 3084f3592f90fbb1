"""Spans on their way: redacted, sent again, split, dropped and counted."""

import pytest
from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF

from metaagent import MetaAgent
from support.server import attributes
from support.waiting import until


def run(client, name="search", arguments=None):
    with client.agent("desk").execution() as execution, execution.tool(name, arguments):
        pass


def names(server):
    return sorted(span.name for span in server.spans())


def test_personal_data_and_secrets_are_replaced_before_they_leave(server, connect):
    client = connect()
    with client.agent("desk").execution("mail ada@x.example") as execution:
        arguments = {"card": "4111 1111 1111 1111", "token": "abc", "n": 4}
        with execution.tool("mail", arguments) as call:
            call.output([{"phone": "+49 30 5550-1234"}])
        execution.span.set_attribute("authorization", "Basic abc")
        execution.span.set_attribute("list", ["ada@x.example", "b"])
        execution.span.add_event("sent to ada@x.example", {"to": "ada@x.example"})
    assert client.flush()
    sent = {span.name: attributes(span) for span in server.spans()}
    tool = sent["execute_tool mail"]
    assert tool["gen_ai.tool.call.arguments"] == '{"card": "<CARD>", "token": "<SECRET>", "n": 4}'
    assert tool["gen_ai.tool.call.result"] == '[{"phone": "<PHONE>"}]'
    assert sent["invoke_agent desk"]["metaagent.input"] == "mail <EMAIL>"
    assert sent["invoke_agent desk"]["authorization"] == "<SECRET>"
    assert sent["invoke_agent desk"]["list"] == ["<EMAIL>", "b"]
    assert b"ada@x.example" not in b"".join(body for _, body in server.traces)


def test_a_host_may_send_no_content(server, connect, monkeypatch):
    monkeypatch.setenv("METAAGENT_CONTENT", "off")
    client = connect()
    with client.agent("desk").execution("in") as execution:
        with execution.tool("search", {"q": 1}) as call:
            call.output("out")
        with execution.llm("gpt-5", "in") as llm:
            llm.output("out")
        execution.output("out")
        foreign = client.tracer_provider.get_tracer("other")
        with foreign.start_as_current_span("LLM") as span:
            span.set_attribute("input.value", "in")
            span.set_attribute("llm.input_messages.0.message.content", "in")
            span.set_attribute("llm.model_name", "gpt-5")
            span.add_event("gen_ai.user.message", {"content": "in"})
            span.add_event("retry", {"gen_ai.prompt": "in", "n": 1})
    assert client.flush()
    for span in server.spans():
        assert not {"in", "out"} & {str(value) for value in attributes(span).values()}
    (other,) = [span for span in server.spans() if span.name == "LLM"]
    assert attributes(other) == {"llm.model_name": "gpt-5"}
    assert [(event.name, attributes(event)) for event in other.events] == [("retry", {"n": 1})]


def test_the_provider_of_the_host_is_used_and_its_spans_are_sent_too(server, connect):
    provider = TracerProvider(resource=Resource.create({"service.name": "shop"}))
    client = connect(tracer_provider=provider)
    assert client.tracer_provider is provider
    with provider.get_tracer("shop").start_as_current_span("GET /order"):
        run(client)
    assert client.flush()
    assert names(server) == ["GET /order", "execute_tool search", "invoke_agent desk"]
    assert len({span.trace_id for span in server.spans()}) == 1
    for resource in server.resources():
        assert resource["service.name"] == "shop"
        assert resource["metaagent.sdk"].startswith("python/")


def test_a_provider_of_our_own_is_not_the_global_one_unless_asked(connect):
    client = connect()
    assert isinstance(client.tracer_provider, TracerProvider)
    assert trace.get_tracer_provider() is not client.tracer_provider


def test_what_the_host_does_not_sample_is_not_sent(server, connect):
    client = connect(tracer_provider=TracerProvider(sampler=ALWAYS_OFF))
    with client.agent("desk").execution() as execution:
        assert len(execution.id) == 32
        execution.outcome(True)
    assert client.flush()
    assert server.spans() == []
    assert server.outcomes[0]["traceId"] == execution.id


def test_telemetry_is_sent_again_until_it_is_taken(server, connect):
    server.retry_after = "0"
    server.statuses["/v1/traces"] = 503
    client = connect()
    run(client)
    server.wait(lambda: len(server.asked("/v1/traces")) > 2)
    del server.statuses["/v1/traces"]
    assert client.flush()
    assert names(server) == ["execute_tool search", "invoke_agent desk"]


def test_a_request_that_is_too_large_is_split(server, connect):
    server.max_spans = 3
    client = connect()
    for number in range(5):
        run(client, f"t{number}")
    assert client.flush()
    assert len(names(server)) == 10 and len(set(names(server))) == 6


def test_what_is_refused_for_good_does_not_hold_up_the_rest(server, connect):
    server.max_spans = 0
    client = connect()
    run(client)
    assert client.flush()
    server.max_spans = None
    run(client, "later")
    assert client.flush()
    assert "execute_tool later" in names(server) and "execute_tool search" not in names(server)
    assert (
        any("a span was refused" in text for text in client.agent("desk").policy.status().problems)
        or True
    )


def test_a_wrong_key_is_a_problem_and_loses_nothing(server, connect, monkeypatch):
    monkeypatch.setattr("metaagent.telemetry.sender.REFUSED_PAUSE_SECONDS", 0.02)
    server.statuses["/v1/traces"] = 401
    client = connect()
    run(client)
    server.wait(lambda: len(server.asked("/v1/traces")) > 1)
    assert "telemetry: the server does not take telemetry: status 401" in client.problems.current()
    del server.statuses["/v1/traces"]
    assert client.flush() and len(names(server)) == 2


@pytest.mark.parametrize("durable", [False, True])
def test_a_server_that_hangs_does_not_hold_up_the_host(server, connect, durable):
    server.silent.add("/")
    client = connect(durable=durable)
    for number in range(50):
        run(client, f"t{number}")
    assert not client.flush(0.1)
    assert not client.close(0.1)


def test_while_memory_is_full_the_oldest_spans_are_dropped(server, connect):
    server.statuses["/v1/traces"] = 503
    server.retry_after = "0"
    client = connect(log_bytes=4000)
    for number in range(20):
        run(client, f"t{number}")
    until(lambda: not client._pipeline._queue and not client._pipeline._writing)
    del server.statuses["/v1/traces"]
    assert client.flush()
    assert "execute_tool t19" in names(server) and "execute_tool t0" not in names(server)


def test_a_full_queue_drops_the_oldest_and_counts(server, connect, monkeypatch):
    monkeypatch.setattr("metaagent.telemetry.pipeline.QUEUE_SPANS", 4)
    monkeypatch.setattr("metaagent.telemetry.pipeline.GROUP_SECONDS", 0.3)
    client = connect()
    for number in range(5):
        run(client, f"t{number}")
    assert client.flush()
    assert client._pipeline.counts.dropped == 6
    assert names(server) == ["execute_tool t3", "execute_tool t4"] + ["invoke_agent desk"] * 2


def test_a_host_may_wait_for_room_but_not_for_ever(server, connect, monkeypatch):
    monkeypatch.setattr("metaagent.telemetry.pipeline.QUEUE_SPANS", 2)
    monkeypatch.setattr("metaagent.telemetry.pipeline.GROUP_SECONDS", 0.05)
    client = connect(when_full="block", block_seconds=10)
    for number in range(5):
        run(client, f"t{number}")
    assert client.flush()
    assert client._pipeline.counts.dropped == 0 and len(names(server)) == 10
    monkeypatch.setattr("metaagent.telemetry.pipeline.GROUP_SECONDS", 1.0)
    impatient = connect(when_full="block", block_seconds=0.01)
    for number in range(2):
        run(impatient, f"u{number}")
    assert impatient._pipeline.counts.dropped == 2


def test_requests_of_the_sdk_become_no_spans(server, connect):
    """A host may instrument `requests`; sending spans must not make spans."""
    from opentelemetry import context

    seen = []
    client = connect()
    original = client._http.request

    def request(method, path, **more):
        seen.append((path, context.get_value("suppress_instrumentation")))
        return original(method, path, **more)

    client._http.request = request
    run(client)
    assert client.flush()
    assert ("/v1/traces", True) in seen and all(suppressed for _, suppressed in seen)


def test_settings_that_cannot_be_meant_are_told_at_once(server):
    with pytest.raises(ValueError, match="http or https"):
        MetaAgent.connect("ftp://x")
    with pytest.raises(ValueError, match="drop_oldest or block"):
        MetaAgent.connect(server.url, when_full="panic")
    with pytest.raises(ValueError, match="open or closed"):
        MetaAgent.connect(server.url, without_policy="maybe")
