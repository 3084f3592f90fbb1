"""One step of a run as a span: a call of a model or tool, a retrieval, a handoff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opentelemetry.trace import Span

from .decisions import Permit, Refusal
from .policy.prices import Tokens
from .problems import logger
from .spans import OUTPUT, TOOL_RESULT, Activation, set_attribute, tell_decision, tell_error

if TYPE_CHECKING:
    from .execution import Execution


class Action:
    """A context manager, also an asynchronous one. An exception within is recorded and goes on."""

    _output = OUTPUT

    def __init__(self, execution: Execution, span: Span):
        self.span = span
        self._execution = execution
        self._activation = Activation(span)
        self._ended = False

    @property
    def content(self) -> bool:
        """Whether inputs and outputs are recorded."""
        return self._execution.content

    def output(self, value: Any) -> None:
        """What the step answered."""
        if self.content:
            set_attribute(self.span, self._output, value)

    def error(self, error: BaseException) -> None:
        """The step failed with this, although no exception leaves it."""
        tell_error(self.span, error)

    def set(self, key: str, value: Any) -> None:
        """Plain metadata under a key of the host."""
        set_attribute(self.span, f"metaagent.attr.{key}", value)

    def end(self) -> None:
        """Ends the span; a second time does nothing."""
        if not self._ended:
            self._ended = True
            self.span.end()

    def __enter__(self):
        self._activation.__enter__()
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        try:
            if error is not None:
                tell_error(self.span, error)
            self.end()
            self._activation.__exit__()
        except Exception:
            logger.exception("a step is not recorded")

    async def __aenter__(self):
        return self.__enter__()

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self.__exit__(kind, error, trace)


class LlmCall(Action):
    """A call of a model. `refusal` says why it may not be made."""

    def __init__(
        self, execution: Execution, span: Span, model: str, refusal: Refusal | None = None
    ):
        super().__init__(execution, span)
        self.refusal = refusal
        self._model = model
        self._tokens: Tokens | None = None
        if refusal is not None:
            tell_decision(span, refusal)

    @property
    def refused(self) -> bool:
        """Whether it may not be made; a `Refusal` itself is false, as no permission is."""
        return self.refusal is not None

    def usage(
        self,
        input_tokens: int | None = None,
        output_tokens: int | None = None,
        *,
        cache_read_tokens: int | None = None,
        cache_write_tokens: int | None = None,
    ) -> None:
        """Tokens of the whole call, the last time counts; input includes cached tokens."""
        self._tokens = Tokens(input_tokens, output_tokens, cache_read_tokens, cache_write_tokens)
        for name, value in (
            ("input_tokens", input_tokens),
            ("output_tokens", output_tokens),
            ("cache_read.input_tokens", cache_read_tokens),
            ("cache_write.input_tokens", cache_write_tokens),
        ):
            set_attribute(self.span, f"gen_ai.usage.{name}", value)

    def response_model(self, model: str) -> None:
        """The model that answered, by which the call costs."""
        self._model = model
        set_attribute(self.span, "gen_ai.response.model", model)

    def end(self) -> None:
        if not self._ended and self._tokens is not None:
            self._execution.spend(self._model, self._tokens)
        super().end()


class ToolCall(Action):
    """A call of a tool."""

    _output = TOOL_RESULT

    def decided(self, decision: Permit | Refusal) -> None:
        """What the policy said of it."""
        tell_decision(self.span, decision)
