"""One run of an agent."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal
from time import monotonic
from typing import TYPE_CHECKING, Any

from opentelemetry import trace
from opentelemetry.context import Context, get_current
from opentelemetry.trace import INVALID_SPAN, Span, SpanKind

from .action import Action, LlmCall, ToolCall
from .decisions import Decision, Pending, Permit, PolicyRefused, Refusal
from .policy.limits import Usage
from .policy.prices import Tokens
from .problems import logger
from .spans import (
    INPUT,
    OPERATION,
    OUTPUT,
    TOOL_ARGUMENTS,
    attributes_of,
    decision_attributes,
    set_attribute,
    tell_error,
)

if TYPE_CHECKING:
    from .agent import Agent

_current: ContextVar[Execution | None] = ContextVar("metaagent.execution", default=None)


def current_execution() -> Execution | None:
    """The run in which this code runs, by context variables."""
    return _current.get()


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a run when it begins."""

    input: Any = None
    session_id: str | None = None
    user_id: str | None = None
    task_class: str | None = None
    outcome_key: str | Sequence[str] | None = None
    environment: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)


class Execution:
    """Made by `agent.execution(...)`. Safe to use from several threads and tasks.

    `refusal` says why the run may not take place; the code within must look at it, unless it
    asked for an exception. A run that was refused records nothing and refuses every call.
    """

    def __init__(self, agent: Agent, about: About):
        self.agent = agent
        self._lock = threading.Lock()
        self._actions = 0
        self._cost: Decimal | None = None
        self._began = monotonic()
        self._ended = False
        parent = trace.get_current_span().get_span_context()
        self._outermost = not parent.is_valid
        self.span = self._start(f"invoke_agent {agent.name}", {OPERATION: "invoke_agent"}, None)
        identity = self.span.get_span_context()
        self.id = f"{identity.trace_id:032x}" if identity.is_valid else uuid.uuid4().hex
        self.refusal = agent.begin(self.id)
        if self.refusal is not None:
            self.span = INVALID_SPAN
        else:
            self._describe(about)

    @property
    def refused(self) -> bool:
        """Whether the run may not take place; a `Refusal` itself is false, as no permission is."""
        return self.refusal is not None

    @property
    def policy(self):
        """The policy of the agent, deciding for this run."""
        return self.agent.policy_of(self)

    @property
    def content(self) -> bool:
        return self.agent.content

    def usage(self) -> Usage:
        """Actions, seconds and cost (None: unknown) so far."""
        return Usage(self._actions, monotonic() - self._began, self._cost)

    def llm(
        self,
        model: str,
        input: Any = None,
        *,
        provider: str | None = None,
        raise_refused: bool = False,
    ) -> LlmCall:
        """A call of a model, as a context manager.

        Its `refusal` says why it may not be made: a limit of the run is reached, for example. The
        code within must look at it; with `raise_refused`, PolicyRefused is raised here instead.
        """
        refusal = self.agent.decide_model(self)
        call = self.record_llm(model, input, provider=provider, refusal=refusal)
        if refusal is not None and raise_refused:
            call.end()
            raise PolicyRefused(refusal)
        return call

    def record_llm(
        self,
        model: str,
        input: Any = None,
        *,
        provider: str | None = None,
        refusal: Refusal | None = None,
    ) -> LlmCall:
        """A call of a model that was decided on, or is made in any case; see `llm`."""
        attributes = {
            OPERATION: "chat",
            "gen_ai.request.model": model,
            "gen_ai.provider.name": provider,
            INPUT: input,
        }
        span = self._action(f"chat {model}", attributes, INPUT, SpanKind.CLIENT)
        return LlmCall(self, span, model, refusal)

    def tool(
        self, name: str, arguments: Any = None, *, decision: Decision | None = None
    ) -> ToolCall:
        """A call of a tool that was decided on; `call` asks the policy and does all of it."""
        attributes = {
            OPERATION: "execute_tool",
            "gen_ai.tool.name": name,
            TOOL_ARGUMENTS: arguments,
        }
        if isinstance(decision, (Permit, Refusal)):
            attributes.update(decision_attributes(decision))
        call = ToolCall(self, self._action(f"execute_tool {name}", attributes, TOOL_ARGUMENTS))
        if isinstance(decision, Refusal):
            call.decided(decision)
        return call

    def retrieval(self, name: str, query: Any = None) -> Action:
        """A search in documents."""
        return self._kind("retrieval", name, query)

    def handoff(self, agent: str, input: Any = None) -> Action:
        """Gives the task to another agent."""
        return self._kind("handoff", agent, input)

    def call(self, name: str, function: Callable[..., Any], /, **arguments: Any) -> Any:
        """Asks the policy, waits for a person if it says so, and calls the function.

        The result of the function, or the Refusal. The function gets the permitted arguments.
        """
        from .guard import call_guarded

        return call_guarded(self.agent, self, name, lambda a: function(**a), arguments)

    async def acall(self, name: str, function: Callable[..., Any], /, **arguments: Any) -> Any:
        """As `call`, for a coroutine function."""
        from .guard import acall_guarded

        return await acall_guarded(self.agent, self, name, lambda a: function(**a), arguments)

    def output(self, value: Any) -> None:
        """What the run answered."""
        if self.content:
            set_attribute(self.span, OUTPUT, value)

    def set(self, key: str, value: Any) -> None:
        """Plain metadata under a key of the host."""
        set_attribute(self.span, f"metaagent.attr.{key}", value)

    def error(self, error: BaseException) -> None:
        """The run failed with this, although no exception leaves it."""
        tell_error(self.span, error)

    def outcome(self, success: bool | None, evidence: Any = None, *, kind: str = "outcome") -> None:
        """Whether the run reached its goal, while it runs or any time later.

        `kind` says what happened: reply_received, bounced, ticket_reopened, ...
        """
        if self.refusal is not None:
            return
        if self._ended or not self.span.is_recording() or kind != "outcome":
            self.agent.post_outcome(self._named(), success, evidence, kind)
            return
        set_attribute(self.span, "metaagent.success", success)
        set_attribute(self.span, "metaagent.attr.evidence", evidence)

    def spend(self, model: str | None, tokens: Tokens) -> None:
        """A model was called within the run, recorded by whomever."""
        cost = self.agent.cost(model, tokens)
        if cost is not None:
            with self._lock:
                self._cost = cost if self._cost is None else self._cost + cost

    def count_action(self) -> None:
        """An action of the run, recorded by whomever."""
        with self._lock:
            self._actions += 1

    def record_refused(self, name: str, arguments: Any, refusal: Refusal) -> None:
        """A tool call that does not take place."""
        self.tool(name, arguments, decision=refusal).end()

    def end(self, error: BaseException | None = None) -> None:
        """Ends the run; a second time does nothing."""
        if self._ended:
            return
        self._ended = True
        if error is not None:
            tell_error(self.span, error)
        self.span.end()

    def _describe(self, about: About) -> None:
        span = self.span
        set_attribute(span, "gen_ai.agent.name", self.agent.name)
        if self.content:
            set_attribute(span, INPUT, about.input)
        set_attribute(span, "metaagent.session.id", about.session_id)
        set_attribute(span, "metaagent.user.id", about.user_id)
        set_attribute(span, "metaagent.task.class", about.task_class)
        set_attribute(span, "metaagent.environment", about.environment)
        keys = about.outcome_key
        if keys is not None:
            names = [keys] if isinstance(keys, str) else [str(key) for key in keys]
            span.set_attribute("metaagent.outcome.key", names)
        for key, value in about.attributes.items():
            self.set(key, value)

    def _kind(self, kind: str, name: str, input: Any) -> Action:
        attributes = {
            "metaagent.action.kind": kind,
            "gen_ai.data_source.id": name if kind == "retrieval" else None,
            INPUT: input,
        }
        return Action(self, self._action(f"{kind} {name}", attributes, INPUT))

    def _action(
        self,
        name: str,
        attributes: dict[str, Any],
        content: str,
        kind: SpanKind = SpanKind.INTERNAL,
    ) -> Span:
        """`content` names the attribute that holds what the step was given."""
        self.count_action()
        if self.refusal is not None:
            return INVALID_SPAN
        if not self.content:
            del attributes[content]
        return self._start(name, attributes, self._parent(), kind)

    def _start(
        self,
        name: str,
        attributes: dict[str, Any],
        parent: Context | None,
        kind: SpanKind = SpanKind.INTERNAL,
    ) -> Span:
        try:
            values = attributes_of(attributes)
            return self.agent.tracer.start_span(name, parent, kind, values)
        except Exception:
            logger.exception("a span is not recorded")
            return INVALID_SPAN

    def _parent(self) -> Context:
        """The current span where it belongs to this run's trace, else the run's own."""
        current = trace.get_current_span().get_span_context()
        own = self.span.get_span_context()
        if current.trace_id == own.trace_id:
            return get_current()
        return trace.set_span_in_context(self.span)

    def _named(self) -> dict[str, str]:
        if self._outermost:
            return {"traceId": self.id}
        span_id = self.span.get_span_context().span_id
        return {"executionId": f"{self.id}-{span_id:016x}"}


def settled(decision: Decision) -> Permit | Refusal:
    """The end of a decision, waited for. Blocks while a person is asked."""
    ended = decision.wait()
    return Refusal("unanswered") if isinstance(ended, Pending) else ended
