"""Asks the policy before a tool runs, and records both."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from .decisions import Permit, PolicyRefused, Refusal
from .execution import Execution, settled
from .plain import plain
from .policy.rules import REDACTED

if TYPE_CHECKING:
    from .agent import Agent

_OWN = ("self", "cls")


def call_guarded(
    agent: Agent,
    execution: Execution | None,
    name: str,
    run: Callable[[dict[str, Any]], Any],
    arguments: dict[str, Any],
) -> Any:
    """What `run` answers for the permitted arguments, or the Refusal. Waits for a person."""
    decision = agent.decide(name, arguments, execution)
    if execution is None:
        decided = settled(decision)
        return run(permitted(decided, arguments)) if decided else decided
    with execution.tool(name, arguments) as call:
        decided = settled(decision)
        call.decided(decided)
        if not decided:
            return decided
        result = run(permitted(decided, arguments))
        call.output(result)
        return result


async def acall_guarded(
    agent: Agent,
    execution: Execution | None,
    name: str,
    run: Callable[[dict[str, Any]], Awaitable[Any]],
    arguments: dict[str, Any],
    shown: Callable[[Any], Any] = lambda result: result,
) -> Any:
    """As `call_guarded`; the event loop goes on while a person is asked.

    `shown` is what is recorded of a result.
    """
    decision = agent.decide(name, arguments, execution)
    if execution is None:
        decided = await decision
        return await run(permitted(decided, arguments)) if decided else decided
    async with execution.tool(name, arguments) as call:
        decided = await decision
        call.decided(decided)
        if not decided:
            return decided
        result = await run(permitted(decided, arguments))
        call.output(shown(result))
        return result


def guard(
    agent: Agent, name: str | None, raise_refused: bool
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A decorator for a tool; it belongs to the current run of the agent, if there is one."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        refuse_generator(function)
        tool = name or function.__name__
        signature = inspect.signature(function)

        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def guarded_async(*args: Any, **kwargs: Any) -> Any:
                bound = _Arguments(signature, args, kwargs)

                async def run(arguments: dict[str, Any]) -> Any:
                    args, kwargs = bound.changed(arguments)
                    return await function(*args, **kwargs)

                result = await acall_guarded(agent, agent.current(), tool, run, bound.named)
                return _result(result, raise_refused)

            return guarded_async

        @functools.wraps(function)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            bound = _Arguments(signature, args, kwargs)

            def run(arguments: dict[str, Any]) -> Any:
                args, kwargs = bound.changed(arguments)
                return function(*args, **kwargs)

            return _result(
                call_guarded(agent, agent.current(), tool, run, bound.named), raise_refused
            )

        return guarded

    return decorate


class _Arguments:
    """The arguments of one call by their names, with defaults, without self."""

    def __init__(self, signature: inspect.Signature, args: tuple, kwargs: dict[str, Any]):
        self._bound = signature.bind(*args, **kwargs)
        self._bound.apply_defaults()
        self._more = next(
            (p.name for p in signature.parameters.values() if p.kind is p.VAR_KEYWORD), None
        )
        self.named = {n: v for n, v in self._bound.arguments.items() if n not in _OWN}
        if self._more is not None:
            self.named.update(self.named.pop(self._more))

    def changed(self, arguments: dict[str, Any]) -> tuple[tuple, dict[str, Any]]:
        """What the function is called with, these arguments taking the place of the first."""
        own = {name: value for name, value in arguments.items() if self._is_parameter(name)}
        self._bound.arguments.update(own)
        if self._more is not None:
            rest = {name: value for name, value in arguments.items() if name not in own}
            self._bound.arguments[self._more] = rest
        return self._bound.args, self._bound.kwargs

    def _is_parameter(self, name: str) -> bool:
        return name != self._more and name in self._bound.signature.parameters


def refuse_generator(function: Callable[..., Any]) -> None:
    """Raises TypeError: a generator has done nothing yet when its call returns."""
    if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        raise TypeError(
            f"{function.__name__} is a generator. Use agent.execution or run.tool as a context "
            "manager around the loop that consumes it."
        )


def arguments_of(function: Callable[..., Any], args: tuple, kwargs: dict[str, Any]) -> Any:
    """The arguments of a call by their names, without self; one argument alone is itself."""
    try:
        named = _Arguments(inspect.signature(function), args, kwargs).named
    except (TypeError, ValueError):
        return [*args, *kwargs.values()]
    return next(iter(named.values())) if len(named) == 1 else named


def permitted(decision: Permit | Refusal, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments of the host, with those that the policy changed in their place."""
    if not isinstance(decision, Permit) or decision.effect != "redact":
        return arguments
    changed = decision.arguments
    if not isinstance(changed, dict):
        return dict.fromkeys(arguments, REDACTED)
    return {
        name: value if plain(value) == changed.get(name) else changed.get(name)
        for name, value in arguments.items()
    }


def _result(result: Any, raise_refused: bool) -> Any:
    if raise_refused and isinstance(result, Refusal):
        raise PolicyRefused(result)
    return result
