"""Limits of a run, for calls of tools and of models."""

from decimal import Decimal

import pytest

from metaagent import PolicyRefused
from support.cases import cases
from support.runs import STOPPED, spans
from support.server import attributes
from support.signing import document

PRICES = [{"model": "gpt-5", "input": "2", "output": "10", "cacheRead": None, "cacheWrite": None}]
MILLION = 1_000_000


def limits(**some):
    return {"limits": {"maxActions": None, "maxSeconds": None, "maxCostUsd": None, **some}}


def test_a_run_has_its_limits(govern):
    client = govern({"limits": {"maxActions": 2, "maxSeconds": None, "maxCostUsd": None}})
    with client.agent("desk").execution() as run:
        assert run.call("search", lambda: 1) == 1
        assert run.call("search", lambda: 2) == 2
        refusal = run.call("search", lambda: 3)
    assert (refusal.kind, refusal.reason) == ("limit", "maxActions")


def test_the_cost_of_model_calls_counts_against_the_limit(govern):
    limits = {"maxActions": None, "maxSeconds": None, "maxCostUsd": "0.01"}
    with govern({"limits": limits, "prices": PRICES}).agent("desk").execution() as run:
        with run.llm("unknown") as llm:
            llm.usage(1000, 1000)
        assert run.usage().cost_usd is None
        with run.llm("gpt-5") as llm:
            llm.usage(0, 500)
        assert str(run.usage().cost_usd.normalize()) == "0.005"
        assert run.policy.tool("search")
        with run.llm("gpt-5") as llm:
            llm.usage(0, 500)
        assert run.policy.tool("search").reason == "maxCostUsd"


def test_a_refused_model_call_is_a_value_and_is_recorded(server, govern):
    client = govern(limits(maxActions=1))
    with client.agent("desk").execution() as run:
        assert run.policy.permit(0.1)
        with run.llm("gpt-5", "one") as first:
            assert not first.refused
        with run.llm("gpt-5", "two") as second:
            assert second.refused
            assert (second.refusal.kind, second.refusal.reason) == ("limit", "maxActions")
        assert run.policy.permit(0.1).reason == "maxActions"
    spans(server, client)
    calls = [span for span in server.spans() if span.name == "chat gpt-5"]
    told = [attributes(span).get("error.type") for span in calls]
    assert told == [None, "policy_refused"] and calls[1].status.code == 2


def test_a_loop_of_model_calls_ends_where_the_host_looks_at_the_refusal(govern):
    made = 0
    with govern(limits(maxActions=3)).agent("desk").execution() as run:
        while True:
            with run.llm("gpt-5") as call:
                if call.refused:
                    break
                made += 1
    assert made == 3


def test_a_host_may_want_an_exception_for_a_model_call(server, govern):
    client = govern(limits(maxActions=0))
    with (
        client.agent("desk").execution() as run,
        pytest.raises(PolicyRefused, match="maxActions"),
        run.llm("gpt-5", raise_refused=True),
    ):
        pytest.fail("the call was made")
    assert attributes(spans(server, client)["chat gpt-5"])["error.type"] == "policy_refused"


def test_outside_of_a_run_and_without_a_policy_a_model_call_is_decided_too(server, connect):
    assert connect(agents=["other"]).agent("other").policy.permit(0.1)
    closed = connect(without_policy="closed").agent("other")
    assert closed.policy.permit(0.1).kind == "noPolicy"


def test_a_stopped_run_refuses_model_calls(govern):
    with govern(STOPPED).agent("desk").execution() as run, run.llm("gpt-5") as call:
        assert call.refusal is run.refusal


@cases("runs")
def test_runs(case, server, connect):
    given, wanted = case["in"], case["out"]
    models = {a["name"]: a["costUsd"] for a in given["actions"] if a.get("costUsd")}
    prices = [
        {**PRICES[0], "model": m, "input": _text(Decimal(c) * MILLION)} for m, c in models.items()
    ]
    policy = document(**{"afterMaxAge": "open", "prices": prices, **given["policy"]})
    server.policies["desk"] = server.key.signed(policy)
    client = connect(agents=["desk"], wait=10)
    with client.agent("desk").execution() as run:
        refused = [_act(run, action) for action in given["actions"]]
    assert client.flush()
    assert (run.refusal.kind if run.refused else None) == wanted["begin"]
    said = [None if r is None else {"kind": r.kind, "reason": r.reason} for r in refused]
    assert said == wanted["refused"]
    assert run.usage().actions == wanted["actions"]
    assert [span.name for span in server.spans()] == wanted["recorded"]


def _act(run, action):
    """Makes an action, unless it is refused: the refusal, or None."""
    name = action["name"]
    if action["do"] == "tool":
        result = run.call(name, lambda: None)
        return result
    if action["do"] == "llm":
        with run.llm(name) as call:
            if not call.refused and "costUsd" in action:
                call.usage(1, 0)
        return call.refusal
    with run.retrieval(name) if action["do"] == "retrieval" else run.handoff(name):
        return None


def _text(number):
    return format(number.normalize(), "f")
