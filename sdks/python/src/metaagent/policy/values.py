"""How values of arguments are compared with values of rules."""

import re
from typing import Any

_DECIMAL = re.compile(r"\s*-?\d+(\.\d+)?([eE][+-]?\d+)?\s*", re.ASCII)


def is_number(value: Any) -> bool:
    """Whether it is a JSON number; true and false are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def as_number(value: Any) -> float | None:
    """A number, or a text that is a decimal number, as an IEEE double; else None."""
    if is_number(value):
        return _double(value)
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return float(value)
    return None


def equals(actual: Any, expected: Any) -> bool:
    """Equal by type and value; a decimal text equals the number that it spells."""
    if expected is None:
        return actual is None
    if isinstance(expected, bool):
        return isinstance(actual, bool) and actual is expected
    if isinstance(expected, str):
        if is_number(actual):
            return as_number(expected) == _double(actual)
        return isinstance(actual, str) and actual == expected
    if is_number(expected):
        return as_number(actual) == _double(expected)
    return False


def _double(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
