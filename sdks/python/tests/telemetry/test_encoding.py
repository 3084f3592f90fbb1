"""Spans as messages of their own, encoded several at once."""

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider

from metaagent.telemetry.encode import Encoder


class Ended(SpanProcessor):
    def __init__(self):
        self.spans = []

    def on_end(self, span):
        self.spans.append(span)


@pytest.fixture
def spans():
    """Spans of two resources and two scopes, mixed."""
    ended = Ended()
    for service in ("a", "b" * 300):
        provider = TracerProvider(resource=Resource({"service.name": service}))
        provider.add_span_processor(ended)
        for scope in ("one", "two"):
            tracer = provider.get_tracer(scope, "1.0", schema_url="https://example.org/1")
            for number in range(3):
                attributes = {"number": number, "to": "ada@example.org", "api_key": "sk-x"}
                tracer.start_span(f"{service} {scope}", attributes=attributes).end()
    return ended.spans[::2] + ended.spans[1::2]


def test_spans_of_several_resources_and_scopes_keep_theirs_and_their_order(spans):
    encoder = Encoder({"metaagent.sdk": "python/1"}, True)
    messages = [ResourceSpans.FromString(record) for record in encoder.encode(spans)]
    assert len(messages) == len(spans) == 12
    for span, message in zip(spans, messages, strict=True):
        resource = {a.key: a.value.string_value for a in message.resource.attributes}
        assert resource["service.name"] == span.resource.attributes["service.name"]
        assert resource["metaagent.sdk"] == "python/1"
        (within,) = message.scope_spans
        assert within.scope.name == span.instrumentation_scope.name
        assert within.schema_url == "https://example.org/1"
        (encoded,) = within.spans
        assert encoded.span_id == span.context.span_id.to_bytes(8, "big")
        attributes = {a.key: a.value for a in encoded.attributes}
        assert attributes["number"].int_value == span.attributes["number"]
        assert "ada@example.org" not in attributes["to"].string_value
        assert attributes["api_key"].string_value == "<SECRET>"


def test_together_they_are_the_same_as_one_by_one(spans):
    together = Encoder({}, True).encode(spans)
    encoder = Encoder({}, True)
    assert together == [record for span in spans for record in encoder.encode([span])]
