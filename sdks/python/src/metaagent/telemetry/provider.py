"""The TracerProvider of the host, or one of our own."""

import sys
from collections.abc import Mapping
from pathlib import Path

from opentelemetry import trace
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.sampling import ALWAYS_ON


def provider_with(
    processor: SpanProcessor,
    resource: Mapping[str, str],
    given: TracerProvider | None,
    set_global: bool,
) -> TracerProvider:
    """The given or the global provider with our processor added, else a new provider.

    A new one becomes the global one only where the host asks for it.
    """
    existing = given if given is not None else trace.get_tracer_provider()
    if isinstance(existing, TracerProvider):
        existing.add_span_processor(processor)
        return existing
    own = TracerProvider(
        sampler=ALWAYS_ON, resource=Resource.create(dict(resource)), shutdown_on_exit=False
    )
    own.add_span_processor(processor)
    if set_global:
        trace.set_tracer_provider(own)
    return own


def service_name(given: str | None) -> str:
    """The given one, else what OpenTelemetry's environment says, else the program's name."""
    if given:
        return given
    detected = OTELResourceDetector().detect().attributes.get("service.name")
    if detected:
        return str(detected)
    program = Path(sys.argv[0] if sys.argv else "").stem
    return program if program and program not in ("-c", "-m", "__main__") else "python"
