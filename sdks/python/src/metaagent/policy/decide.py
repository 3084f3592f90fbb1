"""Decisions as pure functions of a policy, facts and an age."""

from dataclasses import dataclass
from typing import Any

from .bucket import bucket
from .limits import Limits, Usage, parse_limits
from .prices import Price, parse_prices
from .rules import Rule, Rules, parse_rules


@dataclass(frozen=True, slots=True)
class Refused:
    """Why something may not be done."""

    kind: str
    reason: str | None = None
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy document, compiled; never changed after it was made."""

    version: int
    max_age_seconds: float
    closed_after_max_age: bool
    stopped: dict[str, Any] | None
    limits: Limits
    rules: Rules
    prompts: dict[str, dict[str, Any]]
    prices: dict[str, Price]
    learnings: tuple[Any, ...]


def compile_policy(document: dict[str, Any]) -> Policy:
    """Compiles an accepted document. Raises ValueError where a part of it cannot be read."""
    stopped = document.get("stopped")
    if stopped is not None and not isinstance(stopped, dict):
        raise ValueError("stopped is no object")
    return Policy(
        document.get("version", 0),
        document["maxAgeSeconds"],
        document["afterMaxAge"] == "closed",
        stopped,
        parse_limits(document.get("limits")),
        parse_rules(document.get("tools", [])),
        _prompts(document.get("prompts", [])),
        parse_prices(document.get("prices", [])),
        tuple(document.get("learnings", [])),
    )


def begin(policy: Policy | None, execution_id: str, age: float, required: bool) -> Refused | None:
    """Whether a run may begin; None: it may. `required`: a run without a policy is refused."""
    if policy is None:
        return Refused("noPolicy") if required else None
    stopped = policy.stopped
    if stopped is not None and bucket("stop", execution_id) >= (stopped.get("share") or 0):
        return Refused("stopped", stopped.get("reason"))
    return _expired(policy, age)


def model_call(policy: Policy | None, usage: Usage, age: float, required: bool) -> Refused | None:
    """Why a run may make no call of a model, or None: it may."""
    if policy is None:
        return Refused("noPolicy") if required else None
    expired = _expired(policy, age)
    if expired is not None:
        return expired
    limit = policy.limits.reached(usage)
    return None if limit is None else Refused("limit", limit)


def tool_call(
    policy: Policy | None, tool: str, arguments: Any, usage: Usage, age: float, required: bool
) -> Refused | Rule | None:
    """What decides on a tool call: a refusal, the rule that matches, or None: it is permitted."""
    refused = model_call(policy, usage, age, required)
    if refused is not None or policy is None:
        return refused
    rule = policy.rules.first(tool, arguments)
    if rule is None or rule.effect in ("allow", "ask", "redact"):
        return rule
    if rule.effect == "deny":
        return Refused("denied", rule.reason, rule)
    return Refused("denied", rule.reason or f"The effect {rule.effect} is not known here.", rule)


def _expired(policy: Policy, age: float) -> Refused | None:
    if policy.closed_after_max_age and age > policy.max_age_seconds:
        return Refused("policyExpired")
    return None


def _prompts(items: Any) -> dict[str, dict[str, Any]]:
    prompts: dict[str, dict[str, Any]] = {}
    for item in items:
        if not isinstance(item, dict) or not isinstance(item.get("content"), str):
            raise ValueError("a prompt has no content")
        prompts.setdefault(str(item.get("name")), item)
    return prompts
