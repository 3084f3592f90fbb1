"""Which keys may sign policies: pinned ones, the first seen, and those a trusted one signed."""

import base64
import binascii
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .canonical import canonical

Keys = Mapping[str, bytes]
"""Public keys of 32 bytes by their ids."""

_SIGNED = ("algorithm", "keyId", "notAfter", "notBefore", "publicKey")


def key_id(public_key: bytes) -> str:
    """The first 16 hexadecimal digits of SHA-256 of the key."""
    return sha256(public_key).hexdigest()[:16]


def keys_of(public_keys: Iterable[str]) -> dict[str, bytes]:
    """Keys from base64url texts; texts that are no key are left out."""
    decoded = (decode_key(text) for text in public_keys)
    return {key_id(key): key for key in decoded if key is not None}


def trusted_keys(pinned: Keys, known: Keys, items: Any) -> dict[str, bytes]:
    """The keys trusted after the server listed these items.

    `known` are the keys that were trusted before; they count only where none is pinned.
    """
    offered = dict(_offered(items))
    trusted = dict(pinned or known or {item_id: key for item_id, (key, _) in offered.items()})
    waiting = {item_id: item for item_id, item in offered.items() if item_id not in trusted}
    while True:
        signed = [i for i, (_, item) in waiting.items() if _signed_by_trusted(item, trusted)]
        if not signed:
            return trusted
        for item_id in signed:
            trusted[item_id] = waiting.pop(item_id)[0]


def verify(public_key: bytes, signature: Any, message: bytes) -> bool:
    """Whether it is the Ed25519 signature, in base64url without padding, of the message."""
    decoded = _decode(signature)
    if decoded is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(decoded, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def decode_key(text: Any) -> bytes | None:
    decoded = _decode(text)
    return decoded if decoded is not None and len(decoded) == 32 else None


def encode_key(public_key: bytes) -> str:
    return base64.urlsafe_b64encode(public_key).rstrip(b"=").decode()


def _offered(items: Any) -> Iterable[tuple[str, tuple[bytes, dict[str, Any]]]]:
    for item in items if isinstance(items, list) else []:
        if not isinstance(item, dict) or item.get("algorithm") != "Ed25519":
            continue
        key = decode_key(item.get("publicKey"))
        if key is not None and item.get("keyId") == key_id(key):
            yield key_id(key), (key, item)


def _signed_by_trusted(item: dict[str, Any], trusted: Keys) -> bool:
    signed_by = item.get("signedBy")
    if not isinstance(signed_by, dict) or signed_by.get("keyId") not in trusted:
        return False
    try:
        message = canonical({name: item.get(name) for name in _SIGNED})
    except ValueError:
        return False
    return verify(trusted[signed_by["keyId"]], signed_by.get("value"), message)


def _decode(text: Any) -> bytes | None:
    if not isinstance(text, str):
        return None
    try:
        standard = text.translate(str.maketrans("-_", "+/")).rstrip("=")
        return base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
