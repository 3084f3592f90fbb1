"""How a question to a person ends."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ApprovalEnd:
    """`result` is pending, permit or refuse; a refusal has a kind."""

    result: str
    kind: str | None = None
    reason: str | None = None


PENDING = ApprovalEnd("pending")


@dataclass(frozen=True, slots=True)
class Question:
    """What is known of a question. Times are seconds by the server's clock."""

    expires_at: float
    when_unanswered: str | None
    when_unreachable: str | None
    delivered: bool = False
    rejected: bool = False
    answer: dict[str, Any] | None = None

    def end(self, now: float) -> ApprovalEnd:
        answer = self.answer or {}
        state = answer.get("state")
        if state == "approved":
            return ApprovalEnd("permit")
        if state == "denied":
            return ApprovalEnd("refuse", "deniedByPerson", answer.get("reason"))
        if self.rejected:
            return self._unreachable()
        if state != "expired" and now < self.expires_at:
            return PENDING
        return self._unanswered() if self.delivered else self._unreachable()

    def _unanswered(self) -> ApprovalEnd:
        if self.when_unanswered == "allow":
            return ApprovalEnd("permit")
        return ApprovalEnd("refuse", "unanswered")

    def _unreachable(self) -> ApprovalEnd:
        if self.when_unreachable == "open":
            return ApprovalEnd("permit")
        return ApprovalEnd("refuse", "unreachable")
