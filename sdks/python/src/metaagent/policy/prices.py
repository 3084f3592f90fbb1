"""What a model call costs, exactly, in USD."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any

from .limits import decimal_or_none

_EXACT = Context(prec=120)


@dataclass(frozen=True, slots=True)
class Price:
    """USD for a million tokens; None is unknown."""

    input: Decimal | None
    output: Decimal | None
    cache_read: Decimal | None
    cache_write: Decimal | None


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of one call. Input includes cached tokens; None is unknown."""

    input: int | None = None
    output: int | None = None
    cache_read: int | None = None
    cache_write: int | None = None


def parse_prices(items: Iterable[Any]) -> dict[str, Price]:
    """Prices by the exact name of the model; the first of a name counts. Raises ValueError."""
    prices: dict[str, Price] = {}
    for item in items:
        if not isinstance(item, dict) or not isinstance(item.get("model"), str):
            raise ValueError("a price has no model")
        names = ("input", "output", "cacheRead", "cacheWrite")
        prices.setdefault(item["model"], Price(*(decimal_or_none(item.get(n)) for n in names)))
    return prices


def cost_usd(prices: Mapping[str, Price], model: str | None, tokens: Tokens) -> Decimal | None:
    """The cost of a call, or None where a price or a number of tokens is unknown."""
    price = prices.get(model) if model is not None else None
    if price is None or price.input is None or price.output is None:
        return None
    if tokens.input is None or tokens.output is None:
        return None
    read, write = tokens.cache_read or 0, tokens.cache_write or 0
    parts = (
        (max(0, tokens.input - read - write), price.input),
        (read, price.input if price.cache_read is None else price.cache_read),
        (write, price.input if price.cache_write is None else price.cache_write),
        (tokens.output, price.output),
    )
    total = Decimal(0)
    for count, each in parts:
        total = _EXACT.add(total, _EXACT.multiply(Decimal(count), each))
    return _EXACT.scaleb(total, -6)


def decimal_text(value: Decimal) -> str:
    """Without exponent and trailing zeros."""
    return format(value.normalize(_EXACT), "f")
