"""Rules on tool calls, compiled once for each policy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .conditions import When, parse_when
from .glob import glob_matches
from .paths import Path, parse_path, replace
from .redaction import redactor

REDACTED = "<REDACTED>"
_NAMES_KEPT = 1024


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a policy; the first that matches and holds decides."""

    id: str | None
    tool: str
    when: When | None
    effect: str
    reason: str | None = None
    redact_paths: Sequence[Path] = ()
    ask_seconds: float = 0.0
    when_unanswered: str | None = None
    when_unreachable: str | None = None

    def holds(self, arguments: Any) -> bool:
        """Unknown does not hold for allow, and holds for every other effect."""
        result = True if self.when is None else self.when.holds(arguments)
        return self.effect != "allow" if result is None else result

    def redacted(self, arguments: Any) -> Any:
        """The arguments with the values of the paths, or all personal data, replaced."""
        if not self.redact_paths:
            return redactor().value(arguments)
        for path in self.redact_paths:
            arguments = replace(path, arguments, REDACTED)
        return arguments


class Rules:
    """The rules of a policy, in order. Which of them name a tool is looked up once for a name."""

    def __init__(self, rules: Iterable[Rule]):
        self._rules = tuple(rules)
        self._by_tool: dict[str, tuple[Rule, ...]] = {}

    def first(self, tool: str, arguments: Any) -> Rule | None:
        """The rule that decides on a call, or None: it is permitted."""
        for rule in self._of(tool):
            if rule.holds(arguments):
                return rule
        return None

    def names(self, tool: str) -> bool:
        """Whether any rule names the tool."""
        return bool(self._of(tool))

    def _of(self, tool: str) -> tuple[Rule, ...]:
        found = self._by_tool.get(tool)
        if found is None:
            found = tuple(rule for rule in self._rules if glob_matches(rule.tool, tool))
            if len(self._by_tool) < _NAMES_KEPT:
                self._by_tool[tool] = found
        return found


def parse_rules(items: Iterable[Any]) -> Rules:
    """Reads the rules of a document. Raises ValueError."""
    return Rules([_rule(item) for item in items])


def _rule(item: Any) -> Rule:
    if not isinstance(item, dict) or not isinstance(item.get("tool"), str):
        raise ValueError("a rule has no tool")
    paths = item.get("redactPaths") or []
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
        raise ValueError("redactPaths are no texts")
    return Rule(
        item.get("id"),
        item["tool"],
        parse_when(item.get("when")),
        str(item.get("effect")),
        item.get("reason"),
        tuple(parse_path(path) for path in paths),
        float(item.get("askSeconds") or 0),
        item.get("whenUnanswered"),
        item.get("whenUnreachable"),
    )
