"""Server-sent events."""

import pytest

from metaagent.remote.sse import Event, events

BODY = (
    "id: 1\nevent: policy\ndata: {\ndata: }\n\n: comment\n\n"
    "id: 2\r\ndata:x\r\n\r\nevent: ping\ndata\n\nevent: cut off\ndata: é"
)


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_events_are_read_wherever_the_pieces_are_cut(size):
    body = BODY.encode()
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    assert list(events(pieces)) == [
        Event("1", "policy", "{\n}"),
        Event("2", "message", "x"),
        Event("2", "ping", ""),
    ]


def test_an_id_with_a_zero_is_ignored_and_the_first_is_the_given_one():
    assert list(events([b"id: a\0\ndata: x\n\n"], "7")) == [Event("7", "message", "x")]
