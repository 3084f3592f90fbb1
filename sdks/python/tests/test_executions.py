"""What runs and their steps become: spans and decisions."""

import asyncio
import contextvars
import json
import threading

import pytest

from metaagent import MetaAgent, PolicyRefused, current_execution
from support.runs import STOPPED, spans
from support.server import attributes


def test_a_run_and_its_steps_are_one_trace(server, govern):
    client = govern()
    with client.agent("desk").execution(
        "Where is order 7?",
        session_id="s1",
        user_id="u1",
        task_class="orders",
        outcome_key=["crm:1"],
        environment="test",
        attributes={"tier": "gold"},
    ) as run:
        with run.llm("gpt-5", [{"role": "user", "content": "hi"}], provider="openai") as llm:
            llm.usage(10, 5, cache_read_tokens=4, cache_write_tokens=1)
            llm.response_model("gpt-5-2026")
            llm.output("hello")
        with run.retrieval("handbook", "orders") as found:
            found.output(["page 3"])
        with run.handoff("billing", "pay") as handoff:
            handoff.set("why", "money")
        with run.tool("search", {"q": 7}) as tool:
            tool.output({"state": "sent"})
        run.output("on its way")
        run.outcome(True, "the customer said so")
    sent = spans(server, client)
    root = sent["invoke_agent desk"]
    assert {span.trace_id.hex() for span in sent.values()} == {run.id}
    assert {s.parent_span_id for n, s in sent.items() if s is not root} == {root.span_id}
    assert attributes(root) == {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": "desk",
        "metaagent.input": "Where is order 7?",
        "metaagent.output": "on its way",
        "metaagent.session.id": "s1",
        "metaagent.user.id": "u1",
        "metaagent.task.class": "orders",
        "metaagent.environment": "test",
        "metaagent.outcome.key": ["crm:1"],
        "metaagent.attr.tier": "gold",
        "metaagent.success": True,
        "metaagent.attr.evidence": "the customer said so",
    }
    llm = attributes(sent["chat gpt-5"])
    assert json.loads(llm.pop("metaagent.input")) == [{"role": "user", "content": "hi"}]
    assert llm == {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "gpt-5",
        "gen_ai.provider.name": "openai",
        "gen_ai.response.model": "gpt-5-2026",
        "gen_ai.usage.input_tokens": 10,
        "gen_ai.usage.output_tokens": 5,
        "gen_ai.usage.cache_read.input_tokens": 4,
        "gen_ai.usage.cache_write.input_tokens": 1,
        "metaagent.output": "hello",
    }
    assert attributes(sent["execute_tool search"]) == {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "search",
        "gen_ai.tool.call.arguments": '{"q": 7}',
        "gen_ai.tool.call.result": '{"state": "sent"}',
    }
    assert attributes(sent["retrieval handbook"])["metaagent.action.kind"] == "retrieval"
    assert attributes(sent["handoff billing"])["metaagent.attr.why"] == "money"


def test_the_resource_names_the_service_the_sdk_and_the_commit(server, govern, monkeypatch):
    monkeypatch.setenv("GITHUB_SHA", "a" * 40)
    monkeypatch.setenv("GITHUB_REF_NAME", "main")
    monkeypatch.setenv("GITHUB_REPOSITORY", "acme/desk")
    client = govern()
    with client.agent("desk").execution():
        pass
    spans(server, client)
    (resource,) = server.resources()
    assert resource["service.name"] == "tests"
    assert resource["telemetry.sdk.language"] == "python"
    assert resource["metaagent.sdk"].startswith("python/")
    assert resource["vcs.ref.head.revision"] == "a" * 40
    assert resource["vcs.ref.head.name"] == "main"
    assert resource["vcs.repository.url.full"] == "https://github.com/acme/desk"


def test_an_exception_is_recorded_and_goes_on(server, govern):
    client = govern()
    with pytest.raises(KeyError), client.agent("desk").execution() as run, run.tool("search"):
        raise KeyError("order 7 of ada@x.example")
    sent = spans(server, client)
    for span in sent.values():
        assert span.status.code == 2 and attributes(span)["error.type"] == "KeyError"
        assert "<EMAIL>" in span.status.message
        assert span.events[0].name == "exception"
        assert "ada@x.example" not in str(span)


def test_errors_without_exceptions_can_be_told(server, govern):
    client = govern()
    with client.agent("desk").execution() as run:
        with run.llm("gpt-5") as llm:
            llm.error(TimeoutError("too slow"))
        run.error(ValueError("gave up"))
    sent = spans(server, client)
    assert attributes(sent["chat gpt-5"])["error.type"] == "TimeoutError"
    assert sent["invoke_agent desk"].status.message == "gave up"


def test_a_refused_tool_is_not_called_and_is_recorded(server, govern):
    client = govern()
    called = []
    with client.agent("desk").execution() as run:
        refusal = run.call("shell", called.append, object="ls")
    assert refusal.kind == "denied" and called == []
    assert str(refusal) == "Refused by policy (denied): never"
    span = spans(server, client)["execute_tool shell"]
    told = attributes(span)
    assert span.status.code == 2 and told["error.type"] == "policy_refused"
    assert (told["metaagent.policy.effect"], told["metaagent.policy.rule"]) == ("deny", "r1")
    assert told["metaagent.policy.version"] == 1
    assert told["gen_ai.tool.call.arguments"] == '{"object": "ls"}'


def test_asking_the_policy_alone_records_a_refused_call_too(server, govern):
    client = govern()
    with client.agent("desk").execution() as run:
        assert not run.policy.tool("shell", {"cmd": "ls"})
        assert not client.agent("desk").policy.tool("shell", {"cmd": "ls"})
    spans(server, client)
    assert [s.name for s in server.spans()].count("execute_tool shell") == 2


def test_a_permit_that_a_rule_made_is_told(server, govern):
    client = govern()
    with client.agent("desk").execution() as run:
        assert run.call("search", lambda q: q, q=1) == 1
    span = spans(server, client)["execute_tool search"]
    assert span.status.code == 0
    assert attributes(span)["metaagent.policy.effect"] == "allow"


def test_a_tool_gets_the_arguments_that_the_policy_changed(govern):
    to = object()
    with govern().agent("desk").execution() as run:
        got = run.call("mail", lambda **a: a, body="secret", to=to)
    assert got == {"body": "<REDACTED>", "to": to}


def test_prompts_come_from_the_policy_and_the_run_tells_which(server, govern):
    prompts = [{"name": "reply", "version": 3, "content": "Hi {{name}}", "model": "gpt-5"}]
    client = govern({"prompts": prompts})
    with client.agent("desk").execution() as run:
        prompt = run.policy.prompt("reply", default="Hello")
        assert (prompt.version, prompt.model) == (3, "gpt-5")
        assert prompt.render(name="Ada") == "Hi Ada"
        assert run.policy.prompt("other", default="Hello {{name}}").render({}) == "Hello {{name}}"
    told = attributes(spans(server, client)["invoke_agent desk"])
    assert (told["metaagent.prompt.name"], told["metaagent.prompt.version"]) == ("reply", "3")


def test_what_policies_do_not_hold_yet_is_the_default_of_the_code(desk):
    assert desk.policy.model("orders", {}, default="gpt-5") == "gpt-5"
    assert desk.policy.permit(0.1).permitted
    assert desk.policy.learnings({}) == []


def test_a_refused_run_records_nothing_and_refuses_every_tool(server, govern):
    client = govern(STOPPED)
    with client.agent("desk").execution("x") as run:
        assert run.refusal.kind == "stopped"
        assert run.call("search", lambda: 1) is run.refusal
        assert run.policy.permit() is run.refusal
        with run.llm("gpt-5", "x") as llm:
            llm.usage(1, 1)
        run.outcome(True)
    assert client.flush() and server.spans() == [] and server.outcomes == []


def test_a_host_may_want_an_exception(govern):
    agent = govern(STOPPED).agent("desk")
    with pytest.raises(PolicyRefused, match="stopped"), agent.execution(raise_refused=True):
        pytest.fail("the body was run")
    assert current_execution() is None


def test_a_function_may_be_a_run(server, govern):
    client = govern()

    @client.agent("desk").execution(session_id="s1")
    def answer(question, *, loud=False):
        """Answers."""
        return question.upper()

    assert answer("why") == "WHY" and answer.__doc__ == "Answers."
    told = attributes(spans(server, client)["invoke_agent desk"])
    assert json.loads(told["metaagent.input"]) == {"question": "why", "loud": False}
    assert (told["metaagent.output"], told["metaagent.session.id"]) == ("WHY", "s1")


def test_a_coroutine_function_may_be_a_run_and_runs_do_not_mix(server, govern):
    client = govern()
    agent = client.agent("desk")

    @agent.execution()
    async def answer(question):
        await asyncio.sleep(0.01)
        async with current_execution().tool("search", question):
            await asyncio.sleep(0.01)
        return current_execution().id

    async def several():
        return await asyncio.gather(*(answer(f"q{n}") for n in range(5)))

    ids = asyncio.run(several())
    assert len(set(ids)) == 5
    spans(server, client)
    traces = {}
    for span in server.spans():
        traces.setdefault(span.trace_id.hex(), []).append(span.name)
    assert set(traces) == set(ids)
    assert all(sorted(n) == ["execute_tool search", "invoke_agent desk"] for n in traces.values())


def test_a_refused_function_is_not_called(govern):
    agent = govern(STOPPED).agent("desk")

    @agent.execution()
    def answer():
        pytest.fail("it was called")

    @agent.execution()
    async def answer_later():
        pytest.fail("it was called")

    assert answer().kind == "stopped"
    assert asyncio.run(answer_later()).kind == "stopped"


def test_a_tool_may_be_guarded_by_a_decorator(server, govern):
    client = govern()
    agent = client.agent("desk")

    @agent.guard()
    def shell(cmd="rm"):
        pytest.fail("it was called")

    @agent.guard("mail", raise_refused=True)
    async def send(to, body, **more):
        return to, body, more

    class Desk:
        @agent.guard(raise_refused=True)
        def shell(self, cmd):
            pytest.fail("it was called")

    with agent.execution():
        assert shell().rule == "r1"
        assert asyncio.run(send("ada", body="x", cc=1)) == ("ada", "<REDACTED>", {"cc": 1})
        with pytest.raises(PolicyRefused):
            Desk().shell("ls")
    assert shell().rule == "r1", "outside of a run the policy is asked too"
    assert asyncio.run(send("ada", "x")) == ("ada", "<REDACTED>", {})
    spans(server, client)
    told = [attributes(s) for s in server.spans() if s.name == "execute_tool shell"]
    arguments = [t["gen_ai.tool.call.arguments"] for t in told]
    assert arguments == ['{"cmd": "rm"}', '{"cmd": "ls"}']


def test_a_generator_cannot_be_decorated(desk):
    def answers():
        yield 1

    for decorate in (desk.execution(), desk.guard()):
        with pytest.raises(TypeError, match="answers is a generator"):
            decorate(answers)


def test_a_run_in_threads_is_told_explicitly(server, govern):
    client = govern()
    with client.agent("desk").execution() as run:

        def work():
            with run.tool("search"):
                assert current_execution() is None

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    sent = spans(server, client)
    assert sent["execute_tool search"].parent_span_id == sent["invoke_agent desk"].span_id


def test_agents_nest_and_keep_their_own_numbers(server, govern):
    client = govern()
    with client.agent("desk").execution() as outer:
        with outer.tool("ask"), client.agent("researcher").execution() as inner:
            inner.call("search", lambda: 1)
            assert current_execution() is inner
        assert current_execution() is outer
    inner.outcome(False)
    outer.outcome(True)
    sent = spans(server, client)
    assert sent["invoke_agent researcher"].parent_span_id == sent["execute_tool ask"].span_id
    assert (outer.usage().actions, inner.usage().actions) == (1, 1)
    named = {tuple(sorted(o.keys() & {"traceId", "executionId"})) for o in server.outcomes}
    assert named == {("executionId",), ("traceId",)}
    inner_id = sent["invoke_agent researcher"].span_id.hex()
    assert f"{outer.id}-{inner_id}" in [o.get("executionId") for o in server.outcomes]


def test_leaving_a_run_in_another_context_is_no_error(govern):
    agent = govern().agent("desk")

    def answers():
        with agent.execution():
            yield 1
            yield 2

    generator = answers()
    contextvars.copy_context().run(next, generator)
    contextvars.copy_context().run(generator.close)


def test_a_client_is_a_context_manager(server):
    with MetaAgent.connect(server.url) as client, client.agent("desk").execution():
        pass
    assert [span.name for span in server.spans()] == ["invoke_agent desk"]
    assert client.close()
