"""Which policy document is taken, and why another is refused."""

from typing import Any

from .canonical import canonical, parse_json
from .clock import FUTURE_SECONDS, parse_time
from .keys import Keys, verify
from .values import is_number

_LISTS = (
    "prompts", "tools", "prices", "routing", "breakers", "budgets", "experiments", "learnings",
)  # fmt: skip


class DocumentRefused(Exception):
    """The document is not taken; `why` is one of the words of the protocol."""

    def __init__(self, why: str, detail: str):
        super().__init__(f"{why}: {detail}")
        self.why = why


def accept(
    text: str | bytes, asked: str, held_version: int | None, keys: Keys, now: float
) -> dict[str, Any]:
    """The document, if it may replace what is held; `now` is by the server's clock.

    Raises DocumentRefused.
    """
    document = _well_formed(text)
    if document["agent"]["name"] != asked:
        raise DocumentRefused("otherAgent", f"it is of {document['agent']['name']!r}")
    _check_signature(document, keys)
    if held_version is not None and document["version"] < held_version:
        raise DocumentRefused("older", f"{document['version']} is below {held_version}")
    if parse_time(document["issuedAt"]) - now > FUTURE_SECONDS:
        raise DocumentRefused("fromTheFuture", f"it was issued at {document['issuedAt']}")
    return document


def _check_signature(document: dict[str, Any], keys: Keys) -> None:
    signature = document.get("signature")
    signature = signature if isinstance(signature, dict) else {}
    key = keys.get(str(signature.get("keyId")))
    if key is None:
        raise DocumentRefused("unknownKey", "no trusted key signed it")
    unsigned = {name: value for name, value in document.items() if name != "signature"}
    try:
        message = canonical(unsigned)
    except (ValueError, RecursionError) as problem:
        raise DocumentRefused("forged", f"it has no canonical form: {problem}") from problem
    if not verify(key, signature.get("value"), message):
        raise DocumentRefused("forged", "its signature is wrong")


def _well_formed(text: str | bytes) -> dict[str, Any]:
    try:
        document = parse_json(text)
        _require(isinstance(document, dict), "it is no object")
        agent = document.get("agent")
        _require(isinstance(agent, dict) and isinstance(agent.get("name"), str), "agent.name")
        version = document.get("version")
        _require(isinstance(version, int) and version is not True and version > 0, "version")
        _require(is_number(document.get("maxAgeSeconds")), "maxAgeSeconds")
        _require(document.get("afterMaxAge") in ("open", "closed"), "afterMaxAge")
        _require(isinstance(document.get("issuedAt"), str), "issuedAt")
        parse_time(document["issuedAt"])
        for name in _LISTS:
            _require(isinstance(document.get(name, []), list), name)
    except ValueError as problem:
        raise DocumentRefused("malformed", str(problem)) from problem
    return document


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(what)
