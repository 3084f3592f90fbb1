"""Times of the server, and the age of a policy. Times are seconds since 1970 (UTC)."""

import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

FUTURE_SECONDS = 300.0
"""How far a time may lie in the future before it is not believed."""

_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII
)


def parse_time(text: str) -> float:
    """An RFC 3339 time. Raises ValueError."""
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no RFC 3339 time")
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=timezone.utc)
    shift = timedelta(hours=int(match[9] or 0), minutes=int(match[10] or 0))
    moment = moment + shift if match[8] == "-" else moment - shift
    return moment.timestamp() + float(match[7] or 0)


def format_time(seconds: float) -> str:
    """As RFC 3339 in UTC, to milliseconds."""
    moment = datetime.fromtimestamp(seconds, timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_http_date(text: str | None) -> float | None:
    """The time of a `Date` or `Retry-After` header; None where it is none."""
    try:
        return parsedate_to_datetime(text).timestamp() if text else None
    except (TypeError, ValueError, OverflowError):
        return None


def offset(date: float | None, local_at_answer: float | None) -> float:
    """What is added to the local clock to get the server's; 0 before the first answer."""
    if date is None or local_at_answer is None:
        return 0.0
    return date - local_at_answer


def seconds_left(expires_at: float, local: float, offset: float) -> float:
    """Until a time of the server, at least 0."""
    return max(0.0, expires_at - (local + offset))


def stored_age(stored_contact: float, now: float) -> float:
    """The age in seconds of a policy from disk; infinite if its time lies too far ahead."""
    if stored_contact - now > FUTURE_SECONDS:
        return float("inf")
    return max(0.0, now - stored_contact)
