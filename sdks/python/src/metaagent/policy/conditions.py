"""Conditions of rules over arguments. A result is True, False or None (unknown)."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .paths import Path, parse_path, resolve
from .values import as_number, equals, is_number

Result = bool | None
Test = Callable[[Any, Any], Result]


@dataclass(frozen=True, slots=True)
class Condition:
    """An operation between the values of a path and the value of the rule."""

    path: Path
    op: str
    value: Any

    def holds(self, arguments: Any) -> Result:
        values = resolve(self.path, arguments)
        if self.op == "exists":
            return any(value is not None for value in values) == self.value
        if self.op == "eq":
            return any(equals(value, self.value) for value in values or [None])
        if self.op == "ne":
            return not any(equals(value, self.value) for value in values or [None])
        test = _TESTS.get(self.op, _unknown)
        if len(values) == 1:
            return False if values[0] is None else test(values[0], self.value)
        return any_of(False if value is None else test(value, self.value) for value in values)


@dataclass(frozen=True, slots=True)
class When:
    """All or any of some conditions."""

    every: bool
    conditions: Sequence[Condition]

    def holds(self, arguments: Any) -> Result:
        if len(self.conditions) == 1:
            return self.conditions[0].holds(arguments)
        results = (condition.holds(arguments) for condition in self.conditions)
        return all_of(results) if self.every else any_of(results)


def parse_when(when: Any) -> When | None:
    """Reads `{all: [..]}` or `{any: [..]}`; null is None. Raises ValueError for anything else."""
    if when is None:
        return None
    if not isinstance(when, dict):
        raise ValueError("when is no object")
    if when.get("all") is not None:
        return When(True, _conditions(when["all"]))
    if when.get("any") is not None:
        return When(False, _conditions(when["any"]))
    raise ValueError("when has neither all nor any")


def all_of(results) -> Result:
    """False if one is false, else unknown if one is unknown, else true."""
    unknown = False
    for result in results:
        if result is False:
            return False
        unknown = unknown or result is None
    return None if unknown else True


def any_of(results) -> Result:
    """True if one is true, else unknown if one is unknown, else false."""
    unknown = False
    for result in results:
        if result is True:
            return True
        unknown = unknown or result is None
    return None if unknown else False


def _conditions(items: Any) -> tuple[Condition, ...]:
    if not isinstance(items, list):
        raise ValueError("conditions are no list")
    return tuple(_condition(item) for item in items)


def _condition(item: Any) -> Condition:
    if not isinstance(item, dict) or not isinstance(item.get("path"), str):
        raise ValueError("a condition has no path")
    if not isinstance(item.get("op"), str):
        raise ValueError("a condition has no op")
    return Condition(parse_path(item["path"]), item["op"], item.get("value"))


def _in(actual: Any, expected: Any) -> Result:
    if not isinstance(expected, list):
        return None
    return any(equals(actual, item) for item in expected)


def _contains(actual: Any, expected: Any) -> Result:
    if isinstance(actual, list):
        return any(equals(item, expected) for item in actual)
    return _text(operator.contains)(actual, expected)


def _ordered(compare: Callable[[Any, Any], bool]) -> Test:
    def test(actual: Any, expected: Any) -> Result:
        if isinstance(expected, str):
            return compare(actual, expected) if isinstance(actual, str) else None
        number = as_number(actual)
        if number is None or not is_number(expected):
            return None
        return compare(number, as_number(expected))

    return test


def _text(test: Callable[[str, str], bool]) -> Test:
    def of_texts(actual: Any, expected: Any) -> Result:
        if isinstance(actual, str) and isinstance(expected, str):
            return test(actual, expected)
        return None

    return of_texts


def _unknown(actual: Any, expected: Any) -> Result:
    return None


_TESTS: dict[str, Test] = {
    "in": _in,
    "lt": _ordered(operator.lt),
    "lte": _ordered(operator.le),
    "gt": _ordered(operator.gt),
    "gte": _ordered(operator.ge),
    "contains": _contains,
    "startsWith": _text(str.startswith),
    "endsWith": _text(str.endswith),
}
