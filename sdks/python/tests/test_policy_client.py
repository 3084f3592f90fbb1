"""How policies arrive, are kept, and are refused."""

import json
import os
from time import time

import pytest

from metaagent import MetaAgent
from support.signing import SigningKey, document, rule
from support.waiting import until

DENY = [rule("r1", "shell", "deny", reason="never")]


def version(agent):
    return agent.policy.status().version


def problems(agent):
    return " ".join(agent.policy.status().problems)


def had_a_client(server, connect, tmp_path):
    """A client of an earlier process, which stored its policy."""
    client = connect(agents=["desk"], wait=10)
    until(lambda: files(tmp_path))
    client.close()


def files(tmp_path):
    return sorted(path for path in (tmp_path / "data").rglob("*.json") if path.name != "keys.json")


def test_a_policy_is_fetched_and_decides(server, connect):
    server.policies["desk"] = server.key.signed(document(tools=DENY, version=3))
    agent = connect(agents=["desk"], wait=10).agent("desk")
    status = agent.policy.status()
    assert (status.version, status.source, status.problems) == (3, "server", [])
    assert status.age >= 0
    assert agent.policy.tool("search", {"q": 1}).permitted
    refusal = agent.policy.tool("shell", {"cmd": "ls"})
    assert (refusal.kind, refusal.reason, refusal.rule) == ("denied", "never", "r1")


def test_connecting_does_not_wait_for_a_server_that_hangs(server, connect):
    server.silent.add("/")
    agent = connect().agent("desk")
    assert agent.policy.status().source == "none"
    assert agent.policy.tool("shell", {}).permitted


def test_without_a_policy_a_host_may_want_everything_refused(server, connect):
    server.statuses["/"] = 503
    agent = connect(without_policy="closed").agent("desk")
    assert agent.policy.tool("shell", {}).kind == "noPolicy"
    with agent.execution() as run:
        assert run.refusal.kind == "noPolicy"


def test_a_pushed_policy_replaces_what_is_held_and_is_confirmed_by_asking(server, desk):
    server.wait(lambda: server.streams)
    before = len(server.asked("/api/v1/agents/desk/policy"))
    server.publish(document(version=2, tools=DENY))
    until(lambda: version(desk) == 2)
    assert not desk.policy.tool("shell", {})
    server.wait(lambda: len(server.asked("/api/v1/agents/desk/policy")) > before)
    assert "If-None-Match" in server.asked("/api/v1/agents/desk/policy")[-1][2]


def test_once_the_stream_is_open_the_server_is_asked_for_what_changed_before(server, connect):
    server.statuses["/api/v1/policy/stream"] = 503
    agent = connect(agents=["desk"], wait=10).agent("desk")
    before = len(server.asked("/api/v1/agents/desk/policy"))
    del server.statuses["/api/v1/policy/stream"]
    server.wait(lambda: len(server.asked("/api/v1/agents/desk/policy")) > before)
    assert server.streams
    headers = server.asked("/api/v1/agents/desk/policy")[before][2]
    assert headers.get("If-None-Match") == f'"{version(agent)}"'


def test_the_stream_resumes_after_the_last_event(server, desk):
    server.wait(lambda: server.streams)
    server.push("ping", "{}", id="e-41")
    server.push("ping", "{}", id="e-42")
    server.end_streams()
    server.wait(lambda: len(server.asked("/api/v1/policy/stream")) > 1)
    assert server.asked("/api/v1/policy/stream")[-1][2]["Last-Event-ID"] == "e-42"


def test_while_the_stream_is_broken_the_policy_is_asked_for(server, connect):
    server.statuses["/api/v1/policy/stream"] = 503
    agent = connect(agents=["desk"], wait=10).agent("desk")
    assert version(agent) == 1
    assert "stream: the stream is broken: status 503" in agent.policy.status().problems


def test_a_new_agent_is_listened_for_too(server, connect):
    client = connect(agents=["desk"], wait=10)
    server.policies["back office"] = server.key.signed(document("back office"))
    client.agent("back office")
    server.wait(lambda: "agent=back+office" in server.asked("/api/v1/policy/stream")[-1][1])
    server.wait(lambda: server.asked("/api/v1/agents/back%20office/policy"))


def test_what_is_not_signed_by_a_trusted_key_is_refused_and_the_old_stays(server, desk):
    server.wait(lambda: server.streams)
    server.publish(document(version=2, tools=DENY), key=SigningKey(9))
    until(lambda: "unknownKey" in problems(desk))
    assert version(desk) == 1 and desk.policy.tool("shell", {})


def test_a_changed_policy_is_refused(server, desk):
    server.wait(lambda: server.streams)
    changed = json.loads(server.key.signed(document(version=2)))
    changed["tools"] = DENY
    server.push("policy", json.dumps(changed))
    until(lambda: "forged" in problems(desk))
    assert version(desk) == 1


def test_an_older_policy_is_refused(server, connect):
    server.policies["desk"] = server.key.signed(document(version=5))
    agent = connect(agents=["desk"], wait=10).agent("desk")
    server.wait(lambda: server.streams)
    server.push("policy", server.key.signed(document(version=4)))
    until(lambda: "older" in problems(agent))
    assert version(agent) == 5


def test_a_policy_whose_rules_cannot_be_read_is_refused(server, desk):
    server.wait(lambda: server.streams)
    server.push("policy", server.key.signed(document(version=2, tools=["deny all"])))
    until(lambda: "malformed" in problems(desk))
    assert version(desk) == 1


def test_a_key_that_the_old_one_signed_is_trusted_later_and_nothing_is_told(server, desk, caplog):
    server.wait(lambda: server.streams)
    new = SigningKey(2)
    server.keys = [new.item(signed_by=server.key)]
    server.publish(document(version=2), key=new)
    until(lambda: version(desk) == 2)
    newer = SigningKey(3)
    server.keys = [new.item(signed_by=server.key), newer.item(signed_by=new)]
    server.push("policy", newer.signed(document(version=3)))
    server.policies["desk"] = newer.signed(document(version=3))
    until(lambda: version(desk) == 3)
    assert "unknownKey" not in caplog.text


def test_a_pinned_key_is_the_only_one_trusted_at_first(server, connect, monkeypatch):
    monkeypatch.setenv("METAAGENT_POLICY_PUBLIC_KEY", SigningKey(3).public_key)
    agent = connect().agent("desk")
    until(lambda: "unknownKey" in problems(agent))
    assert version(agent) is None


def test_a_pin_that_is_no_key_is_told_at_once(server, monkeypatch, tmp_path):
    monkeypatch.setenv("METAAGENT_POLICY_PUBLIC_KEY", "abc")
    with pytest.raises(ValueError, match="no Ed25519 public key"):
        MetaAgent.connect(server.url, data=tmp_path)


def test_keys_of_the_first_contact_stay_the_trusted_ones(server, connect, tmp_path):
    had_a_client(server, connect, tmp_path)
    server.key = SigningKey(4)
    server.keys = [server.key.item()]
    server.policies["desk"] = server.key.signed(document(version=2, tools=DENY))
    agent = connect().agent("desk")
    until(lambda: "unknownKey" in problems(agent))
    assert version(agent) == 1


def test_a_policy_on_disk_decides_without_the_server(server, connect, tmp_path):
    server.policies["desk"] = server.key.signed(document(tools=DENY, version=8))
    had_a_client(server, connect, tmp_path)
    server.statuses["/"] = 503
    agent = connect().agent("desk")
    assert (version(agent), agent.policy.status().source) == (8, "disk")
    assert not agent.policy.tool("shell", {})


def test_a_policy_on_disk_that_is_half_written_is_refused(server, connect, tmp_path):
    had_a_client(server, connect, tmp_path)
    server.statuses["/"] = 503
    (file,) = files(tmp_path)
    file.write_bytes(file.read_bytes()[:200])
    agent = connect().agent("desk")
    assert version(agent) is None
    assert "policyOnDisk" in problems(agent)


def test_a_policy_on_disk_that_was_changed_is_refused(server, connect, tmp_path):
    had_a_client(server, connect, tmp_path)
    server.statuses["/"] = 503
    (file,) = files(tmp_path)
    content = json.loads(file.read_text())
    content["document"] = content["document"].replace('"version": 1', '"version": 2')
    file.write_text(json.dumps(content))
    agent = connect().agent("desk")
    assert version(agent) is None
    assert "forged" in problems(agent)


def test_a_policy_on_disk_ages_from_its_last_contact(server, connect, tmp_path):
    server.policies["desk"] = server.key.signed(document(maxAgeSeconds=60, afterMaxAge="closed"))
    had_a_client(server, connect, tmp_path)
    server.statuses["/"] = 503
    (file,) = files(tmp_path)
    os.utime(file, (time() - 3600,) * 2)
    agent = connect().agent("desk")
    assert 3500 < agent.policy.status().age < 3700
    assert agent.policy.tool("search", {}).kind == "policyExpired"
    with agent.execution() as run:
        assert run.refusal.kind == "policyExpired"


def test_a_contact_in_the_future_is_not_believed(server, connect, tmp_path):
    server.policies["desk"] = server.key.signed(document(afterMaxAge="closed"))
    had_a_client(server, connect, tmp_path)
    server.statuses["/"] = 503
    os.utime(files(tmp_path)[0], (time() + 3600,) * 2)
    assert connect().agent("desk").policy.tool("search", {}).kind == "policyExpired"


def test_an_answer_that_nothing_changed_renews_the_age(server, connect, tmp_path):
    had_a_client(server, connect, tmp_path)
    os.utime(files(tmp_path)[0], (time() - 3600,) * 2)
    asked = len(server.asked("/api/v1/agents/desk/policy"))
    agent = connect().agent("desk")
    until(lambda: agent.policy.status().source == "server")
    assert agent.policy.status().age < 100
    assert "If-None-Match" in server.asked("/api/v1/agents/desk/policy")[asked][2]
    until(lambda: time() - files(tmp_path)[0].stat().st_mtime < 100)


def test_a_ping_renews_the_age(server, desk):
    server.wait(lambda: server.streams)
    desk._decider.held._contact -= 1000
    server.push("ping", "{}")
    until(lambda: desk.policy.status().age < 1000)


def test_a_ping_does_not_renew_what_the_server_has_replaced(server, desk):
    server.wait(lambda: server.streams)
    server.publish(document(version=2), key=SigningKey(9))
    until(lambda: "unknownKey" in problems(desk))
    until(lambda: not desk._decider.held.confirmed)
    desk._decider.held._contact -= 1000
    server.push("ping", "{}", id="last")
    server.end_streams()
    server.wait(lambda: server.asked("/api/v1/policy/stream")[-1][2].get("Last-Event-ID") == "last")
    assert desk.policy.status().age >= 1000


def test_policies_of_another_key_are_not_read(server, connect, tmp_path):
    had_a_client(server, connect, tmp_path)
    server.statuses["/"] = 503
    other = MetaAgent.connect(server.url, "key-2", data=tmp_path / "data")
    assert version(other.agent("desk")) is None
    other.close(0)


def test_a_folder_that_cannot_be_written_is_a_problem_and_no_failure(server, connect, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    agent = connect(data=blocked / "x", agents=["desk"], wait=10).agent("desk")
    assert version(agent) == 1
    until(lambda: "policyNotStored: the policy is not stored" in problems(agent))


def test_requests_name_the_sdk_the_process_and_the_key(server, desk):
    _, _, headers = server.asked("/api/v1/agents/desk/policy")[0]
    assert headers["Authorization"] == "Bearer key-1"
    assert headers["MetaAgent-Sdk"].startswith("python/")
    assert len(headers["MetaAgent-Instance"]) == 36
    assert headers["MetaAgent-Refused"] == "0"


def test_runs_refused_because_of_a_stop_are_counted(server, connect):
    stopped = {"since": "2026-11-30T05:00:00Z", "reason": "wrong prices", "by": "Jo", "share": 0}
    server.policies["desk"] = server.key.signed(document(stopped=stopped))
    agent = connect(agents=["desk"], wait=10).agent("desk")
    with agent.execution() as run:
        assert (run.refusal.kind, run.refusal.reason) == ("stopped", "wrong prices")
    server.wait(lambda: server.streams)
    server.publish(document(version=2))
    server.wait(
        lambda: server.asked("/api/v1/agents/desk/policy")[-1][2]["MetaAgent-Refused"] == "1"
    )


def test_a_client_that_is_disabled_permits_everything_and_sends_nothing(
    server, connect, monkeypatch
):
    monkeypatch.setenv("METAAGENT_DISABLED", "true")
    client = connect(agents=["desk"], wait=10, without_policy="closed")
    with client.agent("desk").execution("x") as run:
        assert run.refusal is None
        assert run.call("shell", lambda: "done") == "done"
        run.outcome(True)
    run.outcome(False)
    client.outcome(True, key="k")
    assert client.flush() and server.requests == []


@pytest.mark.parametrize("name", ["", "  ", None, 5])
def test_an_agent_without_a_name_is_an_error_of_the_program(connect, name):
    with pytest.raises(ValueError, match="needs a name"):
        connect().agent(name)


def test_after_a_pushed_policy_the_sdk_says_that_it_holds_it(server, desk):
    server.wait(lambda: server.streams)
    server.publish(document(version=4))
    until(lambda: version(desk) == 4)
    asked = "/api/v1/agents/desk/policy"
    server.wait(lambda: server.asked(asked)[-1][2].get("If-None-Match") == '"4"')
