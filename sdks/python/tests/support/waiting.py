"""Waits for what a thread does."""

import asyncio
from collections.abc import Callable
from time import monotonic, sleep


def until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    """Until the condition holds; fails where it does not in time."""
    end = monotonic() + seconds
    while not condition():
        assert monotonic() < end, "it did not happen"
        sleep(0.005)


async def happens(condition: Callable[[], object], seconds: float = 10.0) -> None:
    """As `until`, while the event loop goes on."""
    end = monotonic() + seconds
    while not condition():
        assert monotonic() < end, "it did not happen"
        await asyncio.sleep(0.005)
