"""Hosts that fork, end without closing, and are killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from support.signing import document, rule

CHILD = Path(__file__).parents[1] / "support" / "child.py"


def start(server, tmp_path, what, *more):
    command = [sys.executable, str(CHILD), what, server.url, str(tmp_path / "data"), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def finish(process):
    said, _ = process.communicate(timeout=60)
    return said.splitlines()


def names(server):
    return sorted(span.name for span in server.spans())


def sequences(server):
    return [
        (headers["MetaAgent-Instance"], headers["MetaAgent-Sequence"])
        for headers, _ in server.traces
    ]


@pytest.mark.parametrize("mode", ["memory", "durable"])
def test_a_process_that_ends_without_closing_sends_what_it_has(server, tmp_path, mode):
    process = start(server, tmp_path, "ends_without_closing", mode)
    finish(process)
    assert process.returncode == 0
    assert names(server) == ["execute_tool work", "invoke_agent desk"]


def test_a_durable_process_that_ends_without_a_server_leaves_its_spans_on_disk(server, tmp_path):
    server.statuses["/v1/traces"] = 503
    finish(start(server, tmp_path, "ends_without_closing", "durable"))
    assert server.spans() == []
    del server.statuses["/v1/traces"]
    finish(start(server, tmp_path, "sends_what_others_left"))
    assert names(server).count("execute_tool work") == 1
    assert names(server).count("execute_tool new") == 1


def test_after_kill_9_the_next_process_sends_everything_in_its_name(server, tmp_path):
    server.statuses["/v1/traces"] = 503
    process = start(server, tmp_path, "is_killed")
    instance = process.stdout.readline().split()[1]
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    del server.statuses["/v1/traces"]
    finish(start(server, tmp_path, "sends_what_others_left"))
    for number in range(100):
        assert names(server).count(f"execute_tool t{number}") == 1
    sent = [range_ for owner, range_ in sequences(server) if owner == instance]
    numbers = [n for r in sent for n in range(int(r.split("-")[0]), int(r.split("-")[1]) + 1)]
    assert numbers == list(range(1, 201)), "no gap, none twice"
    assert list((tmp_path / "data").rglob("*.log")) == []


def test_what_a_living_process_has_on_disk_is_left_to_it(server, tmp_path):
    server.statuses["/v1/traces"] = 503
    living = start(server, tmp_path, "is_killed")
    try:
        living.stdout.readline()
        before = set((tmp_path / "data").rglob("*.log"))
        finish(start(server, tmp_path, "ends_without_closing", "durable"))
        assert before and before <= set((tmp_path / "data").rglob("*.log"))
    finally:
        living.kill()
        living.wait()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform does not fork")
def test_workers_of_multiprocessing_send_what_they_have_when_they_end(server, tmp_path):
    finish(start(server, tmp_path, "has_workers"))
    assert [name for name in names(server) if name.startswith("execute")] == [
        "execute_tool w0",
        "execute_tool w1",
    ]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform does not fork")
@pytest.mark.parametrize("mode", ["memory", "durable"])
def test_a_fork_is_an_instance_of_its_own(server, tmp_path, mode):
    server.policies["desk"] = server.key.signed(document(tools=[rule("r1", "shell", "deny")]))
    process = start(server, tmp_path, "forks", mode)
    child, parent = (line.split() for line in finish(process))
    assert process.returncode == 0
    assert child[0] == "child" and child[2] == "False", "the policy decides in the child too"
    assert parent[2] == "0" and parent[1] != child[1]
    for name in ("before", "in-child", "after"):
        assert names(server).count(f"execute_tool {name}") == 1
    if mode == "durable":
        assert {owner for owner, _ in sequences(server)} == {child[1], parent[1]}
