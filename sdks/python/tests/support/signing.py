"""Keys and signed policies, as the server makes them."""

import base64
import json
from hashlib import sha256

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class SigningKey:
    def __init__(self, seed: int):
        self._private = Ed25519PrivateKey.from_private_bytes(bytes([seed] * 32))
        public = self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.public_key = _text(public)
        self.key_id = sha256(public).hexdigest()[:16]

    def item(self, signed_by: "SigningKey | None" = None) -> dict:
        item = {
            "algorithm": "Ed25519",
            "keyId": self.key_id,
            "notAfter": "2099-01-01T00:00:00Z",
            "notBefore": "2026-01-01T00:00:00Z",
            "publicKey": self.public_key,
        }
        value = signed_by.sign(item) if signed_by is not None else None
        item["signedBy"] = {"keyId": signed_by.key_id, "value": value} if signed_by else None
        return item

    def sign(self, value: dict) -> str:
        return _text(self._private.sign(rfc8785.dumps(value)))

    def signed(self, document: dict) -> str:
        signature = {"keyId": self.key_id, "value": self.sign(document)}
        return json.dumps({**document, "signature": signature})


def rule(id: str, tool: str, effect: str, **more) -> dict:
    whole = {"id": id, "tool": tool, "effect": effect, "when": None, "reason": None}
    whole.update(redactPaths=None, askSeconds=None, whenUnanswered=None, whenUnreachable=None)
    return {**whole, **more}


def ask(id: str, tool: str, seconds: float = 30, unanswered="deny", unreachable="closed") -> dict:
    more = {"whenUnanswered": unanswered, "whenUnreachable": unreachable}
    return rule(id, tool, "ask", askSeconds=seconds, **more)


def document(agent: str = "desk", version: int = 1, **more) -> dict:
    whole = {
        "agent": {"id": None, "name": agent},
        "version": version,
        "issuedAt": "2026-11-01T00:00:00Z",
        "maxAgeSeconds": 86400,
        "afterMaxAge": "open",
        "prompts": [],
        "tools": [],
        "limits": {"maxActions": None, "maxSeconds": None, "maxCostUsd": None},
        "stopped": None,
        "prices": [],
        "routing": [],
        "breakers": [],
        "budgets": [],
        "experiments": [],
        "learnings": [],
    }
    return {**whole, **more}


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
