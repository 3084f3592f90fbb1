"""Outcomes of runs, while they go on and later."""

import pytest


def test_an_outcome_of_a_kind_is_posted_even_while_the_run_goes_on(server, govern):
    client = govern()
    with client.agent("desk").execution() as run:
        run.outcome(True, kind="reply_received")
    assert client.flush()
    assert [outcome["kind"] for outcome in server.outcomes] == ["reply_received"]


def test_an_outcome_after_the_end_is_posted_redacted(server, govern):
    client = govern()
    with client.agent("desk").execution() as run:
        pass
    run.outcome(True, {"from": "ada@x.example"}, kind="reply_received")
    client.outcome(False, key="crm:1")
    client.outcome(True, execution_id=run.id)
    assert client.flush()
    first, second, third = server.outcomes
    assert (first["traceId"], first["kind"], first["success"]) == (run.id, "reply_received", True)
    assert first["comment"] == '{"from": "<EMAIL>"}' and first["at"].endswith("Z")
    assert (second["key"], second["success"], third["traceId"]) == ("crm:1", False, run.id)
    with pytest.raises(ValueError, match="either"):
        client.outcome(True)


def test_an_outcome_is_sent_again_and_a_refused_one_is_not(server, govern):
    client = govern()
    server.retry_after = "0"
    server.statuses["/api/v1/outcomes"] = 503
    client.outcome(True, key="a")
    server.wait(lambda: len(server.asked("/api/v1/outcomes")) > 2)
    server.statuses["/api/v1/outcomes"] = 400
    assert client.flush()
    del server.statuses["/api/v1/outcomes"]
    client.outcome(True, key="b")
    assert client.flush()
    assert [outcome["key"] for outcome in server.outcomes] == ["b"]
