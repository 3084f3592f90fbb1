"""A span as an OTLP ResourceSpans message, redacted, which is the only form that leaves."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.sdk.trace import ReadableSpan

from ..policy.redaction import Redactor, redactor
from .content import is_content

_MOST_RESOURCES = 16


class Encoder:
    """`resource` names attributes that are added where the span's own resource lacks them."""

    def __init__(self, resource: Mapping[str, str], content: bool):
        self._resource = dict(resource)
        self._content = content
        self._redacted: dict[bytes, bytes] = {}

    def encode(self, spans: Sequence[ReadableSpan]) -> list[bytes]:
        """Each span with its resource and scope, in protobuf, in the order of the spans.

        Several at once are cheaper, since their resource is encoded once.
        """
        encoded: dict[bytes, bytes] = {}
        for group in encode_spans(spans).resource_spans:
            resource = self._redacted_resource(group.resource) + _text(3, group.schema_url)
            for within in group.scope_spans:
                scope = _field(1, within.scope.SerializeToString()) + _text(3, within.schema_url)
                for span in within.spans:
                    self._span(span, redactor())
                    one = scope + _field(2, span.SerializeToString())
                    encoded[span.trace_id + span.span_id] = resource + _field(2, one)
        return [encoded[_identity(span)] for span in spans]

    def _redacted_resource(self, resource: Any) -> bytes:
        raw = resource.SerializeToString()
        if raw not in self._redacted:
            if len(self._redacted) >= _MOST_RESOURCES:
                self._redacted.clear()
            self._redacted[raw] = _field(1, self._resource_of(resource).SerializeToString())
        return self._redacted[raw]

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


def _identity(span: ReadableSpan) -> bytes:
    context = span.get_span_context()
    if context is None:
        raise ValueError("a span without identity")
    return context.trace_id.to_bytes(16, "big") + context.span_id.to_bytes(8, "big")


def _field(number: int, body: bytes) -> bytes:
    """A field of a protobuf message that holds bytes: its tag, its length as a varint, and them."""
    size, head = len(body), bytearray((number << 3 | 2,))
    while size > 0x7F:
        head.append(size & 0x7F | 0x80)
        size >>= 7
    head.append(size)
    return bytes(head) + body


def _text(number: int, text: str) -> bytes:
    return _field(number, text.encode()) if text else b""


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
