"""`agent.execution(...)` as a context manager, an asynchronous one, and a decorator."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from contextvars import Token
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .decisions import PolicyRefused
from .execution import About, Execution, _current
from .guard import arguments_of, refuse_generator
from .spans import Activation

if TYPE_CHECKING:
    from .agent import Agent


class ExecutionScope:
    """Entered once as a context manager; as a decorator each call is a run of its own."""

    def __init__(self, agent: Agent, about: About, raise_refused: bool):
        self._agent = agent
        self._about = about
        self._raise_refused = raise_refused
        self._execution: Execution | None = None
        self._activation: Activation | None = None
        self._token: Token[Execution | None] | None = None

    def __enter__(self) -> Execution:
        execution = self._execution = Execution(self._agent, self._about)
        if execution.refusal is not None and self._raise_refused:
            raise PolicyRefused(execution.refusal)
        self._token = _current.set(execution)
        if execution.refusal is None:
            self._activation = Activation(execution.span)
            self._activation.__enter__()
        return execution

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if self._execution is not None:
            self._execution.end(error)
        if self._activation is not None:
            self._activation.__exit__()
        if self._token is None:
            return
        try:
            _current.reset(self._token)
        except ValueError:  # left in another context than it was entered in
            _current.set(None)

    async def __aenter__(self) -> Execution:
        await self._agent.first_policy()
        return self.__enter__()

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self.__exit__(kind, error, trace)

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function as a run: its arguments are the input, its result the output.

        A refused run does not call it and returns the Refusal.
        """
        refuse_generator(function)
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def run_async(*args: Any, **kwargs: Any) -> Any:
                async with self._scope(function, args, kwargs) as execution:
                    if execution.refusal is not None:
                        return execution.refusal
                    result = await function(*args, **kwargs)
                    execution.output(result)
                    return result

            return run_async

        @functools.wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            with self._scope(function, args, kwargs) as execution:
                if execution.refusal is not None:
                    return execution.refusal
                result = function(*args, **kwargs)
                execution.output(result)
                return result

        return run

    def _scope(self, function: Callable[..., Any], args: tuple, kwargs: dict) -> ExecutionScope:
        about = self._about
        if about.input is None:
            about = replace(about, input=arguments_of(function, args, kwargs) or None)
        return ExecutionScope(self._agent, about, self._raise_refused)
