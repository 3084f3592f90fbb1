"""Attributes of spans, and how a decision and an error are told on them."""

from collections.abc import Mapping
from typing import Any

from opentelemetry import context, trace
from opentelemetry.trace import Span, Status, StatusCode

from .decisions import Permit, Refusal
from .plain import text_of
from .problems import logger

OPERATION = "gen_ai.operation.name"
INPUT, OUTPUT = "metaagent.input", "metaagent.output"
TOOL_ARGUMENTS, TOOL_RESULT = "gen_ai.tool.call.arguments", "gen_ai.tool.call.result"


def attributes_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a span takes them: None is left out, what is no plain value becomes JSON."""
    return {name: _value(value) for name, value in values.items() if value is not None}


def set_attribute(span: Span, name: str, value: Any) -> None:
    """One value, as `attributes_of` has it."""
    if value is not None:
        span.set_attribute(name, _value(value))


def decision_attributes(decision: Permit | Refusal) -> dict[str, Any]:
    """What a span tells of a decision: a permit is told where a rule made it."""
    refused = isinstance(decision, Refusal)
    effect = decision.effect or ("deny" if refused else None)
    if effect is None:
        return {}
    return {
        "metaagent.policy.effect": effect,
        "metaagent.policy.rule": decision.rule,
        "metaagent.policy.version": decision.version,
        "error.type": "policy_refused" if refused else None,
    }


def tell_decision(span: Span, decision: Permit | Refusal) -> None:
    """A refusal is an error of type policy_refused."""
    span.set_attributes(attributes_of(decision_attributes(decision)))
    if isinstance(decision, Refusal):
        span.set_status(Status(StatusCode.ERROR, str(decision)))


def tell_error(span: Span, error: BaseException) -> None:
    """Records the exception; one that cannot even be printed is told by its type."""
    span.set_attribute("error.type", type(error).__qualname__)
    try:
        span.record_exception(error)
        span.set_status(Status(StatusCode.ERROR, str(error)))
    except Exception:
        span.set_status(Status(StatusCode.ERROR))
        logger.debug("an exception cannot be printed", exc_info=True)


def _value(value: Any) -> Any:
    return value if isinstance(value, (bool, int, float)) else text_of(value)


class Activation:
    """Makes a span the current one. Leaving it in another context is not an error."""

    def __init__(self, span: Span):
        self._span = span
        self._token: Any = None

    def __enter__(self) -> None:
        self._token = context.attach(trace.set_span_in_context(self._span))

    def __exit__(self, *error: object) -> None:
        if self._token is not None:
            _detach(self._token)


def _detach(token: Any) -> None:
    try:
        context._RUNTIME_CONTEXT.detach(token)
    except Exception:
        logger.debug("a span was left in another context than it was entered in")
