"""A span as an OTLP ResourceSpans message, redacted, which is the only form that leaves."""

from collections.abc import Iterable, Mapping
from typing import Any

from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan

from ..policy.redaction import Redactor, redactor
from .content import is_content


class Encoder:
    """`resource` names attributes that are added where the span's own resource lacks them."""

    def __init__(self, resource: Mapping[str, str], content: bool):
        self._resource = dict(resource)
        self._content = content
        self._last: Resource | None = None
        self._redacted: Any = None

    def encode(self, span: ReadableSpan) -> bytes:
        """One span with its resource and scope, in protobuf."""
        (message,) = encode_spans([span]).resource_spans
        if span.resource is not self._last:
            self._last, self._redacted = span.resource, self._resource_of(message.resource)
        message.resource.CopyFrom(self._redacted)
        for encoded in message.scope_spans[0].spans:
            self._span(encoded, redactor())
        return message.SerializeToString()

    def _resource_of(self, resource: Any) -> Any:
        present = {attribute.key for attribute in resource.attributes}
        for key, value in self._resource.items():
            if key not in present:
                resource.attributes.add(key=key).value.string_value = value
        _attributes(resource.attributes, redactor())
        return resource

    def _span(self, span: Any, redact: Redactor) -> None:
        if not self._content:
            _without_content(span)
        span.name = redact.text(span.name)
        span.status.message = redact.text(span.status.message)
        _attributes(span.attributes, redact)
        for event in span.events:
            event.name = redact.text(event.name)
            _attributes(event.attributes, redact)
        for link in span.links:
            _attributes(link.attributes, redact)


def _without_content(span: Any) -> None:
    events = [event for event in span.events if not is_content(event.name)]
    del span.events[:]
    span.events.extend(events)
    for owner in (span, *span.events, *span.links):
        kept = [attribute for attribute in owner.attributes if not is_content(attribute.key)]
        del owner.attributes[:]
        owner.attributes.extend(kept)


def _attributes(attributes: Iterable[Any], redact: Redactor) -> None:
    for attribute in attributes:
        _value(attribute.key, attribute.value, redact)


def _value(key: str, value: Any, redact: Redactor) -> None:
    kind = value.WhichOneof("value")
    if kind == "string_value":
        secret = value.string_value and redact.is_secret_key(key)
        value.string_value = "<SECRET>" if secret else redact.serialized(value.string_value)
    elif kind == "array_value":
        for item in value.array_value.values:
            _value(key, item, redact)
    elif kind == "kvlist_value":
        _attributes(value.kvlist_value.values, redact)
