"""Every case of protocol/conformance; the id of a test is suite/case."""

import json
from decimal import Decimal

from metaagent.policy import clock
from metaagent.policy.approvals import Question
from metaagent.policy.bucket import bucket
from metaagent.policy.canonical import canonical, parse_json
from metaagent.policy.conditions import parse_when
from metaagent.policy.decide import Refused, begin, compile_policy
from metaagent.policy.documents import DocumentRefused, accept
from metaagent.policy.glob import glob_matches
from metaagent.policy.keys import keys_of, trusted_keys
from metaagent.policy.limits import Usage, parse_limits
from metaagent.policy.prices import Tokens, cost_usd, decimal_text, parse_prices
from metaagent.policy.prompts import render
from metaagent.policy.redaction import redactor
from metaagent.policy.retry import is_retried, retry_delay
from metaagent.policy.rules import parse_rules
from metaagent.telemetry.frames import read_frames
from support.cases import PROTOCOL, cases


def time(text):
    return None if text is None else clock.parse_time(text)


@cases("bucketing")
def test_bucketing(case):
    assert round(bucket(case["in"]["salt"], case["in"]["unit"]), 12) == case["out"]["bucket"]


@cases("glob")
def test_glob(case):
    assert glob_matches(case["in"]["glob"], case["in"]["name"]) is case["out"]["matches"]


@cases("conditions")
def test_conditions(case):
    when = parse_when(case["in"]["when"])
    result = True if when is None else when.holds(case["in"]["arguments"])
    assert {True: "true", False: "false", None: "unknown"}[result] == case["out"]["result"]


@cases("tool-rules")
def test_tool_rules(case):
    given, wanted = case["in"], case["out"]
    before = json.dumps(given["arguments"])
    rule = parse_rules(given["rules"]).first(given["tool"], given["arguments"])
    decided = {"effect": "allow", "ruleId": None, "reason": None}
    if rule is not None:
        decided = {"effect": rule.effect, "ruleId": rule.id, "reason": rule.reason}
        if rule.effect == "redact":
            decided["arguments"] = rule.redacted(given["arguments"])
        if rule.effect == "ask":
            decided["askSeconds"] = rule.ask_seconds
            decided["whenUnanswered"] = rule.when_unanswered
            decided["whenUnreachable"] = rule.when_unreachable
    assert decided == wanted
    assert json.dumps(given["arguments"]) == before, "arguments are never changed in place"


@cases("canonical")
def test_canonical(case):
    assert canonical(parse_json(case["in"]["json"])).decode() == case["out"]["canonical"]


@cases("documents")
def test_documents(case):
    given = case["in"]
    why = None
    try:
        accept(
            given["document"],
            given["asked"],
            given["heldVersion"],
            keys_of(given["keys"]),
            time(given["now"]),
        )
    except DocumentRefused as refused:
        why = refused.why
    assert {"accepted": why is None, "why": why} == case["out"]


@cases("keys")
def test_keys(case):
    given = case["in"]
    trusted = trusted_keys(keys_of(given["pinned"]), keys_of(given["known"]), given["items"])
    assert sorted(trusted) == sorted(case["out"]["trusted"])


@cases("begin")
def test_begin(case):
    given = case["in"]
    policy = compile_policy(given["policy"]) if given["policy"] else None
    age = 0 if given["ageSeconds"] is None else given["ageSeconds"]
    refused = begin(policy, given["executionId"], age, given["withoutPolicy"] == "closed")
    decided = {"decision": "permit", "kind": None, "reason": None}
    if isinstance(refused, Refused):
        decided = {"decision": "refuse", "kind": refused.kind, "reason": refused.reason}
    assert decided == case["out"]


@cases("limits")
def test_limits(case):
    usage = case["in"]["usage"]
    cost = None if usage["costUsd"] is None else Decimal(usage["costUsd"])
    reached = parse_limits(case["in"]["limits"]).reached(
        Usage(usage["actions"], usage["seconds"], cost)
    )
    assert reached == case["out"]["reached"]


@cases("approvals")
def test_approvals(case):
    given = case["in"]
    question = Question(
        time(given["expiresAt"]),
        given["whenUnanswered"],
        given["whenUnreachable"],
        given["delivered"],
        given["rejected"],
        given["answer"],
    )
    end = question.end(time(given["now"]))
    assert {"result": end.result, "kind": end.kind, "reason": end.reason} == case["out"]


@cases("prices")
def test_prices(case):
    usage = case["in"]["usage"]
    tokens = Tokens(
        usage["inputTokens"],
        usage["outputTokens"],
        usage["cacheReadTokens"],
        usage["cacheWriteTokens"],
    )
    cost = cost_usd(parse_prices(case["in"]["prices"]), case["in"]["model"], tokens)
    assert (None if cost is None else decimal_text(cost)) == case["out"]["costUsd"]


@cases("retry")
def test_retry(case):
    given = case["in"]
    retried = is_retried(given["status"])
    delay = None
    if retried:
        seconds = retry_delay(
            given["failures"], given["retryAfter"], time(given["now"]), given["random"]
        )
        delay = round(seconds * 1000)
    assert {"retry": retried, "delayMs": delay} == case["out"]


@cases("clock")
def test_clock(case):
    given = case["in"]
    if "storedContact" in given:
        age = clock.stored_age(time(given["storedContact"]), time(given["now"]))
        assert (None if age == float("inf") else age) == case["out"]["ageSeconds"]
        return
    offset = clock.offset(time(given["date"]), time(given["localAtAnswer"]))
    left = clock.seconds_left(time(given["expiresAt"]), time(given["local"]), offset)
    assert round(left * 1000) == case["out"]["leftMs"]


@cases("prompts")
def test_prompts(case):
    text, missing = render(case["in"]["content"], case["in"]["variables"])
    assert {"text": text, "missing": missing} == case["out"]


@cases("redaction")
def test_redaction(case):
    assert redactor().value(case["in"]["value"]) == case["out"]["value"]


@cases("segments")
def test_segments(case):
    records, lost = read_frames(bytes.fromhex(case["in"]["segment"]))
    assert {"records": [record.hex() for record in records], "lostBytes": lost} == case["out"]


def test_every_suite_of_the_protocol_is_run():
    suites = {path.stem[3:] for path in (PROTOCOL / "conformance").glob("*.json")}
    run = {name[len("test_") :].replace("_", "-") for name in globals() if name.startswith("test_")}
    assert suites <= {*run, "runs"}  # which tests/test_limits.py runs
