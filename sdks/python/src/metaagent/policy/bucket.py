"""Assigns a unit (an execution id) to a number in [0, 1), equally in every language."""

from hashlib import sha256


def bucket(salt: str, unit: str) -> float:
    """The first 53 bits of SHA-256 over salt, a zero byte and unit, as a share of 1."""
    digest = sha256(_utf8(salt) + b"\0" + _utf8(unit)).digest()
    return (int.from_bytes(digest[:8], "big") >> 11) / 2**53


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace")
