"""A prompt as a policy or the code gives it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .plain import plain
from .policy.prompts import render
from .problems import logger


@dataclass(frozen=True, slots=True)
class Prompt:
    """`version` is None where it is the code's default. Parameters are those of the model."""

    name: str
    version: int | None
    content: str
    model: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def render(self, variables: Mapping[str, Any] | None = None, /, **more: Any) -> str:
        """The text with values for `{{variables}}`; one without a value stays, and is logged."""
        values = {name: plain(value) for name, value in {**(variables or {}), **more}.items()}
        text, missing = render(self.content, values)
        if missing:
            logger.warning("prompt %s: no value for %s", self.name, ", ".join(missing))
        return text


def prompt_of(item: Mapping[str, Any]) -> Prompt:
    """From a policy document."""
    return Prompt(
        str(item.get("name")),
        item.get("version"),
        item["content"],
        item.get("model"),
        item.get("parameters") or {},
    )
