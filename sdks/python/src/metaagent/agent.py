"""An agent of the host, and the policy that governs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from opentelemetry.trace import Tracer

from .decider import Call, Decider
from .decisions import Decision, Permit, Refusal
from .execution import About, Execution, current_execution
from .guard import guard
from .policy.limits import Usage
from .policy.prices import Tokens, cost_usd
from .problems import Problems
from .prompt import Prompt, prompt_of
from .remote.identity import Identity
from .remote.outbox import Outbox
from .scope import ExecutionScope


@dataclass(frozen=True, slots=True)
class Services:
    """What all agents of a client share."""

    tracer: Tracer
    identity: Identity
    outbox: Outbox
    problems: Problems
    content: bool


@dataclass(frozen=True, slots=True)
class PolicyStatus:
    """`age` is in seconds; version and age are None without a policy. `source`: server, disk, none.

    `problems` says what does not work at the moment.
    """

    version: int | None
    age: float | None
    source: str
    problems: list[str]


class Agent:
    """Made by `client.agent(name)`."""

    def __init__(self, name: str, decider: Decider | None, services: Services):
        self.name = name
        self.content = services.content
        self.tracer = services.tracer
        self.policy = AgentPolicy(self, None)
        self._decider = decider
        self._services = services

    def execution(
        self,
        input: Any = None,
        *,
        session_id: str | None = None,
        user_id: str | None = None,
        task_class: str | None = None,
        outcome_key: str | Sequence[str] | None = None,
        environment: str | None = None,
        attributes: Mapping[str, Any] | None = None,
        raise_refused: bool = False,
    ) -> ExecutionScope:
        """A run: `with agent.execution(question) as run:`, or as a decorator of a function.

        Raises PolicyRefused only with `raise_refused`, when it is entered.
        """
        about = About(
            input, session_id, user_id, task_class, outcome_key, environment, attributes or {}
        )
        return ExecutionScope(self, about, raise_refused)

    def guard(
        self, name: str | None = None, *, raise_refused: bool = False
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Decorates a tool: the policy is asked before each call, and the call is recorded.

        A refused call returns the Refusal. The tool's name is that of the function by default.
        """
        return guard(self, name, raise_refused)

    def current(self) -> Execution | None:
        """The run of this agent in which this code runs."""
        execution = current_execution()
        return execution if execution is not None and execution.agent.name == self.name else None

    def policy_of(self, execution: Execution) -> AgentPolicy:
        """The policy, deciding for this run."""
        return AgentPolicy(self, execution)

    async def first_policy(self) -> None:
        """Waits for the first answer of the server, without blocking the event loop."""
        if self._decider is not None:
            await self._decider.held.first_async()

    def begin(self, execution_id: str) -> Refusal | None:
        """Whether a run may begin: None, or why not."""
        refusal = self._decider.begin(execution_id) if self._decider is not None else None
        if refusal is not None and refusal.kind == "stopped":
            self._services.identity.refused += 1
        return refusal

    def decide(
        self,
        tool: str,
        arguments: Any,
        execution: Execution | None,
        ended: Callable[[Decision], None] = lambda decision: None,
    ) -> Decision:
        """Decides on a tool call without recording it."""
        if execution is not None and execution.refusal is not None:
            return execution.refusal
        if self._decider is None:
            return Permit(arguments)
        if execution is None:
            return self._decider.tool(Call(tool, arguments), ended)
        call = Call(tool, arguments, execution.id, execution.usage())
        return self._decider.tool(call, ended)

    def decide_model(self, execution: Execution | None) -> Refusal | None:
        """Why a call of a model may not be made, or None, without recording it."""
        if execution is not None and execution.refusal is not None:
            return execution.refusal
        if self._decider is None:
            return None
        return self._decider.model(Usage() if execution is None else execution.usage())

    def cost(self, model: str | None, tokens: Tokens) -> Decimal | None:
        """What a model call costs by the policy's prices; None: unknown."""
        policy = self._decider.policy if self._decider is not None else None
        return cost_usd(policy.prices, model, tokens) if policy is not None else None

    def post_outcome(
        self, run: Mapping[str, str], success: bool | None, evidence: Any, kind: str
    ) -> None:
        """Tells the server in the background what became of a run."""
        if self._decider is not None:
            self._services.outbox.post(run, kind, success, evidence)

    def prompt(self, name: str) -> Prompt | None:
        policy = self._decider.policy if self._decider is not None else None
        item = policy.prompts.get(name) if policy is not None else None
        return prompt_of(item) if item is not None else None

    def status(self) -> PolicyStatus:
        problems = self._services.problems.current()
        if self._decider is None or (held := self._decider.held.held) is None:
            return PolicyStatus(None, None, "none", problems)
        age = self._decider.held.age()
        return PolicyStatus(held.policy.version, age, held.source, problems)


class AgentPolicy:
    """What may be done, by the policy that is held. Never waits for the network."""

    def __init__(self, agent: Agent, execution: Execution | None):
        self._agent = agent
        self._execution = execution

    def prompt(self, name: str, default: str = "") -> Prompt:
        """The prompt in production, or the code's default. The run tells which one it used."""
        prompt = self._agent.prompt(name)
        if prompt is None:
            return Prompt(name, None, default)
        execution = self._run()
        if execution is not None:
            execution.span.set_attribute("metaagent.prompt.name", prompt.name)
            if prompt.version is not None:
                execution.span.set_attribute("metaagent.prompt.version", str(prompt.version))
        return prompt

    def model(
        self,
        task_class: str | None = None,
        facts: Mapping[str, Any] | None = None,
        default: str | None = None,
    ) -> str | None:
        """Which model to use: the code's default, until policies route."""
        return default

    def permit(self, estimate: Any = None) -> Permit | Refusal:
        """Whether a model call may be made: by the age of the policy and the limits of the run.
        Its estimated cost (USD) counts once policies hold budgets."""
        refusal = self._agent.decide_model(self._run())
        return Permit() if refusal is None else refusal

    def tool(self, name: str, arguments: Any = None) -> Decision:
        """Whether a tool call may be made. A refused call is recorded as a step of the run."""
        execution = self._run()
        if execution is None:
            return self._agent.decide(name, arguments, None)

        def record(decision: Decision) -> None:
            if isinstance(decision, Refusal):
                execution.record_refused(name, arguments, decision)

        decision = self._agent.decide(name, arguments, execution, record)
        record(decision)
        return decision

    def learnings(self, facts: Mapping[str, Any] | None = None) -> list[Any]:
        """What other runs have taught: nothing, until policies hold learnings."""
        return []

    def status(self) -> PolicyStatus:
        """Which policy is held, how old it is, and what does not work."""
        return self._agent.status()

    def _run(self) -> Execution | None:
        return self._execution if self._execution is not None else self._agent.current()
