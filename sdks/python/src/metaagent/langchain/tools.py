"""Tools that ask the policy before each call."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from langchain_core.messages import ToolMessage
from langchain_core.tools import BaseTool, tool

from ..agent import Agent
from ..decisions import Decision, Permit, Refusal
from ..execution import Execution, settled
from ..guard import permitted

_decided: ContextVar[Permit | None] = ContextVar("metaagent.decided", default=None)


def last_permit() -> Permit | None:
    """The permit of the tool call that begins in this context."""
    return _decided.get()


def govern_tools(tools: Iterable[Any], agent: Agent) -> list[BaseTool]:
    """Copies of the tools that ask the agent's policy before each call.

    A refused call is not made: its result is a text that says so, for the model to go on with.
    A refused call is recorded here; calls that are made are recorded by the handler or by
    OpenInference. Functions become tools as LangChain makes them.
    """
    return [_governed(each if isinstance(each, BaseTool) else tool(each), agent) for each in tools]


def _governed(original: BaseTool, agent: Agent) -> BaseTool:
    """The same tool, whose `run` and `arun` ask first: injected arguments and schemas stay."""
    governed = original.model_copy()

    def run(tool_input: Any, *args: Any, **kwargs: Any) -> Any:
        call = _Call(original, agent, tool_input, kwargs)
        changed = call.answered(settled(call.decision))
        if isinstance(changed, Refusal):
            return call.refused(changed)
        return original.run(changed, *args, **kwargs)

    async def arun(tool_input: Any, *args: Any, **kwargs: Any) -> Any:
        call = _Call(original, agent, tool_input, kwargs)
        changed = call.answered(await call.decision)
        if isinstance(changed, Refusal):
            return call.refused(changed)
        return await original.arun(changed, *args, **kwargs)

    object.__setattr__(governed, "run", run)
    object.__setattr__(governed, "arun", arun)
    return governed


class _Call:
    """One call of a tool: what it is asked about, and what comes of the answer."""

    def __init__(self, tool: BaseTool, agent: Agent, tool_input: Any, config: dict[str, Any]):
        self._tool = tool
        self._input = tool_input
        self._call_id = config.get("tool_call_id")
        self._execution = execution_of(agent, config.get("callbacks"))
        self.arguments = _visible(tool, tool_input)
        self.decision: Decision = agent.decide(tool.name, self.arguments, self._execution)

    def answered(self, decided: Permit | Refusal) -> Any:
        """The input with which the tool may be run, or the refusal."""
        if isinstance(decided, Refusal):
            return decided
        _decided.set(decided)
        if not isinstance(self.arguments, dict):
            return decided.arguments
        new = permitted(decided, self.arguments)
        if not isinstance(self._input, dict):
            return next(iter(new.values()))
        changed = {name: new[name] for name in new if new[name] is not self.arguments[name]}
        return {**self._input, **changed}

    def refused(self, refusal: Refusal) -> Any:
        """What the model gets instead of a result."""
        if self._execution is not None:
            self._execution.record_refused(self._tool.name, self.arguments, refusal)
        if self._call_id is None:
            return str(refusal)
        return ToolMessage(
            str(refusal), name=self._tool.name, tool_call_id=self._call_id, status="error"
        )


def execution_of(agent: Agent, callbacks: Any) -> Execution | None:
    """The current run, else the one that the handler of this call records."""
    current = agent.current()
    if current is not None:
        return current
    handlers = callbacks if isinstance(callbacks, list) else getattr(callbacks, "handlers", [])
    for handler in handlers:
        find = getattr(handler, "execution_of", None)
        if find is not None and handler.agent.name == agent.name:
            return find(getattr(callbacks, "parent_run_id", None))
    return None


def _visible(tool: BaseTool, tool_input: Any) -> Any:
    """The arguments that a model gives, by their names, with defaults; injected ones left out."""
    schema = tool.args
    if isinstance(tool_input, dict):
        defaults = {n: p["default"] for n, p in schema.items() if "default" in p}
        return {**defaults, **{n: v for n, v in tool_input.items() if n in schema}}
    return {next(iter(schema)): tool_input} if len(schema) == 1 else tool_input
