"""MCP: a client session whose tools are called only as the policy permits."""

from __future__ import annotations

from typing import Any

from mcp.types import CallToolResult

from .agent import Agent
from .decisions import Refusal
from .guard import acall_guarded


class GovernedSession:
    """Wraps a `ClientSession` or `Client`; everything but `call_tool` is the session's own.

    `server`, where it is given, stands before the names of tools: `github.create_issue`.
    """

    def __init__(self, session: Any, agent: Agent, server: str | None = None):
        self._session = session
        self._agent = agent
        self._server = server

    async def call_tool(
        self, name: str, arguments: dict[str, Any] | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        """The session's result; for a refused call, which is not made, one that says so.

        The event loop goes on while a person is asked.
        """
        tool = name if self._server is None else f"{self._server}.{name}"

        async def run(permitted: dict[str, Any]) -> Any:
            given = permitted if arguments is not None else None
            return await self._session.call_tool(name, given, *args, **kwargs)

        execution = self._agent.current()
        result = await acall_guarded(
            self._agent, execution, tool, run, arguments or {}, shown=_as_sent
        )
        return _refused(result) if isinstance(result, Refusal) else result

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)


def _refused(refusal: Refusal) -> CallToolResult:
    content = [{"type": "text", "text": str(refusal)}]
    return CallToolResult.model_validate({"content": content, "isError": True})


def _as_sent(result: Any) -> Any:
    """With the names of the protocol, such as isError."""
    return result.model_dump(mode="json", by_alias=True, exclude_none=True)
