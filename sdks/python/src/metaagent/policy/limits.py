"""Limits of one run."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any


@dataclass(frozen=True, slots=True)
class Usage:
    """What a run has used so far; `cost_usd` is None while no cost is known."""

    actions: int = 0
    seconds: float = 0.0
    cost_usd: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """None is no limit."""

    max_actions: int | None = None
    max_seconds: float | None = None
    max_cost_usd: Decimal | None = None

    def reached(self, usage: Usage) -> str | None:
        """The first limit that is reached, by its name in the policy."""
        if self.max_actions is not None and usage.actions >= self.max_actions:
            return "maxActions"
        if self.max_seconds is not None and usage.seconds >= self.max_seconds:
            return "maxSeconds"
        if self.max_cost_usd is None or usage.cost_usd is None:
            return None
        return "maxCostUsd" if usage.cost_usd >= self.max_cost_usd else None


def parse_limits(limits: Any) -> Limits:
    """Reads `{maxActions, maxSeconds, maxCostUsd}`. Raises ValueError."""
    if limits is None:
        return Limits()
    if not isinstance(limits, dict):
        raise ValueError("limits are no object")
    return Limits(
        _number(limits.get("maxActions"), "maxActions"),
        _number(limits.get("maxSeconds"), "maxSeconds"),
        decimal_or_none(limits.get("maxCostUsd")),
    )


def decimal_or_none(text: Any) -> Decimal | None:
    """An exact decimal from a text or number; None stays None. Raises ValueError."""
    if text is None:
        return None
    try:
        return Decimal(str(text))
    except InvalidOperation as problem:
        raise ValueError(f"{text!r} is no decimal number") from problem


def _number(value: Any, name: str) -> Any:
    if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
        raise ValueError(f"{name} is no number")
    return value
