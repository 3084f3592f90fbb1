"""What does not work at the moment, for `policy.status()` and the host's log."""

import logging

logger = logging.getLogger("metaagent")


class Problems:
    """The last problem of each kind until it is over. Each new one is logged once as a warning."""

    def __init__(self) -> None:
        self._current: dict[str, str] = {}

    def report(self, kind: str, text: str) -> None:
        if self._current.get(kind) != text:
            self._current[kind] = text
            logger.warning("%s: %s", kind, text)

    def over(self, kind: str) -> None:
        self._current.pop(kind, None)

    def current(self) -> list[str]:
        """Each as `kind: text`."""
        return [f"{kind}: {text}" for kind, text in list(self._current.items())]
