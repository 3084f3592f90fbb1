"""What the cases of the protocol do not reach."""

import pytest

from metaagent.policy.canonical import canonical, parse_json
from metaagent.policy.conditions import parse_when
from metaagent.policy.decide import compile_policy, tool_call
from metaagent.policy.documents import DocumentRefused, accept
from metaagent.policy.limits import Usage
from metaagent.policy.paths import parse_path, replace
from metaagent.policy.rules import parse_rules
from support.signing import document, rule


def decide(tools, tool="shell", arguments=None):
    policy = compile_policy(document(tools=tools))
    return tool_call(policy, tool, arguments, Usage(), 0, False)


def holds(path, op, value, arguments):
    return parse_when({"all": [{"path": path, "op": op, "value": value}]}).holds(arguments)


def test_an_effect_that_is_not_known_here_refuses():
    refused = decide([rule("r1", "shell", "quarantine")])
    assert (refused.kind, refused.reason) == ("denied", "The effect quarantine is not known here.")


def test_an_operation_that_is_not_known_here_cannot_be_told():
    when = {"all": [{"path": "cmd", "op": "matches", "value": ".*"}]}
    assert decide([rule("r1", "shell", "deny", when=when)], arguments={"cmd": "x"}).kind == "denied"
    assert decide([rule("r1", "shell", "allow", when=when)], arguments={"cmd": "x"}) is None


def test_a_value_of_a_rule_in_an_unexpected_form_cannot_be_told():
    assert holds("a", "in", "text", {"a": "t"}) is None
    assert holds("a", "gt", None, {"a": 1}) is None
    assert holds("a", "eq", [1], {"a": [1]}) is False


def test_numbers_too_large_for_a_double_are_compared_as_infinite():
    assert holds("a", "gt", 1e308, {"a": 10**400}) is True
    assert holds("a", "lt", 0, {"a": -(10**400)}) is True


def test_a_length_within_a_text_of_json_is_that_of_its_value():
    assert holds("to.#", "eq", 2, {"to": '["a", "b"]'}) is True


def test_a_text_of_broken_json_is_not_entered():
    assert holds("to.a", "exists", True, {"to": '{"a": NaN}'}) is False
    assert holds("to.a", "exists", True, {"to": "[" * 100_000}) is False


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("", {"a": 1}, "X"),
        ("a.#", {"a": [1]}, {"a": [1]}),
        ("*", {"a": 1, "b": [2]}, {"a": "X", "b": "X"}),
        ("a.1", {"a": [1, 2]}, {"a": [1, "X"]}),
        ("a.b", {"a": '{"b": 1, "c": 2}'}, {"a": '{"b":"X","c":2}'}),
        ("a.b", {"a": '{"c":  2}'}, {"a": '{"c":  2}'}),
        ("a.b", {"a": "text"}, {"a": "text"}),
        ("a.b", {"a": 5}, {"a": 5}),
        (r"a\.b\\", {"a.b\\": 1}, {"a.b\\": "X"}),
    ],
)
def test_values_of_a_path_are_replaced(path, before, after):
    assert replace(parse_path(path), before, "X") == after


def test_many_tools_do_not_fill_the_memory():
    rules = parse_rules([rule("r1", "a*", "deny")])
    for number in range(3000):
        rules.first(f"b{number}", {})
    assert len(rules._by_tool) == 1024 and rules.first("a", {}).id == "r1"


@pytest.mark.parametrize(
    "part",
    [
        {"tools": [{"tool": 5}]},
        {"tools": [rule("r", "x", "deny", when=[])]},
        {"tools": [rule("r", "x", "deny", when={"some": []})]},
        {"tools": [rule("r", "x", "deny", when={"all": {}})]},
        {"tools": [rule("r", "x", "deny", when={"all": [{"op": "eq"}]})]},
        {"tools": [rule("r", "x", "deny", when={"all": [{"path": "a"}]})]},
        {"tools": [rule("r", "x", "redact", redactPaths=[1])]},
        {"prompts": [{"name": "x"}]},
        {"prices": [{"input": "1"}]},
        {"limits": []},
        {"limits": {"maxActions": "many"}},
        {"limits": {"maxCostUsd": "cheap"}},
        {"stopped": "yes"},
    ],
)
def test_a_document_with_a_part_that_cannot_be_read_is_not_compiled(part):
    with pytest.raises(ValueError):
        compile_policy(document(**part))


def test_a_document_that_is_nested_too_deeply_is_malformed():
    with pytest.raises(DocumentRefused, match="malformed"):
        accept("[" * 100_000, "desk", None, {}, 0)


def test_whole_numbers_beyond_doubles_have_a_canonical_form():
    assert canonical(parse_json('{"a": 9007199254740993}')) == b'{"a":9007199254740992}'


@pytest.mark.parametrize("text", ['{"a": NaN}', "[Infinity]"])
def test_what_is_no_json_is_refused(text):
    with pytest.raises(ValueError):
        parse_json(text)


def test_a_half_character_has_no_canonical_form():
    with pytest.raises(ValueError):
        canonical({"a": "\ud800"})
