"""Reading a policy while it is replaced."""

import threading

from support.signing import document, rule
from support.waiting import until


def test_every_decision_is_of_one_policy_while_policies_are_replaced(server, desk):
    server.wait(lambda: server.streams)
    stop, wrong, seen = threading.Event(), [], set()

    def decide():
        while not stop.is_set():
            decision = desk.policy.tool("shell", {"cmd": "ls"})
            seen.add(decision.version)
            if decision.permitted is not (decision.version % 2 == 1):
                wrong.append(decision)

    threads = [threading.Thread(target=decide) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for version in range(2, 30):
            tools = [rule("r1", "shell", "allow" if version % 2 else "deny")]
            server.publish(document(version=version, tools=tools))
            until(lambda version=version: desk.policy.status().version == version)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert wrong == [] and len(seen) > 2


def test_steps_of_many_threads_are_all_counted(desk):
    with desk.execution() as run:
        threads = [
            threading.Thread(target=lambda: [run.call("search", int) for _ in range(50)])
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert run.usage().actions == 400
