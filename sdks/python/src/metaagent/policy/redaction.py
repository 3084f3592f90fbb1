"""Replaces personal data and secrets in texts and values, by the rules of redaction.json."""

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from .checks import CHECKS
from .paths import json_container

# A text that a rule of this class matches always holds this literal. Looking for it is many
# times faster than trying the pattern at each position.
REQUIRED_LITERALS = {
    "PRIVATE_KEY": "PRIVATE KEY-----",
    "JWT": "eyJ",
    "URL_CREDENTIALS": "://",
    "ANTHROPIC_KEY": "sk-ant-",
    "OPENAI_KEY": "sk-",
    "METAAGENT_KEY": "ma_",
    "GITLAB_TOKEN": "glpat-",
    "SLACK_TOKEN": "xox",
    "GOOGLE_KEY": "AIza",
    "EMAIL": "@",
    "PHONE": "+",
}

SHORT = 64
"""Texts of so many characters, most of which come again and again, are remembered."""


@dataclass(frozen=True, slots=True)
class RedactionRule:
    """What is looked for; the match, or its group, becomes `<CLASS>` if the check holds."""

    name: str
    pattern: re.Pattern[str]
    group: int
    check: str | None

    def apply(self, text: str) -> str:
        if REQUIRED_LITERALS.get(self.name, "") not in text:
            return text
        return self.pattern.sub(self._replacement, text)

    def _replacement(self, match: re.Match[str]) -> str:
        whole, found = match.group(0), match.group(self.group)
        if self.check is not None and not CHECKS[self.check](found):
            return whole
        before = match.start(self.group) - match.start()
        after = match.end(self.group) - match.start()
        return f"{whole[:before]}<{self.name}>{whole[after:]}"


class Redactor:
    """Applies rules in their order, each to what the one before left."""

    def __init__(self, document: dict[str, Any]):
        self.rules = [_rule(item) for item in document["rules"]]
        self._secret_keys = frozenset(document["secretKeys"])

        self._short = lru_cache(maxsize=4096)(self._redacted)

    def text(self, text: str) -> str:
        return self._short(text) if len(text) <= SHORT else self._redacted(text)

    def _redacted(self, text: str) -> str:
        for rule in self.rules:
            text = rule.apply(text)
        return text

    def value(self, value: Any) -> Any:
        """A copy of a JSON value with all texts redacted, and secrets told by their keys."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self.entry(key, item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.value(item) for item in value]
        return value

    def entry(self, key: Any, value: Any) -> Any:
        """A value that stands under a key."""
        if isinstance(value, str) and value and self.is_secret_key(key):
            return "<SECRET>"
        return self.value(value)

    def is_secret_key(self, key: Any) -> bool:
        return str(key).lower().replace("-", "_") in self._secret_keys

    def serialized(self, text: str) -> str:
        """A text that may be the JSON of an object or list: keys in it tell secrets too."""
        opened = json_container(text)
        try:
            if opened is not None and self._has_secret(opened):
                return json.dumps(self.value(opened), ensure_ascii=False)
        except RecursionError:
            return self.text(text)
        return self.text(text)

    def _has_secret(self, value: Any) -> bool:
        if isinstance(value, dict):
            return any(
                (isinstance(item, str) and self.is_secret_key(key)) or self._has_secret(item)
                for key, item in value.items()
            )
        return isinstance(value, list) and any(self._has_secret(item) for item in value)


@cache
def redactor() -> Redactor:
    """The redactor of the rules that come with this package."""
    text = files(__package__).joinpath("redaction.json").read_text(encoding="utf-8")
    return Redactor(json.loads(text))


def _rule(item: dict[str, Any]) -> RedactionRule:
    flags = re.ASCII | (re.IGNORECASE if item["ignoreCase"] else 0)
    return RedactionRule(
        item["class"], re.compile(item["pattern"], flags), item["group"], item["check"]
    )
