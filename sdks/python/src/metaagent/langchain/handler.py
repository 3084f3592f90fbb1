"""A callback handler that records runs of chains and graphs, and may refuse them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler

from ..action import Action, ToolCall
from ..agent import Agent
from ..decisions import PolicyRefused
from ..execution import About, Execution
from ..problems import logger
from ..spans import Activation
from .messages import chosen_model, question_of, record_answer, result_of
from .tools import last_permit


@dataclass(slots=True)
class _Step:
    """A run of LangChain's tree; most are chains, which are no action of their own."""

    parent: UUID | None
    execution: Execution
    action: Action | None = None
    owner: bool = False


def _quiet(method: Callable[..., None]) -> Callable[..., None]:
    """What goes wrong in recording is logged, not raised into the host."""

    @functools.wraps(method)
    def quietly(*args: Any, **kwargs: Any) -> None:
        try:
            method(*args, **kwargs)
        except PolicyRefused:
            raise
        except Exception:
            logger.exception("LangChain's %s is not recorded", method.__name__)

    return quietly


class MetaAgentHandler(BaseCallbackHandler):
    """Records each outermost chain or graph as a run of the agent, unless one is current already.

    With `raise_refused` a run and a model call that the policy refuses raise PolicyRefused;
    otherwise they go on, a refused run unrecorded, and governed tools and models refuse.
    """

    run_inline = True

    def __init__(self, agent: Agent, *, raise_refused: bool = False):
        self.agent = agent
        self.raise_error = raise_refused
        self._steps: dict[UUID, _Step] = {}

    def execution_of(self, run_id: UUID | None) -> Execution | None:
        """The run to which a run of LangChain's tree belongs."""
        step = self._steps.get(run_id) if run_id is not None else None
        return step.execution if step is not None else None

    @_quiet
    def on_chain_start(
        self,
        serialized: Any,
        inputs: Any,
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        metadata: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        step = self._begin(run_id, parent_run_id, question_of(inputs), metadata)
        if step.owner and step.execution.refusal is not None and self.raise_error:
            self._steps.pop(run_id, None)
            raise PolicyRefused(step.execution.refusal)

    @_quiet
    def on_chain_end(self, outputs: Any, *, run_id: UUID, **kwargs: Any) -> None:
        self._end(run_id, result_of(outputs))

    @_quiet
    def on_chain_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        self._fail(run_id, error)

    @_quiet
    def on_chat_model_start(
        self, serialized: Any, messages: Sequence[Sequence[Any]], *, run_id: UUID, **kwargs: Any
    ) -> None:
        self._model(serialized, [m for batch in messages for m in batch], run_id, kwargs)

    @_quiet
    def on_llm_start(
        self, serialized: Any, prompts: list[str], *, run_id: UUID, **kwargs: Any
    ) -> None:
        self._model(serialized, prompts, run_id, kwargs)

    @_quiet
    def on_llm_end(self, response: Any, *, run_id: UUID, **kwargs: Any) -> None:
        step = self._steps.get(run_id)
        if step is not None and step.action is not None:
            record_answer(step.action, response)
        self._end(run_id, None)

    @_quiet
    def on_llm_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        self._fail(run_id, error)

    @_quiet
    def on_tool_start(
        self,
        serialized: Any,
        input_str: str,
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        metadata: dict[str, Any] | None = None,
        inputs: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        arguments = input_str if inputs is None else inputs
        step = self._begin(run_id, parent_run_id, arguments, metadata)
        name = (serialized or {}).get("name") or kwargs.get("name") or "tool"
        self._act(step, lambda run: run.tool(name, arguments))
        permit = last_permit()
        if permit is not None and isinstance(step.action, ToolCall):
            step.action.decided(permit)

    @_quiet
    def on_tool_end(self, output: Any, *, run_id: UUID, **kwargs: Any) -> None:
        self._end(run_id, result_of(output))

    @_quiet
    def on_tool_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        self._fail(run_id, error)

    @_quiet
    def on_retriever_start(
        self,
        serialized: Any,
        query: str,
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        metadata: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        step = self._begin(run_id, parent_run_id, query, metadata)
        name = kwargs.get("name") or (serialized or {}).get("name") or "retriever"
        self._act(step, lambda run: run.retrieval(name, query))

    @_quiet
    def on_retriever_end(self, documents: Any, *, run_id: UUID, **kwargs: Any) -> None:
        self._end(run_id, documents)

    @_quiet
    def on_retriever_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        self._fail(run_id, error)

    def _model(self, serialized: Any, input: Any, run_id: UUID, more: dict[str, Any]) -> None:
        step = self._begin(run_id, more.get("parent_run_id"), input, more.get("metadata"))
        model, provider = chosen_model(serialized, more)
        try:
            self._act(step, lambda run: self._call(run, model, input, provider))
        except PolicyRefused:
            self._steps.pop(run_id, None)
            raise

    def _call(self, run: Execution, model: str, input: Any, provider: str | None) -> Action:
        if self.raise_error:
            return run.llm(model, input, provider=provider, raise_refused=True)
        return run.record_llm(model, input, provider=provider)

    def _begin(
        self, run_id: UUID, parent: UUID | None, input: Any, metadata: dict[str, Any] | None
    ) -> _Step:
        execution, owner = self.execution_of(parent) or self.agent.current(), False
        if execution is None:
            session = (metadata or {}).get("session_id") or (metadata or {}).get("thread_id")
            about = About(input, session_id=None if session is None else str(session))
            execution, owner = Execution(self.agent, about), True
        step = self._steps[run_id] = _Step(parent, execution, owner=owner)
        return step

    def _act(self, step: _Step, start: Callable[[Execution], Action]) -> None:
        parent = self._nearest_action(step.parent)
        if parent is None:
            step.action = start(step.execution)
            return
        with Activation(parent.span):
            step.action = start(step.execution)

    def _nearest_action(self, run_id: UUID | None) -> Action | None:
        while run_id is not None and (step := self._steps.get(run_id)) is not None:
            if step.action is not None:
                return step.action
            run_id = step.parent
        return None

    def _end(self, run_id: UUID, output: Any) -> None:
        step = self._steps.pop(run_id, None)
        if step is None:
            return
        if step.action is not None:
            if output is not None:
                step.action.output(output)
            step.action.end()
        if step.owner:
            step.execution.output(output)
            step.execution.end()

    def _fail(self, run_id: UUID, error: BaseException) -> None:
        step = self._steps.get(run_id)
        if step is not None and not _is_control_flow(error):
            if step.action is not None:
                step.action.error(error)
            if step.owner:
                step.execution.error(error)
        self._end(run_id, None)


def _is_control_flow(error: BaseException) -> bool:
    """LangGraph's interrupts, and commands to the parent graph."""
    return any(kind.__name__ == "GraphBubbleUp" for kind in type(error).__mro__)
