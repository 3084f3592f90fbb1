"""Whether and when a request is sent again."""

import re

from .clock import parse_http_date

RETRIED = frozenset({408, 429, 500, 502, 503, 504})
LONGEST_SECONDS = 60.0
LONGEST_RETRY_AFTER_SECONDS = 300.0

_SECONDS = re.compile(r"\s*\d{1,9}\s*", re.ASCII)


def is_retried(status: int | None) -> bool:
    """Whether a request with this answer is sent again; None: no connection."""
    return status is None or status in RETRIED


def retry_delay(failures: int, retry_after: str | None, now: float, random: float) -> float:
    """Seconds to wait after so many failures; `random` is in [0, 1)."""
    asked = _asked(retry_after, now)
    if asked is not None:
        return min(max(0.0, asked), LONGEST_RETRY_AFTER_SECONDS)
    backoff = min(LONGEST_SECONDS, 2.0 ** min(failures - 1, 10))
    return backoff * (0.5 + random / 2)


def _asked(retry_after: str | None, now: float) -> float | None:
    if retry_after is None:
        return None
    if _SECONDS.fullmatch(retry_after):
        return float(retry_after)
    date = parse_http_date(retry_after)
    return None if date is None else date - now
