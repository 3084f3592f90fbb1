"""Asks the held policy of one agent. Answers are values; nothing here waits or raises."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .decisions import Decision, Pending, Permit, Refusal
from .plain import plain
from .policy.approvals import ApprovalEnd, Question
from .policy.clock import seconds_left
from .policy.decide import Policy, Refused, begin, model_call, tool_call
from .policy.limits import Usage
from .policy.redaction import redactor
from .policy.rules import Rule
from .problems import logger
from .remote.held import HeldPolicy
from .remote.http import Http
from .remote.questions import Asked, Questions, question_body

_NOTHING_USED = Usage()


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call that is decided on."""

    tool: str
    arguments: Any
    execution_id: str | None = None
    usage: Usage = _NOTHING_USED


class Decider:
    """`required`: without a policy everything is refused. `content`: questions hold arguments."""

    def __init__(
        self, held: HeldPolicy, http: Http, questions: Questions, required: bool, content: bool
    ):
        self.held = held
        self._http = http
        self._questions = questions
        self._required = required
        self._content = content

    @property
    def policy(self) -> Policy | None:
        held = self.held.held or self.held.first()
        return held.policy if held is not None else None

    def begin(self, execution_id: str) -> Refusal | None:
        """Why the run may not begin, or None."""
        policy = self.policy
        try:
            refused = begin(policy, execution_id, self.held.age(), self._required)
        except Exception:
            logger.exception("a run could not be decided on")
            refused = Refused("noPolicy") if self._required else None
        return None if refused is None else _refusal(refused, policy)

    def model(self, usage: Usage) -> Refusal | None:
        """Why a run that has used so much may make no call of a model, or None."""
        policy = self.policy
        try:
            refused = model_call(policy, usage, self.held.age(), self._required)
        except Exception:
            logger.exception("a call of a model could not be decided on")
            refused = Refused("noPolicy") if policy is None and self._required else None
        return None if refused is None else _refusal(refused, policy)

    def tool(self, call: Call, ended: Callable[[Decision], None]) -> Decision:
        """`ended` is told how a question to a person ends, from any thread."""
        policy = self.policy
        try:
            return self._tool(policy, call, ended)
        except Exception:
            logger.exception("the call of %s could not be decided on", call.tool)
            return self._undecided(policy, call)

    def _tool(
        self, policy: Policy | None, call: Call, ended: Callable[[Decision], None]
    ) -> Decision:
        arguments = call.arguments
        if policy is not None and policy.rules.names(call.tool):
            arguments = plain(arguments)
        decided = tool_call(
            policy, call.tool, arguments, call.usage, self.held.age(), self._required
        )
        if isinstance(decided, Refused):
            return _refusal(decided, policy)
        if decided is None or policy is None:
            return Permit(call.arguments, version=policy.version if policy else None)
        if decided.effect == "ask":
            return self._ask(policy, decided, call, arguments, ended)
        changed = decided.redacted(arguments) if decided.effect == "redact" else call.arguments
        return Permit(changed, decided.id, decided.effect, policy.version)

    def _undecided(self, policy: Policy | None, call: Call) -> Decision:
        """What cannot be told does not slip past a rule."""
        if policy is None:
            return Refusal("noPolicy") if self._required else Permit(call.arguments)
        if policy.rules.names(call.tool):
            return Refusal("denied", "The rules on this tool could not be applied to the call.")
        return Permit(call.arguments, version=policy.version)

    def _ask(
        self,
        policy: Policy,
        rule: Rule,
        call: Call,
        arguments: Any,
        ended: Callable[[Decision], None],
    ) -> Pending:
        approval_id = str(uuid.uuid4())
        expires_at = self._http.now() + rule.ask_seconds
        shown = redactor().value(arguments) if self._content else None
        body = question_body(
            approval_id, self.held.agent, call.execution_id, call.tool, shown, rule.id, expires_at
        )
        question = Question(expires_at, rule.when_unanswered, rule.when_unreachable)

        def end(result: ApprovalEnd) -> None:
            decision = _end(result, rule, call.arguments, policy.version)
            pending._future.set_result(decision)
            ended(decision)

        asked = Asked(approval_id, body, question, end)
        pending = Pending(
            approval_id,
            expires_at,
            rule.id,
            policy.version,
            _left=lambda: seconds_left(expires_at, self._http.now(), 0.0),
            _expire=asked.expire,
        )
        self._questions.ask(asked)
        return pending


def _refusal(refused: Refused, policy: Policy | None) -> Refusal:
    rule = refused.rule
    return Refusal(
        refused.kind,
        refused.reason,
        rule.id if rule is not None else None,
        effect=rule.effect if rule is not None else None,
        version=policy.version if policy is not None else None,
    )


def _end(result: ApprovalEnd, rule: Rule, arguments: Any, version: int) -> Decision:
    if result.result == "permit":
        return Permit(arguments, rule.id, "ask", version)
    reason = result.reason if result.reason is not None else rule.reason
    return Refusal(str(result.kind), reason, rule.id, effect="ask", version=version)
