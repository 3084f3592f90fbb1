from support.server import attributes
from support.signing import document, rule


def test_five_lines_govern_an_agent(server, connect):
    server.policies["desk"] = server.key.signed(
        document(tools=[rule("r1", "shell", "deny", reason="never")])
    )
    client = connect(agents=["desk"], wait=10)
    agent = client.agent("desk")
    with agent.execution("Where is order 7?", session_id="s1") as run:
        with run.llm("gpt-5", "hello") as call:
            call.usage(10, 5)
            call.output("hi")
        assert run.call("lookup", lambda order: f"order {order}", order=7) == "order 7"
        refusal = run.call("shell", lambda cmd: cmd, cmd="rm")
        assert not refusal and refusal.reason == "never"
        run.output("on its way")
    assert client.flush()
    spans = {span.name: span for span in server.spans()}
    assert set(spans) == {
        "invoke_agent desk",
        "chat gpt-5",
        "execute_tool lookup",
        "execute_tool shell",
    }
    assert attributes(spans["execute_tool shell"])["error.type"] == "policy_refused"
