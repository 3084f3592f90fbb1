"""Paths into the arguments of a tool call, and replacing what they lead to.

Segments are separated by `.`; `*` is every item or value, `#` as the last segment is a length.
"""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

Path = tuple[str, ...]
_SPECIAL = ("*", "#")


@lru_cache(maxsize=4096)
def parse_path(text: str) -> Path:
    """The segments; backslash escapes a dot and itself. The empty path has none."""
    if not text:
        return ()
    segments, current, at = [], "", 0
    while at < len(text):
        char = text[at]
        if char == "\\" and text[at + 1 : at + 2] in (".", "\\"):
            current += text[at + 1]
            at += 2
            continue
        if char == ".":
            segments.append(current)
            current = ""
        else:
            current += char
        at += 1
    return (*segments, current)


def resolve(path: Path, value: Any) -> list[Any]:
    """All values to which the path leads, none where it leads nowhere."""
    for at, segment in enumerate(path):
        if type(value) is not dict or segment in _SPECIAL:
            return _resolve(path[at:], value)
        if segment not in value:
            return []
        value = value[segment]
    return [value]


def _resolve(path: Path, value: Any) -> list[Any]:
    """As `resolve`, also through lists, texts of JSON and segments that lead to several values."""
    values = [value]
    for at, segment in enumerate(path):
        last = at == len(path) - 1
        values = [found for value in values for found in _step(value, segment, last)]
        if not values:
            break
    return values


def replace(path: Path, value: Any, replacement: Any) -> Any:
    """A copy in which each value of the path is replaced; a length cannot be replaced."""
    if not path:
        return replacement
    if path[-1] == "#":
        return value
    return _replace(path, value, replacement)


def json_container(text: str) -> Any:
    """The object or list of which the text is the JSON, else None."""
    start = text.lstrip()[:1]
    if start not in ("{", "["):
        return None
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _step(value: Any, segment: str, last: bool) -> list[Any]:
    if isinstance(value, str):
        opened = json_container(value)
        if opened is not None:
            return _step(opened, segment, last)
        return [len(value)] if segment == "#" and last else []
    if isinstance(value, dict):
        if segment == "#" and last:
            return [len(value)]
        if segment == "*":
            return list(value.values())
        return [value[segment]] if segment in value else []
    if isinstance(value, list):
        if segment == "#" and last:
            return [len(value)]
        return [value[at] for at in _indexes(segment, len(value))]
    return []


def _indexes(segment: str, length: int) -> range:
    if segment == "*":
        return range(length)
    if segment.isascii() and segment.isdigit() and len(segment) < 12 and int(segment) < length:
        return range(int(segment), int(segment) + 1)
    return range(0)


def _replace(path: Path, value: Any, replacement: Any) -> Any:
    if isinstance(value, str):
        return _within_text(value, lambda opened: _replace(path, opened, replacement))
    segment, rest = path[0], path[1:]
    if isinstance(value, dict):
        keys = value.keys() if segment == "*" else {segment} & value.keys()
        inner = {key: _descend(rest, value[key], replacement) for key in keys}
        return {**value, **inner}
    if isinstance(value, list):
        hit = _indexes(segment, len(value))
        return [
            _descend(rest, item, replacement) if at in hit else item
            for at, item in enumerate(value)
        ]
    return value


def _descend(rest: Path, value: Any, replacement: Any) -> Any:
    return _replace(rest, value, replacement) if rest else replacement


def _within_text(text: str, change: Callable[[Any], Any]) -> str:
    opened = json_container(text)
    if opened is None:
        return text
    changed = change(opened)
    if changed == opened:
        return text
    return json.dumps(changed, ensure_ascii=False, separators=(",", ":"))


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
