"""Questions to people: delivered in the background, waited for in threads and event loops."""

import asyncio
from time import monotonic

import pytest

from support.signing import ask, document
from support.waiting import happens


@pytest.fixture
def asking(server, connect):
    """Makes the agent `desk`, which must ask before `refund`, as the rule says."""

    def make(*, listen=True, **rule):
        server.policies["desk"] = server.key.signed(document(tools=[ask("r1", "refund", **rule)]))
        agent = connect(agents=["desk"], wait=10).agent("desk")
        if listen:
            server.wait(lambda: server.streams)
        return agent

    return make


def question(server):
    server.wait(lambda: server.approvals)
    return next(iter(server.approvals.values()))


def test_a_question_is_delivered_with_redacted_arguments_and_does_not_wait(server, asking):
    agent = asking()
    with agent.execution() as run:
        pending = run.policy.tool("refund", {"amount": 284, "to": "ada@x.example", "token": "t"})
    assert pending.pending and not pending.permitted and not pending
    asked = question(server)
    assert asked["id"] == pending.approval_id
    assert (asked["agent"], asked["tool"], asked["ruleId"]) == ("desk", "refund", "r1")
    assert asked["executionId"] == run.id
    assert asked["arguments"] == {"amount": 284, "to": "<EMAIL>", "token": "<SECRET>"}
    assert asked["expiresAt"].endswith("Z")


def test_a_host_that_sends_no_content_asks_without_arguments(server, connect):
    server.policies["desk"] = server.key.signed(document(tools=[ask("r1", "refund")]))
    agent = connect(agents=["desk"], wait=10, content=False).agent("desk")
    agent.policy.tool("refund", {"amount": 284})
    assert question(server)["arguments"] is None


def test_an_approval_permits_with_the_arguments_of_the_host(server, asking):
    pending = asking().policy.tool("refund", {"to": "ada@x.example"})
    server.decide(question(server)["id"], "approved")
    permit = pending.wait()
    assert permit and permit.arguments == {"to": "ada@x.example"}
    assert (permit.effect, permit.rule) == ("ask", "r1")


def test_a_denial_refuses_with_the_reason_of_the_person(server, asking):
    pending = asking().policy.tool("refund", {})
    server.decide(question(server)["id"], "denied", "wrong customer")
    refusal = pending.wait()
    assert (refusal.kind, refusal.reason) == ("deniedByPerson", "wrong customer")


def test_a_server_that_knows_the_answer_already_gives_it_at_once(server, asking):
    server.answer_at_once = {"state": "approved", "reason": None}
    assert asking().policy.tool("refund", {}).wait()


def test_waiting_for_less_than_it_takes_leaves_it_pending(server, asking):
    pending = asking().policy.tool("refund", {})
    assert pending.wait(0.01) is pending
    server.decide(question(server)["id"], "approved")
    assert pending.wait(10)


def test_without_the_stream_the_answer_is_asked_for(server, asking, monkeypatch):
    monkeypatch.setattr("metaagent.remote.questions.ASK_SECONDS", 0.02)
    server.statuses["/api/v1/policy/stream"] = 503
    pending = asking(listen=False).policy.tool("refund", {})
    asked = question(server)
    server.approvals[asked["id"]].update(state="denied", reason="no")
    assert pending.wait().kind == "deniedByPerson"


def test_nobody_answers(server, asking):
    agent = asking(seconds=0.2)
    assert agent.policy.tool("refund", {}).wait().kind == "unanswered"


def test_nobody_answers_and_the_rule_allows(server, asking):
    assert asking(seconds=0.2, unanswered="allow").policy.tool("refund", {}).wait().permitted


def test_a_server_that_cannot_be_reached_until_it_expires(server, asking):
    agent = asking(seconds=0.3)
    server.statuses["/api/v1/approvals"] = 503
    assert agent.policy.tool("refund", {}).wait().kind == "unreachable"


def test_a_server_that_hangs_does_not_delay_the_end(server, asking):
    agent = asking(seconds=0.3, unreachable="open")
    server.silent.add("/api/v1/approvals")
    began = monotonic()
    assert agent.policy.tool("refund", {}).wait().permitted
    assert monotonic() - began < 5, "requests time out after 10 seconds"


def test_a_question_that_the_server_refuses_ends_at_once(server, asking):
    agent = asking(seconds=3600)
    server.statuses["/api/v1/approvals"] = 403
    assert agent.policy.tool("refund", {}).wait().kind == "unreachable"


def test_a_question_is_sent_again_until_it_is_taken(server, asking):
    agent = asking(seconds=60)
    server.retry_after = "0"
    server.statuses["/api/v1/approvals"] = 503
    pending = agent.policy.tool("refund", {})
    server.wait(lambda: len(server.asked("/api/v1/approvals")) > 1)
    del server.statuses["/api/v1/approvals"]
    server.decide(question(server)["id"], "approved")
    ids = {headers["Idempotency-Key"] for _, _, headers in server.asked("/api/v1/approvals")[:2]}
    assert ids == {pending.approval_id}
    assert pending.wait()


def test_awaiting_does_not_block_the_event_loop(server, asking):
    agent = asking()

    async def ask_and_work():
        pending = agent.policy.tool("refund", {})
        waiting = asyncio.ensure_future(_await(pending))
        await happens(lambda: server.approvals)
        assert not waiting.done()
        server.decide(pending.approval_id, "approved")
        return await waiting

    assert asyncio.run(ask_and_work()).permitted


def test_awaiting_ends_when_the_question_expires(server, asking):
    agent = asking(seconds=0.2)
    server.silent.add("/api/v1/approvals")
    assert asyncio.run(_await(agent.policy.tool("refund", {}))).kind == "unreachable"


def test_what_was_decided_at_once_can_be_waited_for_alike(desk):
    permit = desk.policy.tool("search", {"q": 1})
    assert permit.wait(5) is permit
    assert asyncio.run(_await(permit)) is permit


def test_the_expiry_is_by_the_clock_of_the_server(server, connect):
    server.clock_offset = -7200.0
    server.policies["desk"] = server.key.signed(document(tools=[ask("r1", "refund", 60)]))
    agent = connect(agents=["desk"], wait=10).agent("desk")
    pending = agent.policy.tool("refund", {})
    assert 50 < pending._left() <= 61
    assert pending.expires_at - agent._decider._http.now() <= 61


async def _await(decision):
    return await decision
