"""Texts of prompts with variables in double braces."""

import json
import re
from collections.abc import Mapping
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)
_VARIABLE = re.compile(r"\{\{ *([A-Za-z_][A-Za-z0-9_.-]*) *\}\}")


def render(content: str, variables: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The text with values in place of variables, and the names that had no value, each once.

    A variable without a value (or with None) stays as it is. Values are not looked through.
    """
    missing: dict[str, None] = {}

    def value(match: re.Match[str]) -> str:
        found = variables.get(match[1])
        if found is None:
            missing[match[1]] = None
            return match[0]
        return _text(found)

    return _VARIABLE.sub(value, content), list(missing)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return str(value) if type(value) is int else _ENCODER.encode(value)
