"""Values of the host as JSON values, for rules, questions and telemetry."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

MAX_DEPTH = 64
MAX_TEXT = 1_000_000
"""Characters of an input or output that are kept."""

_ENCODER = json.JSONEncoder(ensure_ascii=False)
_PLAIN = (str, int, float, bool, type(None))


def plain(value: Any, depth: int = 0) -> Any:
    """A JSON value that says the same; the value itself where it is one already.

    Models (pydantic), dataclasses, sets and the like become objects and lists; what is nothing
    of this kind becomes its text. What is nested deeper than 64 levels becomes "...".
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if depth > MAX_DEPTH:
        return "..."
    if kind is dict or isinstance(value, Mapping):
        return {_key(key): plain(item, depth + 1) for key, item in value.items()}
    if kind is list or isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item, depth + 1) for item in value]
    return _converted(value, depth)


def text_of(value: Any) -> str:
    """A text as it is, anything else as JSON; at most 1,000,000 characters, all of them whole."""
    text = (value if isinstance(value, str) else _json(value))[:MAX_TEXT]
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _json(value: Any) -> str:
    try:
        return _ENCODER.encode(value)
    except (TypeError, ValueError, RecursionError):
        return _ENCODER.encode(plain(value))


def _converted(value: Any, depth: int) -> Any:
    if isinstance(value, Enum):
        return plain(value.value, depth + 1)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, (str, int, float)):
        return _base(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name), depth + 1) for f in fields(value)}
    return _from_model(value, depth)


def _from_model(value: Any, depth: int) -> Any:
    for name in ("model_dump", "item", "tolist"):
        method = getattr(value, name, None)
        if callable(method) and not isinstance(value, type):
            try:
                return plain(method(), depth + 1)
            except Exception:
                continue
    try:
        return str(value)
    except Exception:
        return f"<{type(value).__name__}>"


def _base(value: Any) -> Any:
    for base in (str, int, float):
        if isinstance(value, base):
            return base(value)
    return value


def _key(key: Any) -> str:
    return str(key) if isinstance(key, str) else str(plain(key))
