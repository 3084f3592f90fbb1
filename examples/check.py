"""Asks a running server what it understood of the examples: check.py <address> <example>..."""

import json
import sys
import time
import urllib.request

# what each example did: its agents with the tokens of their own calls, tools and conversation
EXPECTED = {
    "langgraph-python": {
        "order-desk": {"input": 348, "output": 98, "tools": ["ask_researcher"], "parent": None},
        "researcher": {"input": 348, "output": 98, "tools": ["lookup_order"], "parent": "order-desk"},
        "session": "thread-1042",
        "user": "user-7",
        "unseen": ["ada@fictional.example", "+49 30 5550123", "4111 1111 1111 1111"],
    },
    "langgraph-js": {
        "travel-desk": {"input": 348, "output": 98, "tools": ["find_train"], "parent": None},
        "session": "thread-77",
        "user": "user-8",
    },
    "governed-python": {
        "refund-desk": {"input": 348, "output": 98, "tools": ["refund"], "parent": None},
        "session": "thread-1042",
        "user": None,
    },
    "governed-js": {
        "refund-desk-js": {"input": 348, "output": 98, "tools": ["refund"], "parent": None},
        "session": "thread-1042",
        "user": None,
    },
    "governed-java": {
        "refund-desk-java": {"input": 348, "output": 98, "tools": ["refund"], "parent": None},
        "session": "thread-1042",
        "user": None,
    },
    "spring-ai-java": {
        "weather-desk": {"input": 348, "output": 98, "tools": ["currentWeather"], "parent": None},
        "session": "thread-9",
        "user": None,
    },
}


def get(path):
    with urllib.request.urlopen(address + path, timeout=10) as answer:
        return json.load(answer)


def runs_of(agents):
    """The newest ended run of each agent; waits up to 20 s for all of them."""
    until = time.time() + 20
    while True:
        found = {}
        for run in get("/api/v1/executions?limit=100")["items"]:
            if run["status"] in ("ok", "error"):
                found.setdefault(run["agent"]["name"], run)
        if all(agent in found for agent in agents) or time.time() > until:
            return found
        time.sleep(0.3)


def personal(run, values):
    """Which of these values can be read in what is stored of a run."""
    actions = get(f"/api/v1/executions/{run['id']}/actions?parent=all&limit=500")["items"]
    stored = "".join(
        json.dumps(get(f"/api/v1/executions/{run['id']}/actions/{action['spanId']}"))
        for action in actions
    )
    return [value for value in values if value in stored]


def problems(expected):
    agents = [name for name, facts in expected.items() if isinstance(facts, dict)]
    found = runs_of(agents)
    for agent in agents:
        if agent not in found:
            yield f"there is no run of {agent}, only of {sorted(found)}"
            continue
        run, facts = found[agent], expected[agent]
        tools = [
            action["name"]
            for action in get(f"/api/v1/executions/{run['id']}/actions?parent=all&limit=500")["items"]
            if action["kind"] == "tool" and action["executionId"] == run["id"]
        ]
        parent = found.get(facts["parent"], {}).get("id")
        read = personal(run, expected.get("unseen", []))
        for what, seen, wanted in (
            ("personal data", read, []),
            ("status", run["status"], "ok"),
            ("session", run["sessionId"], expected["session"]),
            ("user", run["userId"], expected["user"]),
            ("input tokens", run["inputTokens"], facts["input"]),
            ("output tokens", run["outputTokens"], facts["output"]),
            ("models", run["models"], ["gpt-5-mini"]),
            ("tools", tools, facts["tools"]),
            ("parent", run["parentExecutionId"], parent),
        ):
            if seen != wanted:
                yield f"{agent}: {what} should be {wanted} and is {seen}"


address = sys.argv[1]
failed = 0
for example in sys.argv[2:]:
    wrong = list(problems(EXPECTED[example]))
    failed += bool(wrong)
    print(f"{example}: " + ("understood" if not wrong else "not understood"))
    for problem in wrong:
        print(f"  Error: {problem}")
sys.exit(1 if failed else 0)
