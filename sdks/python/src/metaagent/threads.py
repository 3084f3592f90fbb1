"""Daemon threads that end with their process and never with an exception."""

import threading
from collections.abc import Callable

from opentelemetry import context

from .problems import logger

_SUPPRESS = "suppress_instrumentation"
"""OpenTelemetry's key: requests of this thread become no spans, which would be sent again."""


def start_daemon(name: str, run: Callable[[], None]) -> threading.Thread | None:
    """None where no thread can be started, as while the interpreter shuts down."""

    def quietly() -> None:
        context.attach(context.set_value(_SUPPRESS, True))
        try:
            run()
        except Exception:
            logger.exception("%s ended", name)

    try:
        thread = threading.Thread(target=quietly, name=name, daemon=True)
        thread.start()
    except RuntimeError:
        return None
    return thread
