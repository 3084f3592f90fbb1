"""The first run of a process waits for the first policy, for a bounded time."""

import asyncio
from threading import Timer
from time import monotonic

import pytest

from metaagent import MetaAgent
from metaagent.settings import read_settings
from support.signing import document, rule

DENY = [rule("r1", "shell", "deny", reason="never")]


@pytest.fixture(autouse=True)
def policy_that_denies(server):
    server.policies["desk"] = server.key.signed(document(tools=DENY))


def slow(server, seconds):
    """The server answers requests only after so many seconds."""
    server.delay = seconds


def test_a_first_run_is_governed_without_waiting_for_the_policy_by_hand(server, connect):
    slow(server, 0.2)
    with connect().agent("desk").execution("hello") as run:
        assert run.policy.tool("shell", {}).kind == "denied"


def test_a_first_decision_outside_of_a_run_is_governed_too(server, connect):
    slow(server, 0.2)
    assert connect().agent("desk").policy.tool("shell", {}).kind == "denied"


def test_a_server_that_hangs_holds_up_the_first_run_once_and_not_for_long(server, connect):
    server.silent.add("/")
    agent = connect(policy_wait=0.3).agent("desk")
    began = monotonic()
    with agent.execution() as run:
        assert not run.refused
    assert 0.2 < monotonic() - began < 5
    began = monotonic()
    for _ in range(20):
        with agent.execution() as run:
            assert run.policy.tool("shell", {}).permitted
    assert monotonic() - began < 0.3


def test_a_refused_request_ends_the_wait(server, connect):
    server.statuses["/"] = 503
    began = monotonic()
    with connect(policy_wait=30).agent("desk").execution() as run:
        assert not run.refused
    assert monotonic() - began < 10


def test_an_event_loop_goes_on_while_a_run_waits(server, connect):
    slow(server, 0.3)
    ticks = []

    async def tick():
        while True:
            ticks.append(monotonic())
            await asyncio.sleep(0.01)

    async def run():
        ticking = asyncio.create_task(tick())
        async with connect().agent("desk").execution() as execution:
            decision = execution.policy.tool("shell", {})
        ticking.cancel()
        return decision

    assert asyncio.run(run()).kind == "denied"
    assert len(ticks) > 5


def test_a_run_that_begins_synchronously_on_an_event_loop_does_not_wait(server, connect):
    server.silent.add("/")

    async def run():
        began = monotonic()
        with connect(policy_wait=30).agent("desk").execution():
            return monotonic() - began

    assert asyncio.run(run()) < 5


def test_a_decorated_coroutine_waits_too(server, connect):
    slow(server, 0.2)
    agent = connect().agent("desk")

    @agent.execution()
    async def work():
        return agent.current().policy.tool("shell", {})

    assert asyncio.run(work()).kind == "denied"


def test_who_does_not_want_to_wait_does_not(server, connect):
    server.silent.add("/")
    Timer(5, server.released.set).start()
    began = monotonic()
    with connect(policy_wait=0).agent("desk").execution():
        assert monotonic() - began < 3


def test_the_wait_is_a_setting():
    assert read_settings(environment={}).policy_wait == 2
    assert read_settings(environment={"METAAGENT_POLICY_WAIT_SECONDS": "0.5"}).policy_wait == 0.5
    for wrong in ("-1", "nan", "soon", "3600"):
        with pytest.raises(ValueError, match="METAAGENT_POLICY_WAIT_SECONDS"):
            MetaAgent.connect(environment={"METAAGENT_POLICY_WAIT_SECONDS": wrong})
