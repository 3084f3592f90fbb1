"""The canonical form of JSON (RFC 8785), over which documents are signed."""

import json
from typing import Any

import rfc8785

_EXACT = 2**53


def canonical(value: Any) -> bytes:
    """The canonical form in UTF-8. Raises ValueError for what RFC 8785 cannot express."""
    try:
        return rfc8785.dumps(_doubles(value))
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, OverflowError) as problem:
        raise ValueError(str(problem)) from problem


def parse_json(text: str | bytes) -> Any:
    """Strict JSON: NaN and Infinity are refused. Raises ValueError."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except RecursionError as problem:
        raise ValueError("nested too deeply") from problem


def _doubles(value: Any) -> Any:
    """Whole numbers beyond 2^53 as the double that JSON means in RFC 8785."""
    if isinstance(value, dict):
        return {key: _doubles(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_doubles(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _EXACT:
        return float(value)
    return value


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
