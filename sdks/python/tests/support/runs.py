"""A policy for runs of the agent desk, and the spans that they become."""

from .signing import rule

RULES = [
    rule("r1", "shell", "deny", reason="never"),
    rule("r2", "mail", "redact", redactPaths=["body"]),
    rule("r3", "search", "allow"),
    rule("r4", "draft", "redact"),
]
STOPPED = {"stopped": {"since": "2026-11-30T05:00:00Z", "reason": "no", "by": "Jo", "share": 0}}


def spans(server, client):
    """All spans that arrived, by their names."""
    assert client.flush()
    return {span.name: span for span in server.spans()}
