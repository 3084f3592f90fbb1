"""The copy of the rules in the package, and what makes them fast."""

import json
import re
from importlib.resources import files

from metaagent.policy.redaction import REQUIRED_LITERALS, redactor
from support.cases import PROTOCOL


def test_the_package_has_the_rules_of_the_protocol():
    packaged = files("metaagent.policy").joinpath("redaction.json").read_bytes()
    assert packaged == (PROTOCOL / "redaction.json").read_bytes()


def test_a_literal_that_is_looked_for_first_stands_in_the_pattern_itself():
    patterns = {rule.name: rule.pattern for rule in redactor().rules}
    for name, literal in REQUIRED_LITERALS.items():
        assert literal in patterns[name].pattern.replace(r"\+", "+")
        assert not patterns[name].flags & re.IGNORECASE


def test_a_secret_is_told_by_its_key_in_a_text_of_json():
    text = json.dumps({"token": "abc", "n": [1, {"Authorization": "x y"}]})
    assert json.loads(redactor().serialized(text)) == {
        "token": "<SECRET>",
        "n": [1, {"Authorization": "<SECRET>"}],
    }


def test_a_text_of_json_without_secrets_keeps_its_form():
    assert redactor().serialized('{"a" :  "b"}') == '{"a" :  "b"}'
