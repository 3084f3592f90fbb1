"""MCP sessions: a real server in the same process."""

import asyncio
import json

from mcp import Client
from mcp.server.mcpserver import MCPServer

from metaagent.mcp import GovernedSession
from support.server import attributes
from support.signing import ask, document, rule
from support.waiting import happens

RULES = [
    rule("r1", "shop.delete*", "deny", reason="never"),
    rule("r2", "shop.mail", "redact", redactPaths=["body"]),
    ask("r3", "shop.refund"),
]


def shop():
    server = MCPServer("shop")

    @server.tool()
    def mail(body: str) -> str:
        return f"sent {body}"

    @server.tool()
    def refund(amount: int) -> str:
        return f"refunded {amount}"

    @server.tool()
    def delete_orders() -> str:
        raise AssertionError("it was called")

    return server


def governed(server, connect, use):
    """Runs `use(session, run)` in a run of desk; the spans that arrived."""
    server.policies["desk"] = server.key.signed(document(tools=RULES))
    client = connect(agents=["desk"], wait=10)
    agent = client.agent("desk")

    async def within():
        async with Client(shop()) as session, agent.execution():
            return await use(GovernedSession(session, agent, "shop"))

    result = asyncio.run(within())
    assert client.flush()
    return result, {span.name: span for span in server.spans()}


def test_a_permitted_call_gets_the_changed_arguments(server, connect):
    result, spans = governed(server, connect, lambda s: s.call_tool("mail", {"body": "secret"}))
    assert result.content[0].text == "sent <REDACTED>"
    told = attributes(spans["execute_tool shop.mail"])
    assert told["metaagent.policy.rule"] == "r2"
    assert json.loads(told["gen_ai.tool.call.result"])["isError"] is False


def test_a_refused_call_is_not_made_and_its_result_says_so(server, connect):
    result, spans = governed(server, connect, lambda s: s.call_tool("delete_orders"))
    assert result.is_error
    assert result.content[0].text == "Refused by policy (denied): never"
    assert attributes(spans["execute_tool shop.delete_orders"])["error.type"] == "policy_refused"


def test_a_person_is_asked_while_the_event_loop_goes_on(server, connect):
    async def use(session):
        await happens(lambda: server.streams)
        call = asyncio.ensure_future(session.call_tool("refund", {"amount": 284}))
        await happens(lambda: server.approvals)
        server.decide(next(iter(server.approvals)), "approved")
        return await call

    result, _ = governed(server, connect, use)
    assert result.content[0].text == "refunded 284"


def test_everything_else_is_the_sessions_own(server, connect):
    tools, _ = governed(server, connect, lambda s: s.list_tools())
    assert [tool.name for tool in tools.tools] == ["mail", "refund", "delete_orders"]
