"""How long one step of a governed agent takes: prompt, tool rule, limits and record.

A policy of 100 rules and 20 learnings; prints JSON in microseconds. `p50Us` and `p99Us` are of
runs of 100 steps with a pause between them, as agents wait for models; `busyP99Us` is without
pauses, when encoding in the background takes its share of the interpreter.
"""

import json
import sys
import tempfile
from pathlib import Path
from time import perf_counter_ns

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from metaagent import MetaAgent
from support.server import FakeServer
from support.signing import document, rule

WARM_UP, RUNS, STEPS = 1_000, 110, 100
ARGUMENTS = {"amount": 120, "customer": {"id": "c-7", "tier": "gold"}, "note": "late delivery"}


def policy() -> dict:
    rules = []
    for number in range(98):
        when = {"all": [{"path": "amount", "op": "gt", "value": 1000 + number}]}
        rules.append(rule(f"r{number}", f"tool{number}.*", "deny", when=when))
    above = {"all": [{"path": "amount", "op": "gt", "value": 200}]}
    gold = {"any": [{"path": "customer.tier", "op": "in", "value": ["gold", "silver"]}]}
    rules.append(rule("large", "stripe.*", "deny", when=above))
    rules.append(rule("gold", "stripe.refund", "allow", when=gold))
    return document(
        tools=rules,
        learnings=[{"id": f"L-{n}", "text": "Answer briefly.", "when": None} for n in range(20)],
        prompts=[{"name": "reply", "version": 3, "content": "Hello {{name}}, order {{order}}."}],
        limits={"maxActions": 10_000_000, "maxSeconds": 3600, "maxCostUsd": "10"},
    )


def measure(client, pause: bool) -> list[int]:
    taken = []
    for _ in range(RUNS):
        with client.agent("desk").execution("question") as run:
            taken += [step(run) for _ in range(STEPS)]
        if pause:
            client.flush()
    return sorted(taken[WARM_UP:])


def step(run) -> int:
    began = perf_counter_ns()
    run.policy.prompt("reply").render(name="Ada", order=7)
    decision = run.policy.tool("stripe.refund", ARGUMENTS)
    with run.tool("stripe.refund", ARGUMENTS, decision=decision) as call:
        call.output("refunded")
    ended = perf_counter_ns()
    assert decision.permitted
    return ended - began


def main() -> None:
    server = FakeServer()
    server.policies["desk"] = server.key.signed(policy())
    with tempfile.TemporaryDirectory() as data:
        client = MetaAgent.connect(server.url, agents=["desk"], wait=10, data=data)
        calm = measure(client, pause=True)
        busy = measure(client, pause=False)
        client.close(0)
    server.close()
    times = {"p50Us": at(calm, 0.5), "p99Us": at(calm, 0.99), "busyP99Us": at(busy, 0.99)}
    print(json.dumps(times))


def at(taken: list[int], share: float) -> float:
    return round(taken[int(len(taken) * share)] / 1000, 1)


if __name__ == "__main__":
    main()
