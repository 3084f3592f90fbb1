"""Server-sent events, as the WHATWG describes them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """`id` is that of the last event that had one."""

    id: str | None
    name: str
    data: str


def events(pieces: Iterable[bytes], last_id: str | None = None) -> Iterator[Event]:
    """Events from pieces of a body, which may be cut anywhere; an unfinished one is dropped."""
    name = ""
    data: list[str] = []
    for line in _lines(pieces):
        if not line:
            if data:
                yield Event(last_id, name or "message", "\n".join(data))
            name, data = "", []
            continue
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)
        elif field == "id" and "\0" not in value:
            last_id = value


def _lines(pieces: Iterable[bytes]) -> Iterator[str]:
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).replace(b"\r\n", b"\n").split(b"\n")
        for line in lines:
            yield line.removesuffix(b"\r").decode("utf-8", "replace")
