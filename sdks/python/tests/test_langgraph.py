"""LangGraph and LangChain, with a scripted model."""

import asyncio
import json
from typing import Annotated

import pytest
from langchain.agents import create_agent
from langchain_core.documents import Document
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.retrievers import BaseRetriever
from langchain_core.tools import tool
from langgraph.graph import StateGraph
from langgraph.prebuilt import InjectedState
from langgraph.types import interrupt
from openinference.instrumentation.langchain import LangChainInstrumentor

from metaagent import PolicyRefused
from metaagent.langchain import MetaAgentHandler, govern_model, govern_tools
from support.server import attributes
from support.signing import ask, document, rule
from support.waiting import happens, until

RULES = [
    rule("r1", "delete_order", "deny", reason="never"),
    rule("r2", "send_mail", "redact", redactPaths=["body"]),
    ask("r3", "refund"),
    rule("r4", "lookup", "allow"),
]
STOPPED = {"since": "2026-11-30T05:00:00Z", "reason": "no", "by": "Jo", "share": 0}


class ScriptedModel(BaseChatModel):
    """Calls one tool, then answers with what it said."""

    tool: str
    arguments: dict

    @property
    def _llm_type(self):
        return "scripted"

    def _get_ls_params(self, stop=None, **kwargs):
        return {"ls_provider": "openai", "ls_model_name": "gpt-5-mini", "ls_model_type": "chat"}

    def bind_tools(self, tools, **kwargs):
        return self

    def _generate(self, messages, stop=None, run_manager=None, **kwargs):
        said = [message for message in messages if isinstance(message, ToolMessage)]
        if said:
            answer = AIMessage(f"It said: {said[-1].content}")
        else:
            call = {"name": self.tool, "args": self.arguments, "id": "call-1"}
            answer = AIMessage("", tool_calls=[call])
        answer.usage_metadata = {
            "input_tokens": 100,
            "output_tokens": 20,
            "total_tokens": 120,
            "input_token_details": {"cache_read": 40},
        }
        answer.response_metadata = {"model_name": "gpt-5-mini-2026"}
        return ChatResult(generations=[ChatGeneration(message=answer)])


@tool
def lookup(order: str, detail: str = "all") -> str:
    """Look an order up."""
    return f"order {order}"


@tool
def send_mail(to: str, body: str) -> str:
    """Send a mail."""
    return f"to {to}: {body}"


def delete_order(order: str) -> str:
    """Delete an order."""
    raise AssertionError("it was called")


def refund(amount: int) -> str:
    """Refund money."""
    return f"refunded {amount}"


TOOLS = [lookup, send_mail, delete_order, refund]
QUESTION = {"messages": [("user", "Where is order 7?")]}


@pytest.fixture
def client(server, connect):
    server.policies["desk"] = server.key.signed(document(tools=RULES))
    client = connect(agents=["desk"], wait=10)
    server.wait(lambda: server.streams)
    return client


def graph(client, tool, arguments):
    tools = govern_tools(TOOLS, client.agent("desk"))
    return create_agent(ScriptedModel(tool=tool, arguments=arguments), tools, name="desk")


def answer(result):
    return result["messages"][-1].content


def spans(server, client):
    assert client.flush()
    found = {}
    for span in server.spans():
        found.setdefault(span.name, []).append(span)
    return found


def test_the_handler_records_a_graph_as_a_run(server, client):
    config = {
        "callbacks": [MetaAgentHandler(client.agent("desk"))],
        "configurable": {"thread_id": "t1"},
        "metadata": {"thread_id": "t1"},
    }
    result = graph(client, "lookup", {"order": "7"}).invoke(QUESTION, config)
    assert answer(result) == "It said: order 7"
    sent = spans(server, client)
    assert sorted((name, len(each)) for name, each in sent.items()) == [
        ("chat gpt-5-mini", 2),
        ("execute_tool lookup", 1),
        ("invoke_agent desk", 1),
    ]
    (root,), (call,) = sent["invoke_agent desk"], sent["execute_tool lookup"]
    assert {s.parent_span_id for n in sent for s in sent[n] if s is not root} == {root.span_id}
    told = attributes(root)
    assert told["metaagent.input"] == "Where is order 7?"
    assert told["metaagent.output"] == "It said: order 7"
    assert told["metaagent.session.id"] == "t1"
    llm = attributes(sent["chat gpt-5-mini"][0])
    assert llm["gen_ai.usage.input_tokens"] == 100
    assert llm["gen_ai.usage.cache_read.input_tokens"] == 40
    assert llm["gen_ai.response.model"] == "gpt-5-mini-2026"
    assert llm["gen_ai.provider.name"] == "openai"
    told = attributes(call)
    assert told["metaagent.policy.rule"] == "r4"
    assert json.loads(told["gen_ai.tool.call.arguments"])["order"] == "7"
    assert told["gen_ai.tool.call.result"] == "order 7"


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_refused_tool_is_not_called_and_the_agent_goes_on(server, client, asynchronous):
    config = {"callbacks": [MetaAgentHandler(client.agent("desk"))]}
    desk = graph(client, "delete_order", {"order": "7"})
    if asynchronous:
        result = asyncio.run(desk.ainvoke(QUESTION, config))
    else:
        result = desk.invoke(QUESTION, config)
    assert answer(result) == "It said: Refused by policy (denied): never"
    (call,) = spans(server, client)["execute_tool delete_order"]
    (root,) = spans(server, client)["invoke_agent desk"]
    assert attributes(call)["error.type"] == "policy_refused"
    assert call.trace_id == root.trace_id


def test_a_tool_gets_the_changed_arguments(client):
    with client.agent("desk").execution():
        result = graph(client, "send_mail", {"to": "ada", "body": "secret"}).invoke(QUESTION)
    assert answer(result) == "It said: to ada: <REDACTED>"


def test_the_policy_sees_arguments_that_were_left_to_their_defaults(server, client):
    condition = {"all": [{"path": "detail", "op": "eq", "value": "all"}]}
    server.publish(document(version=2, tools=[rule("r9", "lookup", "deny", when=condition)]))
    until(lambda: client.agent("desk").policy.status().version == 2)
    (governed,) = govern_tools([lookup], client.agent("desk"))
    assert governed.invoke({"order": "7"}) == "Refused by policy (denied)"
    assert governed.invoke({"order": "7", "detail": "short"}) == "order 7"


def test_a_person_is_asked_before_a_tool_runs(server, client):
    async def invoke():
        desk = graph(client, "refund", {"amount": 284})
        running = asyncio.ensure_future(desk.ainvoke(QUESTION))
        await happens(lambda: server.approvals)
        server.decide(next(iter(server.approvals)), "approved")
        return await running

    assert answer(asyncio.run(invoke())) == "It said: refunded 284"


def test_a_governed_tool_keeps_its_name_schema_and_single_text(client):
    (governed,) = govern_tools([refund], client.agent("desk"))
    assert (governed.name, governed.description) == ("refund", "Refund money.")
    assert "amount" in governed.args
    (shell,) = govern_tools([delete_order], client.agent("desk"))
    assert shell.invoke("7") == "Refused by policy (denied): never"
    (mail,) = govern_tools([tool(lambda body: body, description="x")], client.agent("desk"))
    assert mail.invoke("hello") == "hello"


def test_injected_arguments_reach_the_tool_and_not_the_policy(server, client):
    @tool
    def note(text: str, state: Annotated[dict, InjectedState]) -> str:
        """Note something."""
        return f"{text} after {len(state['messages'])} messages"

    condition = {"all": [{"path": "state", "op": "exists", "value": True}]}
    server.publish(document(version=2, tools=[rule("r9", "note", "deny", when=condition)]))
    until(lambda: client.agent("desk").policy.status().version == 2)
    tools = govern_tools([note], client.agent("desk"))
    model = ScriptedModel(tool="note", arguments={"text": "hi"})
    assert answer(create_agent(model, tools).invoke(QUESTION)) == "It said: hi after 2 messages"


def test_a_tool_that_fails_is_an_error_of_its_span(server, client):
    @tool
    def broken(order: str) -> str:
        """Fails."""
        raise LookupError("no such order")

    handler = MetaAgentHandler(client.agent("desk"))
    with pytest.raises(LookupError):
        broken.invoke({"order": "7"}, {"callbacks": [handler]})
    (call,) = spans(server, client)["execute_tool broken"]
    assert attributes(call)["error.type"] == "LookupError"
    assert handler._steps == {}


def test_a_retriever_is_recorded(server, client):
    class Handbook(BaseRetriever):
        def _get_relevant_documents(self, query, *, run_manager):
            return [Document("page 3")]

    with client.agent("desk").execution():
        handler = MetaAgentHandler(client.agent("desk"))
        Handbook().invoke("orders", {"callbacks": [handler]})
    (found,) = spans(server, client)["retrieval Handbook"]
    assert attributes(found)["metaagent.input"] == "orders"
    assert "page 3" in attributes(found)["metaagent.output"]
    assert len(spans(server, client)["invoke_agent desk"]) == 1, "the current run is used"


def test_a_run_may_be_refused_with_an_exception(server, client):
    server.publish(document(version=2, stopped=STOPPED))
    until(lambda: client.agent("desk").policy.status().version == 2)
    strict = MetaAgentHandler(client.agent("desk"), raise_refused=True)
    with pytest.raises(PolicyRefused, match="stopped"):
        graph(client, "lookup", {"order": "7"}).invoke(QUESTION, {"callbacks": [strict]})
    mild = MetaAgentHandler(client.agent("desk"))
    result = graph(client, "lookup", {"order": "7"}).invoke(QUESTION, {"callbacks": [mild]})
    assert answer(result) == "It said: Refused by policy (stopped): no"


def test_an_interrupt_of_a_graph_is_no_error(server, client):
    builder = StateGraph(dict)
    builder.add_node("ask", lambda state: {"answer": interrupt("which order?")})
    builder.set_entry_point("ask")
    handler = MetaAgentHandler(client.agent("desk"))
    builder.compile().invoke({"a": 1}, {"callbacks": [handler]})
    (root,) = spans(server, client)["invoke_agent desk"]
    assert root.status.code != 2 and handler._steps == {}


def test_spans_of_openinference_go_through_our_provider(server, client):
    instrumentor = LangChainInstrumentor()
    instrumentor.instrument(tracer_provider=client.tracer_provider)
    try:
        with client.agent("desk").execution("Where is order 7 of ada@x.example?") as run:
            graph(client, "lookup", {"order": "7"}).invoke(QUESTION)
    finally:
        instrumentor.uninstrument()
    sent = spans(server, client)
    (found,) = [s for s in sent["lookup"] if attributes(s)["openinference.span.kind"] == "TOOL"]
    assert found.trace_id.hex() == run.id
    assert "execute_tool lookup" not in sent, "it is recorded once"


class LoopingModel(ScriptedModel):
    """Calls its tool again and again."""

    def _generate(self, messages, stop=None, run_manager=None, **kwargs):
        call = {"name": self.tool, "args": self.arguments, "id": f"call-{len(messages)}"}
        return ChatResult(generations=[ChatGeneration(message=AIMessage("", tool_calls=[call]))])


@pytest.fixture
def limited(server, connect):
    """A client of a policy that permits four actions of a run."""
    limits = {"maxActions": 4, "maxSeconds": None, "maxCostUsd": None}
    server.policies["desk"] = server.key.signed(document(limits=limits))
    return connect(agents=["desk"], wait=10)


def looping(client):
    agent = client.agent("desk")
    model = govern_model(LoopingModel(tool="lookup", arguments={"order": "7"}), agent)
    return create_agent(model, govern_tools(TOOLS, agent), name="desk")


def errors(found, name):
    return [attributes(span).get("error.type") for span in found[name]]


def test_a_loop_of_a_graph_ends_at_the_limit_with_an_answer(server, limited):
    config = {"callbacks": [MetaAgentHandler(limited.agent("desk"))]}
    result = looping(limited).invoke(QUESTION, config=config)
    assert answer(result) == "Refused by policy (limit): maxActions"
    found = spans(server, limited)
    assert errors(found, "chat gpt-5-mini") == [None, None, "policy_refused"]
    assert errors(found, "execute_tool lookup") == [None, None]
    assert found["invoke_agent desk"][0].status.code == 0


def test_an_asynchronous_loop_ends_within_a_run_of_the_host_too(server, limited):
    async def run():
        with limited.agent("desk").execution():
            config = {"callbacks": [MetaAgentHandler(limited.agent("desk"))]}
            return await looping(limited).ainvoke(QUESTION, config=config)

    assert answer(asyncio.run(run())) == "Refused by policy (limit): maxActions"


def test_a_stream_of_a_refused_model_says_why(server, limited):
    agent = limited.agent("desk")
    model = govern_model(ScriptedModel(tool="lookup", arguments={"order": "7"}), agent)

    async def collected(run):
        return [chunk.content async for chunk in model.astream("hi")]

    with agent.execution() as run:
        assert [chunk.content for chunk in model.stream("hi")] == [""]
        assert asyncio.run(collected(run)) == [""]
        for _ in range(4):
            run.count_action()
        refused = ["Refused by policy (limit): maxActions"]
        assert [chunk.content for chunk in model.stream("hi")] == refused
        assert asyncio.run(collected(run)) == refused


def test_a_handler_may_raise_at_the_limit_of_model_calls(server, limited):
    agent = limited.agent("desk")
    handler = MetaAgentHandler(agent, raise_refused=True)
    model = LoopingModel(tool="lookup", arguments={"order": "7"})
    graph = create_agent(model, govern_tools(TOOLS, agent), name="desk")
    with pytest.raises(PolicyRefused, match="maxActions"):
        graph.invoke(QUESTION, config={"callbacks": [handler]})
    found = spans(server, limited)
    assert errors(found, "chat gpt-5-mini") == [None, None, "policy_refused"]
    assert handler._steps == {}


def test_a_handler_alone_records_calls_that_it_cannot_refuse_as_they_are_made(server, limited):
    agent = limited.agent("desk")
    with agent.execution() as run:
        for _ in range(4):
            run.count_action()
        model = ScriptedModel(tool="lookup", arguments={"order": "7"})
        model.invoke("hi", config={"callbacks": [MetaAgentHandler(agent)]})
    assert errors(spans(server, limited), "chat gpt-5-mini") == [None]
